import { useEffect, useLayoutEffect, useRef } from 'react';
import { url } from './api/client.ts';

const retry_ms = 2000;
const retry_max_ms = 60_000;

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
    let retry: ReturnType<typeof setTimeout> | undefined;
    let pause_ms = retry_ms;
    let wasOpen = false;
    const open = () => {
      if (stream) return;
      const opened = new EventSource(url('/live', { topic }));
      stream = opened;
      opened.addEventListener('open', () => {
        pause_ms = retry_ms;
        // The server tells from now on; what came while it was lost is asked for.
        if (wasOpen) latest.current.onReturn?.();
        wasOpen = true;
      });
      opened.addEventListener('error', () => {
        // The browser tries again by itself, but not where the answer was no stream (too many streams, a server that starts).
        if (opened.readyState !== EventSource.CLOSED || stream !== opened) return;
        stream = null;
        wasOpen = true;
        retry = setTimeout(open, pause_ms);
        pause_ms = Math.min(2 * pause_ms, retry_max_ms);
      });
      for (const name of names.split(' ')) {
        stream.addEventListener(name, event => {
          const text = (event as MessageEvent<string>).data;
          latest.current.handlers[name]?.(text ? JSON.parse(text) : null);
        });
      }
    };
    const close = () => {
      clearTimeout(retry);
      stream?.close();
      stream = null;
    };
    const onVisibility = () => {
      if (document.hidden) close();
      else if (!stream) {
        clearTimeout(retry);
        wasOpen = true;
        open();
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
