export function Mark({ className = '' }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" width="20" height="20" className={`shrink-0 ${className}`} aria-hidden="true">
      <rect width="16" height="16" rx="4" fill="var(--accent)" />
      <g fill="none" stroke="var(--accent-ink)" strokeWidth="1.5">
        <circle cx="6" cy="8" r="2.6" />
        <circle cx="10" cy="8" r="2.6" />
      </g>
    </svg>
  );
}
