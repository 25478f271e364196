import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { FieldDefinition, ObjectDefinition, Page, RecordRow } from '@/lib/api/types.ts';
import { printFilter } from '@/lib/records/filter.ts';
import { objectsQuery, recordQuery, useObject } from '@/lib/records/queries.ts';
import { useRecordWrites } from '@/lib/records/writes.ts';
import { useMay } from '@/lib/session.ts';
import { useHistory } from '@/lib/use_history.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { get } from '@/lib/api/client.ts';
import { buttonClass, Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { PageBar, Section } from '@/ui/page.tsx';
import { FieldsPanel } from '@/ui/records/fields_panel.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { Value } from '@/ui/records/value.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';

const HistoryDialog = lazy(() => import('@/ui/records/history_dialog.tsx'));

const related_rows = 50;

/** The page of a record that has no room of its own: its fields, what points to it, its history. */
export function RecordPage({ plural, id }: { plural: string; id: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const navigate = useNavigate();
  const history = useHistory();
  const may = useMay();
  const nameOf = useRecordName();
  const object = useObject(plural);
  const record = useQuery(recordQuery(plural, id));
  const { remove } = useRecordWrites(object);
  const [showsHistory, setShowsHistory] = useState(false);
  const row = record.data;

  const removeNow = async () => {
    if (!row) return;
    await remove([row]);
    void navigate({ to: `/${plural}` });
  };
  useActions([
    {
      id: 'record.history',
      label: 'history.title',
      group: 'record',
      shortcut: 'h',
      run: () => setShowsHistory(true),
    },
    {
      id: 'record.delete',
      label: 'record.delete',
      group: 'record',
      permission: 'records.write',
      isAvailable: () => !!row,
      run: () => void removeNow(),
    },
    {
      id: 'record.back',
      label: 'record.back',
      group: 'record',
      shortcut: 'Escape',
      isInPalette: false,
      run: () => history.back(),
    },
  ]);

  return (
    <div className="flex h-full flex-col">
      <PageBar
        title={row ? nameOf(row) : label(object.label)}
        before={
          <Link to={`/${plural}`} className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {label(object.label_plural)}
            <Icon name="right" />
          </Link>
        }
      >
        <Button kind="quiet" icon="history" onClick={() => setShowsHistory(true)}>
          <span className="max-sm:sr-only">{t('history.title')}</span>
        </Button>
        {may('records.write') && (
          <Menu
            trigger={
              <Button kind="quiet" icon="more" aria-label={t('ui.more')}>
                {null}
              </Button>
            }
            groups={[
              [{ id: 'delete', label: t('record.delete'), isDangerous: true, run: () => void removeNow() }],
            ]}
          />
        )}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto">
        {record.isPending && <Skeleton />}
        {record.isError && <Problem error={record.error} onRetry={() => void record.refetch()} />}
        {row && (
          <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-8 p-6 max-md:grid-cols-1 max-sm:p-3">
            <Section title={t('record.fields')}>
              <FieldsPanel object={object} row={row} leaveOut={['created_at', 'updated_at']} />
              <p className="mt-2 text-xs text-quiet">
                {t('record.created_at', { at: format.dateTime(row.created_at) })}
              </p>
            </Section>
            <Related object={object.name} id={id} />
          </div>
        )}
      </div>
      <Suspense>
        {showsHistory && <HistoryDialog object={object} id={id} onClose={() => setShowsHistory(false)} />}
      </Suspense>
    </div>
  );
}

/** The records of every object that point to this one, an object and field at a time. */
function Related({ object, id }: { object: string; id: string }) {
  const objects = useQuery(objectsQuery);
  const pointing = (objects.data ?? []).flatMap(other =>
    other.fields
      .filter(field => field.type === 'relation' && field.object === object)
      .map(field => ({ other, field })),
  );
  return (
    <div className="flex flex-col gap-8">
      {pointing.map(({ other, field }) => (
        <Pointing
          key={`${other.name}.${field.name}`}
          object={other}
          field={field}
          id={id}
          isNamed={pointing.filter(each => each.other === other).length > 1}
        />
      ))}
    </div>
  );
}

const related_columns_max = 3;

function Pointing({
  object,
  field,
  id,
  isNamed,
}: {
  object: ObjectDefinition;
  field: FieldDefinition;
  id: string;
  isNamed: boolean;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useRecordName();
  const may = useMay();
  const { plural } = object;
  const isPeople = plural === 'people';
  const filter = printFilter([{ field: field.name, operator: '=', value: id }]);
  const related = useQuery({
    queryKey: ['records', plural, 'related', filter],
    queryFn: ({ signal }) => get<Page<RecordRow>>(`/${plural}`, { filter, limit: related_rows }, signal),
    enabled: may(isPeople ? 'people.read' : 'records.read'),
  });
  const wanted = isPeople
    ? ['stage', 'email', 'last_seen_at']
    : object.fields
        .filter(each => each.name !== 'name' && each !== field && each.is_custom && each.type !== 'long_text')
        .map(each => each.name)
        .slice(0, related_columns_max);
  const shown = wanted.flatMap(name => object.fields.find(each => each.name === name) ?? []);
  const rows = related.data?.data ?? [];
  const title = isPeople && !isNamed ? t('record.people') : label(object.label_plural, plural);
  return (
    <Section
      title={isNamed ? `${title} · ${label(field.label, field.name)}` : title}
      side={
        <Link to={`/${plural}`} search={{ filter }} className="text-accent hover:underline">
          {isPeople ? t('record.all_people') : t('record.all_related')}
        </Link>
      }
    >
      {related.isPending && <Skeleton lines={3} />}
      {related.isError && <Problem error={related.error} onRetry={() => void related.refetch()} />}
      {related.data && !rows.length && (
        <p className="text-soft">{t(isPeople ? 'record.no_people' : 'record.no_related')}</p>
      )}
      <ul>
        {rows.map(row => (
          <li
            key={row.id}
            className="grid min-h-(--row) grid-cols-[minmax(max-content,1fr)_auto_minmax(0,max-content)_auto] items-center gap-3 border-b last:border-0 max-sm:grid-cols-[1fr_auto]"
          >
            <Link to={`/${plural}/${row.id}`} className="font-medium text-ink hover:underline">
              {nameOf(row)}
            </Link>
            {shown.map((candidate, index) => (
              <span
                key={candidate.name}
                className={`min-w-0 truncate text-soft ${index === shown.length - 1 ? '' : 'max-sm:hidden'}`}
              >
                <Value field={candidate} value={row[candidate.name]} />
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}
