import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/lib/api/types.ts';
import { checkRule } from '@/lib/records/filter.ts';
import { Button } from '@/ui/button.tsx';
import { LanguageText, useWriting } from '@/ui/records/language_text.tsx';
import { usePathLabel } from '../model/said.ts';

/** A filter typed in the rule language: what is wrong is underlined, and how it may go on is offered. */
export default function RuleText({
  object,
  start,
  isOpenByItself,
  onDone,
  onCancel,
}: {
  object: ObjectDefinition;
  start: string;
  /** Shown because the address holds a filter that is not understood, not because somebody asked. */
  isOpenByItself: boolean;
  onDone: (text: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const pathLabel = usePathLabel(object);
  const area = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(['rule', object.name], start, (text, at, signal) =>
    checkRule(object.name, { text, at }, signal),
  );
  const { isEmpty, isAnswered, data } = writing;
  useEffect(() => {
    const { current } = area;
    if (isOpenByItself || !current) return;
    current.focus();
    current.setSelectionRange(current.value.length, current.value.length);
  }, [isOpenByItself]);
  const done = () => {
    if (isEmpty) onDone('');
    else if (data?.is_valid && isAnswered) onDone(data.text);
  };
  return (
    <div className="flex w-full min-w-0 items-start gap-2 max-sm:flex-wrap">
      <LanguageText
        writing={writing}
        area={area}
        label={t('filter.text')}
        placeholder={t('filter.text_example')}
        pathLabel={pathLabel}
        onEnter={done}
        onEscape={onCancel}
      />
      <Button kind="primary" disabled={!isEmpty && !data?.is_valid} onClick={done}>
        {t('filter.apply')}
      </Button>
      <Button kind="quiet" onClick={onCancel}>
        {t(isOpenByItself ? 'filter.remove' : 'ui.cancel')}
      </Button>
    </div>
  );
}
