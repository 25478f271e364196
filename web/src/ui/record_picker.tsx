import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow, Ref } from '@/lib/api/types.ts';
import { searchQuery } from '@/lib/records/queries.ts';
import { inputClass } from './field.tsx';

/** Finds one record by the words of its name: type, choose with the arrows, take with Enter. */
export function RecordPicker({
  plural,
  label,
  start = '',
  exclude,
  autoFocus = false,
  onPick,
  onCancel,
}: {
  plural: string;
  label: string;
  start?: string;
  exclude?: string;
  autoFocus?: boolean;
  onPick: (picked: Ref, row: RecordRow) => void;
  onCancel?: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(start);
  const [active, setActive] = useState(0);
  const q = useDeferredValue(text.trim());
  const { data, isFetching } = useQuery(searchQuery(plural, q));
  const rows = (data?.data ?? []).filter(row => row.id !== exclude);
  const pick = (row: RecordRow | undefined) =>
    row && onPick({ id: row.id, name: String(row.name ?? '') }, row);
  return (
    <div>
      <input
        className={inputClass}
        role="combobox"
        aria-label={label}
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={rows[active] ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoFocus={autoFocus}
        placeholder={t('picker.placeholder')}
        value={text}
        onChange={event => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={event => {
          if (event.key === 'ArrowDown') setActive(Math.min(active + 1, rows.length - 1));
          else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
          else if (event.key === 'Enter') pick(rows[active]);
          else if (event.key === 'Escape' && onCancel) onCancel();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} className="mt-1 max-h-56 overflow-auto">
        {rows.map((row, index) => (
          <li
            key={row.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={`flex min-h-(--tap) cursor-pointer items-center justify-between gap-3 rounded-sm px-2 text-sm ${
              index === active ? 'bg-accent-soft text-ink' : 'hover:bg-hover'
            }`}
            onPointerDown={event => event.preventDefault()}
            onClick={() => pick(row)}
          >
            <span className="truncate">{String(row.name ?? row.email ?? row.id)}</span>
            <span className="truncate text-xs text-quiet">
              {String(row.email ?? row.city ?? row.domain ?? '')}
            </span>
          </li>
        ))}
      </ul>
      {!rows.length && q && !isFetching && <p className="px-2 py-1 text-xs text-quiet">{t('picker.none')}</p>}
    </div>
  );
}
