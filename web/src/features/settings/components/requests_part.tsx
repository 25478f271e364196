import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, send } from '@/lib/api/client.ts';
import type { Page, Ref, RightsRequest } from '@/lib/api/types.ts';
import { showToast } from '@/lib/toasts.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { RecordPicker } from '@/ui/record_picker.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';

type Kind = RightsRequest['kind'];
const kinds: Kind[] = ['access', 'erasure'];
const day_ms = 24 * 60 * 60 * 1000;
const soon_days = 7;

const daysUntil = (at: string) => Math.floor((Date.parse(at) - Date.now()) / day_ms);

/** What people demanded of their data: what waits, and by when the law wants it answered; then what was answered. */
export function RequestsPart() {
  const { t } = useTranslation();
  const [isNew, setIsNew] = useState(false);
  const list = useQuery({
    queryKey: ['rights-requests'],
    queryFn: ({ signal }) => get<Page<RightsRequest>>('/rights-requests', {}, signal),
    select: page => page.data,
  });
  const button = (
    <Button kind="primary" icon="plus" className="self-start" onClick={() => setIsNew(true)}>
      {t('request.new')}
    </Button>
  );
  return (
    <>
      {list.isPending ? (
        <Skeleton lines={4} />
      ) : list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data.length ? (
        <div className="flex flex-col gap-4">
          {button}
          <p className="text-sm text-soft">{t('request.text')}</p>
          <ul className="rounded-md border">
            {list.data.map(item => (
              <RequestLine key={item.id} item={item} />
            ))}
          </ul>
        </div>
      ) : (
        <Empty title={t('request.empty_title')} text={t('request.empty_text')}>
          {button}
        </Empty>
      )}
      <NewRequest isOpen={isNew} onClose={() => setIsNew(false)} />
    </>
  );
}

function RequestLine({ item }: { item: RightsRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const problems = useProblems();
  const withdraw = async () => {
    try {
      await send('POST', `/rights-requests/${item.id}/withdraw`);
      showToast({ text: t('request.withdrawn') });
    } catch (error) {
      problems.show(error);
    }
    await client.invalidateQueries({ queryKey: ['rights-requests'] });
  };
  const isOpen = item.state === 'open';
  return (
    <li className="border-b px-3 py-2 last:border-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {item.name ? (
          <Link
            to="/people/$id"
            params={{ id: item.person }}
            className="font-medium text-ink hover:underline"
          >
            {item.name}
          </Link>
        ) : (
          <span className="text-soft">{t('request.nobody')}</span>
        )}
        <span className="text-soft">{t(`request.kind.${item.kind}`)}</span>
        <Badge tone={isOpen ? 'amber' : item.state === 'done' ? 'green' : 'neutral'}>
          {t(`request.state.${item.state}`)}
        </Badge>
        <span className="ml-auto">
          {isOpen ? (
            <Due at={item.due_at} />
          ) : (
            <span className="text-xs text-quiet">
              <TimeAgo
                at={item.answered_at}
                withDate
                say={ago => t('request.answered', { ago, name: item.answered_by ?? '' })}
              />
            </span>
          )}
        </span>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <p className="text-xs text-quiet">
          {t('request.asked', { at: format.date(item.at), name: item.actor })}
        </p>
        {isOpen && (
          <Button kind="quiet" onClick={() => void withdraw()}>
            {t('request.withdraw')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** By when it must be answered: quiet while there is time, red once there is none. */
function Due({ at }: { at: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!at) return null;
  const days = daysUntil(at);
  const values = { at: format.date(at), n: format.number(Math.abs(days)), count: Math.abs(days) };
  return (
    <span className={`text-sm whitespace-nowrap ${days < soon_days ? 'text-red' : 'text-soft'}`}>
      {days < 0 ? t('request.overdue', values) : t('request.due', values)}
    </span>
  );
}

function NewRequest({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const [person, setPerson] = useState<Ref | null>(null);
  const [kind, setKind] = useState<Kind>('access');
  const [day, setDay] = useState('');
  const close = () => {
    setPerson(null);
    setDay('');
    onClose();
  };
  const save = async () => {
    if (!person) return;
    const body = { person: person.id, kind, asked_at: day ? `${day}T00:00:00Z` : undefined };
    try {
      await send('POST', '/rights-requests', { body });
      await client.invalidateQueries({ queryKey: ['rights-requests'] });
      close();
    } catch (error) {
      problems.show(error);
    }
  };
  return (
    <Dialog title={t('request.new')} description={t('request.new_text')} isOpen={isOpen} onClose={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault();
          void save();
        }}
      >
        {person ? (
          <div className="flex items-center justify-between gap-4">
            <span className="font-medium text-ink">{person.name}</span>
            <Button kind="quiet" onClick={() => setPerson(null)}>
              {t('request.another')}
            </Button>
          </div>
        ) : (
          <RecordPicker plural="people" label={t('request.who')} autoFocus onPick={setPerson} />
        )}
        <Field label={t('request.what')} hint={t('request.what_hint')}>
          {ids => (
            <Select {...ids} value={kind} onChange={event => setKind(event.target.value as Kind)}>
              {kinds.map(each => (
                <option key={each} value={each}>
                  {t(`request.kind.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('request.when')} hint={t('request.when_hint')}>
          {ids => (
            <Input
              {...ids}
              type="date"
              className="max-w-48"
              value={day}
              onChange={event => setDay(event.target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={!person}>
            {t('ui.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
