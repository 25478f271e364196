import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/use_format.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Popover } from '@/ui/popover.tsx';
import { Segments } from '@/ui/segments.tsx';
import { monthOf } from '../model/calendar.ts';

type Span = 'week' | undefined;

/** Where in time a calendar is: on and back, to today, to any month; a month or a week of it. */
export function CalendarBar({
  at,
  today,
  title,
  span,
  onStep,
  onGo,
  onSpan,
  children,
}: {
  at: string;
  today: string;
  title: string;
  span: Span;
  onStep: (by: 1 | -1) => void;
  onGo: (day: string) => void;
  onSpan: (span: Span) => void;
  /** What is counted. */
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-1 max-sm:px-3">
      <div className="flex items-center gap-2 max-sm:w-full max-sm:gap-1">
        <div className="flex items-center gap-0.5 max-sm:-ml-2">
          <IconButton
            icon="left"
            label={t(span ? 'calendar.previous_week' : 'calendar.previous_month')}
            onClick={() => onStep(-1)}
          />
          <IconButton
            icon="right"
            label={t(span ? 'calendar.next_week' : 'calendar.next_month')}
            onClick={() => onStep(1)}
          />
        </div>
        <MonthMenu at={at} title={title} onGo={onGo} />
        <span className="sr-only" aria-live="polite">
          {title}
        </span>
        <Button className="max-sm:ml-auto" onClick={() => onGo(today)}>
          {t('calendar.today')}
        </Button>
      </div>
      <div className="ml-auto flex items-center gap-2 max-sm:w-full">
        <div className="tnum flex flex-wrap items-center gap-x-3 text-xs text-soft max-sm:-ml-1">
          {children}
        </div>
        <Segments<Span>
          label={t('calendar.span')}
          className="max-sm:ml-auto"
          value={span}
          onChange={onSpan}
          segments={[
            { value: undefined, label: t('calendar.month') },
            { value: 'week', label: t('calendar.week') },
          ]}
        />
      </div>
    </div>
  );
}

/** The month that is shown, and any other one. */
function MonthMenu({ at, title, onGo }: { at: string; title: string; onGo: (day: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      title={t('calendar.go_to_month')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <button
          type="button"
          className="flex h-(--tap) min-w-0 items-center gap-1 rounded-md px-1.5 text-md font-semibold text-ink hover:bg-hover max-sm:text-sm"
        >
          <span className="inline-block text-left leading-5 first-letter:uppercase">{title}</span>
          <Icon name="down" className="shrink-0 text-quiet" />
        </button>
      }
    >
      <Months
        shown={monthOf(at)}
        onGo={day => {
          onGo(day);
          setIsOpen(false);
        }}
      />
    </Popover>
  );
}

function Months({ shown, onGo }: { shown: string; onGo: (day: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [year, setYear] = useState(Number(shown.slice(0, 4)));
  const pad = (number: number, digits: number) => String(number).padStart(digits, '0');
  return (
    <>
      <div className="mb-2 flex items-center justify-between">
        <IconButton
          icon="left"
          label={t('calendar.previous_year')}
          disabled={year <= 1}
          onClick={() => setYear(year - 1)}
        />
        <span className="tnum font-medium text-ink" aria-live="polite">
          {year}
        </span>
        <IconButton
          icon="right"
          label={t('calendar.next_year')}
          disabled={year >= 9999}
          onClick={() => setYear(year + 1)}
        />
      </div>
      <div className="grid grid-cols-3 gap-1">
        {Array.from({ length: 12 }, (_, index) => {
          const month = `${pad(year, 4)}-${pad(index + 1, 2)}`;
          return (
            <Button
              key={month}
              kind="quiet"
              aria-current={month === shown ? 'true' : undefined}
              className={month === shown ? 'bg-paper-3 text-ink' : ''}
              onClick={() => onGo(`${month}-01`)}
            >
              <span className="inline-block first-letter:uppercase">{format.monthName(index + 1)}</span>
            </Button>
          );
        })}
      </div>
    </>
  );
}
