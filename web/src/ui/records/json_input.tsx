import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOfMistake } from '@/lib/json_place.ts';
import { TextArea } from '../field.tsx';
import type { PartProps } from './value_input.tsx';

/** JSON as text, with the place of a mistake below. */
export function JsonInput({ text, onText, name, inputRef, ...rest }: PartProps) {
  const { t } = useTranslation();
  const id = useId();
  const place = text.trim() ? placeOfMistake(text) : null;
  return (
    <div className="flex flex-col gap-1">
      <TextArea
        {...rest}
        ref={inputRef}
        aria-label={name}
        aria-describedby={[rest['aria-describedby'], place && id].filter(Boolean).join(' ') || undefined}
        className="font-mono text-xs"
        rows={8}
        spellCheck={false}
        autoCapitalize="off"
        value={text}
        onChange={event => onText(event.target.value)}
      />
      {place && (
        <p id={id} className="text-xs text-quiet">
          {t('json.mistake_at', { line: place.line, character: place.character })}
        </p>
      )}
    </div>
  );
}
