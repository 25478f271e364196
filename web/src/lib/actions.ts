import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Permission } from './api/types.ts';

export type TextKey = ParseKeys;

/** The parts of the keyboard help and the palette under which actions stand. */
export type ActionGroup = 'go' | 'list' | 'record' | 'do' | 'appearance';

/**
 * One thing that a user can do, told once: the menu, the shortcut, the palette and the keyboard help are all made from it.
 * Shortcuts are written as `c`, `mod+k`, `g p` (one key after the other), `ArrowDown`, `shift+ArrowDown`, which stands before
 * the arrow alone; several are divided by `|`.
 */
export interface Action {
  id: string;
  label: TextKey;
  values?: Record<string, string | number>;
  group: ActionGroup;
  shortcut?: string;
  permission?: Permission;
  /** False for what has a meaning only under the keyboard, such as moving through a list. */
  isInPalette?: boolean;
  isAvailable?: () => boolean;
  run: () => void;
}

/* What is on the screen tells what can be done there: the last to come answers first, the frame around everything last. */
const stack: { current: Action[] }[] = [];

export function useActions(actions: Action[], { isFrame = false } = {}) {
  const holder = useRef(actions);
  useLayoutEffect(() => {
    holder.current = actions;
  });
  useEffect(() => {
    // The effects of a room run before those of its frame, so the order of coming does not tell which is nearer.
    if (isFrame) stack.unshift(holder);
    else stack.push(holder);
    return () => {
      stack.splice(stack.indexOf(holder), 1);
    };
  }, [isFrame]);
}

/** Everything that can be done now by someone with these permissions, the nearest first. */
export function currentActions(may: (permission: Permission) => boolean): Action[] {
  const seen = new Set<string>();
  return stack
    .toReversed()
    .flatMap(holder => holder.current)
    .filter(action => {
      if (seen.has(action.id) || (action.permission && !may(action.permission))) return false;
      if (action.isAvailable && !action.isAvailable()) return false;
      seen.add(action.id);
      return true;
    });
}

/** The words of an action. */
export function useActionText(): (action: Pick<Action, 'label' | 'values'>) => string {
  const { t } = useTranslation();
  return ({ label, values = {} }) => String(t(label, values as never));
}
