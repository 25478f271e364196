import type { ReactNode } from 'react';

/** The names of the colours that a choice may have; the theme says what they look like. */
export const choiceColors = ['grey', 'blue', 'green', 'amber', 'red', 'violet', 'teal', 'pink'] as const;
export type ChoiceColor = (typeof choiceColors)[number];

const variables: Record<string, string> = {
  grey: 'var(--data-8)',
  blue: 'var(--data-7)',
  green: 'var(--data-5)',
  amber: 'var(--data-2)',
  red: 'var(--red)',
  violet: 'var(--data-3)',
  teal: 'var(--data-1)',
  pink: 'var(--data-4)',
};

export function ColorDot({ color }: { color: string | undefined }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2 shrink-0 rounded-full border border-line-2"
      style={color ? { backgroundColor: variables[color], borderColor: variables[color] } : undefined}
    />
  );
}

/** A choice with its colour: the words carry the meaning, the dot lets the eye find it. */
export function ChoiceMark({ color, children }: { color: string; children: ReactNode }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <ColorDot color={color} />
      <span className="truncate">{children}</span>
    </span>
  );
}
