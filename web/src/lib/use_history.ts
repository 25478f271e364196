import { useRouter, type RouterHistory } from '@tanstack/react-router';

/** The browser's history: Back always goes back. */
export function useHistory(): RouterHistory {
  return (useRouter() as { history: RouterHistory }).history;
}
