import { useEffect } from 'react';
import { currentActions, type Action } from './actions.ts';
import type { Permission } from './api/types.ts';

const sequence_ms_max = 1200;
const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** A letter that is typed with Shift, as `J`. */
const isCapital = (key: string) => /^[A-Z]$/.test(key);

/** The keys of a shortcut as they are shown, the first alternative only: `mod+k` → `['Ctrl', 'K']`. */
export function keysShown(shortcut: string): string[] {
  const names: Record<string, string> = {
    mod: isMac ? '⌘' : 'Ctrl',
    shift: '⇧',
    arrowdown: '↓',
    arrowup: '↑',
    arrowleft: '←',
    arrowright: '→',
    enter: '⏎',
    space: '␣',
    escape: 'Esc',
    pageup: 'PgUp',
    pagedown: 'PgDn',
  };
  const first = shortcut.split('|')[0] ?? '';
  return first.split(/[ +]/).flatMap(key => {
    if (isCapital(key)) return ['⇧', key];
    return [names[key.toLowerCase()] ?? key.toUpperCase()];
  });
}

export interface Stroke {
  key: string;
  isMod: boolean;
  isShift?: boolean;
}

/** Whether the strokes, the newest last, end with the shortcut. */
export function matches(shortcut: string, strokes: Stroke[]): boolean {
  return shortcut.split('|').some(alternative => {
    const steps = alternative.split(' ');
    const last = strokes.slice(-steps.length);
    return (
      last.length === steps.length &&
      steps.every((step, index) => {
        const stroke = last[index]!;
        const isMod = step.startsWith('mod+');
        const isShift = step.startsWith('shift+');
        const key = step.replace(/^(mod|shift)\+/, '').toLowerCase();
        const pressed = stroke.key === ' ' ? 'space' : stroke.key.toLowerCase();
        // Of letters Shift makes another key, as it does of arrows where that is asked for; of other signs it is what makes them.
        const isLetter = /^[a-z]$/.test(key) && !isMod;
        const isOther = (isLetter && !!stroke.isShift !== isCapital(step)) || (isShift && !stroke.isShift);
        return stroke.isMod === isMod && pressed === key && !isOther;
      })
    );
  });
}

/** What a text that is written answers to itself: choosing, copying, pasting, undoing. */
const textKeys = new Set(['a', 'c', 'v', 'x', 'y', 'z']);
const texts = 'input:not([type=checkbox]), textarea, select, [contenteditable]';
const ownKeys = new Set(['enter', ' ', 'arrowdown', 'arrowup', 'arrowleft', 'arrowright']);

/** Whether a key belongs to an input method that still makes the word. Safari says so of the key that ends it by its code only. */
export const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;

/** Whether the focused part of the page needs the key itself. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || isComposing(event) || event.altKey) return true;
  if (event.ctrlKey || event.metaKey)
    return textKeys.has(event.key.toLowerCase()) && !!target.closest(`${texts}, [role=dialog]`);
  if (target.closest(`${texts}, [role=dialog], [role=menu], [role=listbox]`)) return true;
  return ownKeys.has(event.key.toLowerCase()) && !!target.closest('button, a, summary, input, [role=tab]');
}

/** Listens once for the whole application. */
export function useShortcuts(may: (permission: Permission) => boolean) {
  useEffect(() => {
    let strokes: (Stroke & { at: number })[] = [];
    const listen = (event: KeyboardEvent) => {
      if (['Shift', 'Control', 'Meta', 'Alt'].includes(event.key) || isTaken(event)) return;
      strokes = strokes.filter(stroke => event.timeStamp - stroke.at < sequence_ms_max).slice(-1);
      const isMod = event.ctrlKey || event.metaKey;
      strokes.push({ key: event.key, isMod, isShift: event.shiftKey, at: event.timeStamp });
      const bound = currentActions(may).filter(
        (action): action is Action & { shortcut: string } => !!action.shortcut,
      );
      // A sequence begun (`g p`) goes before the single key that ends it (`p`).
      const found =
        bound.find(action => action.shortcut.includes(' ') && matches(action.shortcut, strokes)) ??
        bound.find(action => !action.shortcut.includes(' ') && matches(action.shortcut, strokes.slice(-1)));
      if (!found) return;
      event.preventDefault();
      strokes = [];
      found.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [may]);
}
