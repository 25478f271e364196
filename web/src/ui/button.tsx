import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

export function buttonClass(kind: ButtonKind = 'plain', isSquare = false): string {
  const kinds: Record<ButtonKind, string> = {
    primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
    plain: 'bg-paper text-text border-line-2 hover:bg-hover',
    quiet: 'text-soft border-transparent hover:bg-hover hover:text-ink',
    danger: 'bg-paper text-red border-line-2 hover:bg-red-soft',
  };
  return `inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border text-sm font-medium whitespace-nowrap select-none h-(--tap) ${
    isSquare ? 'w-(--tap)' : 'px-2.5'
  } disabled:opacity-50 disabled:pointer-events-none transition-colors duration-100 ${kinds[kind]}`;
}

interface ButtonProps extends ComponentProps<'button'> {
  kind?: ButtonKind;
  icon?: IconName;
}

export function Button({ kind, icon, className = '', children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={`${buttonClass(kind)} ${className}`} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button whose word stands in its tooltip. */
export function IconButton({
  icon,
  label,
  kind = 'quiet',
  className = '',
  type = 'button',
  ...rest
}: Omit<ButtonProps, 'children'> & { icon: IconName; label: string }) {
  return (
    <button
      type={type}
      title={label}
      aria-label={label}
      className={`${buttonClass(kind, true)} ${className}`}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
