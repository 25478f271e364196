import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Label } from '@/lib/api/types.ts';
import { languages, offeredLanguages } from '@/lib/i18n.ts';
import { Button } from '@/ui/button.tsx';
import { Field, Input } from '@/ui/field.tsx';

/** The words for something in the user's language, and on request in the others. */
export function LabelInputs({
  label,
  hint,
  value,
  problem,
  autoFocus = false,
  max = 80,
  onChange,
}: {
  label: string;
  hint?: string;
  value: Label;
  problem?: string | null;
  autoFocus?: boolean;
  max?: number;
  onChange: (value: Label) => void;
}) {
  const { t, i18n } = useTranslation();
  const own = i18n.language;
  const others = offeredLanguages.filter(language => language !== own);
  const [isOpen, setIsOpen] = useState(false);
  const change = (language: string, text: string) => {
    const others = Object.entries(value).filter(([each]) => each !== language);
    onChange(Object.fromEntries(text ? [...others, [language, text]] : others));
  };
  return (
    <div className="flex flex-col gap-1">
      <Field label={label} hint={hint} problem={problem}>
        {ids => (
          <Input
            {...ids}
            autoFocus={autoFocus}
            autoComplete="off"
            maxLength={max}
            value={value[own] ?? ''}
            placeholder={value[own] === undefined ? Object.values(value)[0] : undefined}
            onChange={event => change(own, event.target.value)}
          />
        )}
      </Field>
      {isOpen ? (
        <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
          {others.map(language => (
            <Field key={language} label={`${label} · ${languages[language].name}`}>
              {ids => (
                <Input
                  {...ids}
                  autoComplete="off"
                  maxLength={max}
                  value={value[language] ?? ''}
                  onChange={event => change(language, event.target.value)}
                />
              )}
            </Field>
          ))}
        </div>
      ) : (
        <Button
          kind="quiet"
          className="self-start px-0!"
          aria-expanded={false}
          onClick={() => setIsOpen(true)}
        >
          {t('schema.other_languages')}
        </Button>
      )}
    </div>
  );
}
