import { useFormat } from '@/lib/use_format.ts';

/** How far something is, in words and as a bar. */
export function Progress({ label, share, detail }: { label: string; share: number; detail?: string }) {
  const format = useFormat();
  const percent = format.number(Math.floor(share * 100) / 100, { style: 'percent' });
  return (
    <div className="flex flex-col gap-1">
      <div className="flex justify-between gap-4 text-sm">
        <span className="text-ink">{label}</span>
        <span className="shrink-0 text-soft tabular-nums">{detail ? `${detail} · ${percent}` : percent}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
        className="h-1.5 overflow-hidden rounded-sm bg-paper-3"
      >
        <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
