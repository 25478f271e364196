import { useSyncExternalStore } from 'react';

/** A short message at the edge of the screen; with an action it stays ten seconds, the time in which a step can be undone. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'problem';
  detail?: string;
  action?: { label: string; run: () => void };
}

const shown_max = 3;
let toasts: Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const timers = new Map<number, ReturnType<typeof setTimeout>>();

function set(next: Toast[]) {
  toasts = next;
  listeners.forEach(listener => listener());
}

export function closeToast(id: number) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(toasts.filter(toast => toast.id !== id));
}

function startTimer(toast: Toast) {
  timers.set(
    toast.id,
    setTimeout(() => closeToast(toast.id), toast.action || toast.tone === 'problem' ? 10_000 : 4000),
  );
}

export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }) {
  const added: Toast = { tone: 'plain', ...toast, id: ++lastId };
  toasts.slice(0, Math.max(0, toasts.length + 1 - shown_max)).forEach(old => closeToast(old.id));
  set([...toasts, added]);
  startTimer(added);
}

/** Under the pointer or the focus a message stays. */
export function holdToasts() {
  timers.forEach(timer => clearTimeout(timer));
}
export function releaseToasts() {
  toasts.forEach(startTimer);
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
