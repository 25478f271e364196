import { useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/icon.tsx';
import { inputClass } from '@/ui/field.tsx';

const pause_ms = 200;

/** Search words; the list follows when the typing pauses. */
export function SearchBox({
  value,
  onChange,
  ref,
}: {
  value: string;
  onChange: (text: string) => void;
  ref: Ref<HTMLInputElement>;
}) {
  const { t } = useTranslation();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <div className="relative w-56 max-sm:w-auto max-sm:min-w-0 max-sm:flex-1">
      <Icon
        name="search"
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-quiet"
      />
      <input
        ref={ref}
        type="search"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        className={`${inputClass} pl-8`}
        value={draft ?? value}
        onChange={event => {
          const text = event.target.value;
          setDraft(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            onChange(text.trim());
          }, pause_ms);
        }}
        onBlur={() => setDraft(null)}
        onKeyDown={event => {
          if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}
