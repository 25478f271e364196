import { useEffect, useLayoutEffect, useRef } from 'react';
import { url } from './api/client.ts';

/**
 * Follows a topic of the server's events while the page is seen. A hidden page lets go of its connection, for a browser has only a
 * few of them a server, and asks anew for what it missed when it is seen again.
 */
export function useLive(
  topic: string | null,
  handlers: Record<string, (data: unknown) => void>,
  onReturn?: () => void,
) {
  const latest = useRef({ handlers, onReturn });
  useLayoutEffect(() => {
    latest.current = { handlers, onReturn };
  });
  const names = Object.keys(handlers).join(' ');
  useEffect(() => {
    if (!topic) return;
    let stream: EventSource | null = null;
    const open = () => {
      if (stream) return;
      stream = new EventSource(url('/live', { topic }));
      for (const name of names.split(' ')) {
        stream.addEventListener(name, event => {
          const text = (event as MessageEvent<string>).data;
          latest.current.handlers[name]?.(text ? JSON.parse(text) : null);
        });
      }
    };
    const close = () => {
      stream?.close();
      stream = null;
    };
    const onVisibility = () => {
      if (document.hidden) close();
      else if (!stream) {
        open();
        latest.current.onReturn?.();
      }
    };
    if (!document.hidden) open();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      close();
    };
  }, [topic, names]);
}

/** At most one call in the interval, the last one not lost. */
export function throttled(interval_ms: number, call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      call();
    }, interval_ms);
  };
}
