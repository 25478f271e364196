import { Icon, type IconName } from './icon.tsx';

export interface Segment<T> {
  value: T;
  label: string;
  /** What pressing it does, where the label alone does not say so. */
  title?: string;
  icon?: IconName;
}

/** One of a few, all of them in sight. */
export function Segments<T extends string | undefined>({
  label,
  segments,
  value,
  onChange,
  className = '',
}: {
  label: string;
  segments: Segment<T>[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className={`flex shrink-0 rounded-md border border-line-2 bg-paper p-px ${className}`}
    >
      {segments.map(segment => (
        <button
          key={segment.value ?? ''}
          type="button"
          aria-pressed={segment.value === value}
          title={segment.title}
          onClick={() => segment.value !== value && onChange(segment.value)}
          className={`flex h-[calc(var(--tap)-4px)] items-center gap-1.5 rounded-sm px-2 text-sm ${
            segment.value === value ? 'bg-paper-3 font-medium text-ink' : 'text-soft hover:text-ink'
          }`}
        >
          {segment.icon && <Icon name={segment.icon} />}
          <span className={segment.icon && 'max-sm:sr-only'}>{segment.label}</span>
        </button>
      ))}
    </div>
  );
}
