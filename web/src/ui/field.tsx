import { useId, type ComponentProps, type ReactNode } from 'react';

export const inputClass =
  'w-full min-w-0 rounded-md border border-edge bg-paper px-2 text-sm text-ink h-(--tap) focus-visible:outline-offset-0 aria-invalid:border-red disabled:bg-paper-3 disabled:text-quiet';

/** A labelled place to write into, with its hint and what is wrong with it. */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  label: string;
  hint?: ReactNode;
  problem?: string | null;
  children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => ReactNode;
}) {
  const id = useId();
  const described = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-soft">
        {label}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': problem ? true : undefined })}
      {problem && (
        <p id={`${id}-problem`} className="text-xs text-red">
          {problem}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-quiet">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Input({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input className={`${inputClass} ${className}`} {...rest} />;
}

export function TextArea({ className = '', ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={`${inputClass} h-auto min-h-16 py-1.5 ${className}`} {...rest} />;
}

export function Select({ className = '', children, ...rest }: ComponentProps<'select'>) {
  return (
    <select className={`${inputClass} pr-1 ${className}`} {...rest}>
      {children}
    </select>
  );
}

export function Checkbox({ label, ...rest }: ComponentProps<'input'> & { label: ReactNode }) {
  return (
    <label className="flex min-h-6 cursor-pointer items-center gap-2 text-sm">
      <input type="checkbox" className="size-4 shrink-0 accent-(--accent)" {...rest} />
      {label}
    </label>
  );
}
