import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useLabel } from '@/lib/use_format.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { choiceColors, ColorDot } from '@/ui/choice_mark.tsx';
import { Input, Select } from '@/ui/field.tsx';
import type { FieldDraft } from '../api/definitions.ts';

type Draft = NonNullable<FieldDraft['choices']>[number];

/** The choices of a field in their order, each with its words and colour. */
export function ChoicesEditor({
  choices,
  problem,
  onChange,
}: {
  choices: Draft[];
  problem?: string | null;
  onChange: (choices: Draft[]) => void;
}) {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  const list = useRef<HTMLUListElement>(null);
  const set = (index: number, change: Partial<Draft>) =>
    onChange(choices.map((choice, at) => (at === index ? { ...choice, ...change } : choice)));
  const move = (index: number, by: number) => {
    const next = [...choices];
    next.splice(index + by, 0, ...next.splice(index, 1));
    onChange(next);
  };
  const add = () => {
    // At once: what is typed before the next frame belongs to the new one.
    flushSync(() => onChange([...choices, { label: {} }]));
    list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-soft">{t('schema.choices')}</legend>
      <ul ref={list} className="flex flex-col gap-1">
        {choices.map((choice, index) => {
          const name = label(choice.label, String(index + 1));
          return (
            <li key={choice.value ?? `new-${index}`} className="flex items-center gap-1">
              <ColorDot color={choice.color} />
              <Input
                className="flex-1"
                aria-label={t('schema.choice_label', { number: index + 1 })}
                maxLength={80}
                value={choice.label[i18n.language] ?? (choice.value ? label(choice.label) : '')}
                onChange={event =>
                  set(index, { label: { ...choice.label, [i18n.language]: event.target.value } })
                }
                onKeyDown={event => {
                  if (event.key !== 'Enter') return;
                  event.preventDefault();
                  add();
                }}
              />
              <Select
                className="w-28!"
                aria-label={t('schema.choice_color', { name })}
                value={choice.color ?? ''}
                onChange={event => set(index, { color: (event.target.value || undefined) as Draft['color'] })}
              >
                <option value="">{t('schema.color.none')}</option>
                {choiceColors.map(color => (
                  <option key={color} value={color}>
                    {t(`schema.color.${color}`)}
                  </option>
                ))}
              </Select>
              <IconButton
                icon="up"
                label={t('schema.move_up', { name })}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <IconButton
                icon="down"
                label={t('schema.move_down', { name })}
                disabled={index === choices.length - 1}
                onClick={() => move(index, 1)}
              />
              <IconButton
                icon="close"
                label={t('schema.choice_remove', { name })}
                onClick={() => onChange(choices.filter((_, at) => at !== index))}
              />
            </li>
          );
        })}
      </ul>
      {problem && (
        <p role="alert" className="text-xs text-red">
          {problem}
        </p>
      )}
      <Button kind="quiet" icon="plus" className="self-start" onClick={add}>
        {t('schema.choice_add')}
      </Button>
    </fieldset>
  );
}
