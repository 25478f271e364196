import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/use_format.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Field, Input } from '@/ui/field.tsx';
import { Popover } from '@/ui/popover.tsx';
import type { TimelineQuestion } from '../api/queries.ts';

/** From which day to which the story is told. */
export function Period({
  question,
  onQuestion,
}: {
  question: TimelineQuestion;
  onQuestion: (question: TimelineQuestion) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to } = question;
  const day = (text: string) => format.calendarDate(text);
  const shown =
    from && to
      ? `${day(from)} – ${day(to)}`
      : from
        ? t('timeline.since', { day: day(from) })
        : to
          ? t('timeline.until', { day: day(to) })
          : '';
  return (
    <Popover
      title={t('timeline.by_date')}
      align="end"
      trigger={
        shown ? (
          <Button className="font-normal!" aria-label={`${t('timeline.by_date')}: ${shown}`}>
            {shown}
          </Button>
        ) : (
          <IconButton icon="calendar" kind="plain" label={t('timeline.by_date')} />
        )
      }
    >
      <div className="flex flex-col gap-3">
        {(['from', 'to'] as const).map(end => (
          <Field key={end} label={t(`timeline.${end}`)}>
            {ids => (
              <Input
                {...ids}
                type="date"
                value={question[end] ?? ''}
                min={end === 'to' ? from : undefined}
                max={end === 'from' ? to : undefined}
                onChange={event => onQuestion({ ...question, [end]: event.target.value || undefined })}
              />
            )}
          </Field>
        ))}
        {(from ?? to) && (
          <Button onClick={() => onQuestion({ ...question, from: undefined, to: undefined })}>
            {t('timeline.any_time')}
          </Button>
        )}
      </div>
    </Popover>
  );
}
