import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';

/** How far a pointer goes before it drags rather than presses. */
const slack_px = 5;
/** How long a finger rests on a card before it takes it; until then it scrolls. */
const hold_ms = 350;
const edge_px = 56;
const scroll_step_px = 14;

interface Held {
  id: string;
  from: string;
  card: HTMLElement;
  x: number;
  y: number;
  /** The card under the pointer, once it is dragged. */
  ghost: HTMLElement | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  frame: number;
}

export interface Dragged {
  id: string;
  from: string;
  over: string | null;
}

/**
 * Cards (`data-card`) that a mouse or a finger drags between columns of a board or days of a calendar (`data-column`). A finger takes a card by resting on
 * it; Escape and whatever else ends the pointer puts it back.
 */
export function useDrag(onDrop: (id: string, from: string, to: string) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  });
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  const isHeld = useRef(false);
  // Once a finger holds a card it no longer scrolls. The browser asks those who listened before the finger came.
  const attach = useCallback((board: HTMLElement | null) => {
    const keep = (event: TouchEvent) => isHeld.current && event.preventDefault();
    board?.addEventListener('touchmove', keep, { passive: false });
    return () => board?.removeEventListener('touchmove', keep);
  }, []);

  const onPointerDown = (event: ReactPointerEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>('[data-card]');
    const from = target.closest<HTMLElement>('[data-column]')?.dataset.column;
    if (!card || from === undefined || event.button !== 0 || !event.isPrimary || target.closest('button'))
      return;
    stop.current?.();
    stop.current = hold({
      board: event.currentTarget,
      pointer: event.pointerId,
      held: {
        id: card.dataset.card!,
        from,
        card,
        x: event.clientX,
        y: event.clientY,
        ghost: null,
        timer: undefined,
        frame: 0,
      },
      isFinger: event.pointerType === 'touch',
      show: next => {
        isHeld.current = !!next;
        setDragged(next);
      },
      drop: (id, from, to) => drop.current(id, from, to),
    });
  };
  return { dragged, onPointerDown, attach };
}

/** Follows one pointer until it lets go. Gives what ends it early. */
function hold({
  board,
  pointer,
  held,
  isFinger,
  show,
  drop,
}: {
  board: HTMLElement;
  pointer: number;
  held: Held;
  isFinger: boolean;
  show: (dragged: Dragged | null) => void;
  drop: (id: string, from: string, to: string) => void;
}): () => void {
  const start = { x: held.x, y: held.y };
  const away = new AbortController();
  let over: string | null = null;

  const columnAt = () =>
    document.elementFromPoint(held.x, held.y)?.closest<HTMLElement>('[data-column]')?.dataset.column ?? null;
  const place = () => {
    held.ghost!.style.transform = `translate(${held.x - start.x}px, ${held.y - start.y}px) rotate(1.5deg)`;
    const next = columnAt();
    if (next !== over) show({ id: held.id, from: held.from, over: (over = next) });
  };
  const scroll = () => {
    const { left, right, top, bottom } = board.getBoundingClientRect();
    if (held.x < left + edge_px) board.scrollLeft -= scroll_step_px;
    else if (held.x > right - edge_px) board.scrollLeft += scroll_step_px;
    if (held.y < top + edge_px) board.scrollTop -= scroll_step_px;
    else if (held.y > bottom - edge_px) board.scrollTop += scroll_step_px;
    place();
    held.frame = requestAnimationFrame(scroll);
  };
  const begin = () => {
    const box = held.card.getBoundingClientRect();
    const ghost = held.card.cloneNode(true) as HTMLElement;
    ghost.removeAttribute('data-card');
    ghost.removeAttribute('tabindex');
    ghost.inert = true;
    Object.assign(ghost.style, {
      position: 'fixed',
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
      margin: '0',
      zIndex: '70',
      pointerEvents: 'none',
      boxShadow: '0 8px 24px rgb(0 0 0 / 0.18)',
    });
    held.ghost = ghost;
    document.body.append(ghost);
    document.documentElement.classList.add('is-dragging');
    show({ id: held.id, from: held.from, over });
    held.frame = requestAnimationFrame(scroll);
  };
  const end = () => {
    away.abort();
    clearTimeout(held.timer);
    cancelAnimationFrame(held.frame);
    held.ghost?.remove();
    document.documentElement.classList.remove('is-dragging');
    show(null);
  };

  const { signal } = away;
  const listen = <K extends keyof WindowEventMap>(
    name: K,
    act: (event: WindowEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ) => window.addEventListener(name, act, { signal, ...options });
  listen('pointermove', event => {
    if (event.pointerId !== pointer) return;
    [held.x, held.y] = [event.clientX, event.clientY];
    const isFar = Math.hypot(held.x - start.x, held.y - start.y) > slack_px;
    if (held.ghost) place();
    else if (isFar && isFinger) end();
    else if (isFar) begin();
  });
  listen('pointerup', event => {
    if (event.pointerId !== pointer) return;
    const wasDragged = !!held.ghost;
    const to = wasDragged ? columnAt() : null;
    end();
    if (!wasDragged) return;
    // The press that ends a drag is none on the card.
    window.addEventListener('click', click => (click.preventDefault(), click.stopPropagation()), {
      capture: true,
      once: true,
      signal: AbortSignal.timeout(50),
    });
    if (to !== null && to !== held.from) drop(held.id, held.from, to);
  });
  listen('pointercancel', event => event.pointerId === pointer && end());
  listen('blur', end);
  listen(
    'keydown',
    event => {
      if (event.key !== 'Escape' || !held.ghost) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    },
    { capture: true },
  );
  listen('dragstart', event => event.preventDefault());
  listen('contextmenu', event => held.ghost && event.preventDefault());
  if (isFinger) held.timer = setTimeout(begin, hold_ms);
  return end;
}
