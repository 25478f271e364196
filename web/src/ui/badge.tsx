import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'accent' | 'red' | 'amber' | 'green' | 'blue';

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  const tones: Record<Tone, string> = {
    neutral: 'bg-paper-3 text-soft',
    accent: 'bg-accent-soft text-accent',
    red: 'bg-red-soft text-red',
    amber: 'bg-amber-soft text-amber',
    green: 'bg-green-soft text-green',
    blue: 'bg-blue-soft text-blue',
  };
  return (
    <span className={`inline-flex items-center rounded-sm px-1.5 text-xs whitespace-nowrap ${tones[tone]}`}>
      {children}
    </span>
  );
}
