import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '@/lib/api/client.ts';
import type { FieldDefinition, ObjectDefinition, Page, RecordRow } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { types } from '@/lib/records/types.ts';
import { useMay } from '@/lib/session.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Section } from '../page.tsx';
import { Problem, Skeleton } from '../states.tsx';
import { useRecordName } from './record_name.tsx';
import { Value } from './value.tsx';

const related_rows = 50;

/** The records of every object that point to this one, an object and field at a time. */
export function Related({
  object,
  id,
  isAside = false,
}: {
  object: string;
  id: string;
  /** In a narrow column beside other things: only what there is, with one field beside the name. */
  isAside?: boolean;
}) {
  const objects = useQuery(objectsQuery);
  const pointing = (objects.data ?? []).flatMap(other =>
    other.fields
      .filter(field => field.type === 'relation' && field.object === object)
      .map(field => ({ other, field })),
  );
  if (!pointing.length) return null;
  return (
    <div className={`flex flex-col ${isAside ? 'gap-5' : 'gap-8'}`}>
      {pointing.map(({ other, field }) => (
        <Pointing
          key={`${other.name}.${field.name}`}
          object={other}
          field={field}
          id={id}
          isNamed={pointing.filter(each => each.other === other).length > 1}
          isAside={isAside}
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
  isAside,
}: {
  object: ObjectDefinition;
  field: FieldDefinition;
  id: string;
  isNamed: boolean;
  isAside: boolean;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useRecordName();
  const may = useMay();
  const { plural } = object;
  const isPeople = plural === 'people';
  const filter = `${field.name} = "${id}"`;
  const related = useQuery({
    queryKey: ['records', plural, 'related', filter],
    queryFn: ({ signal }) => get<Page<RecordRow>>(`/${plural}`, { filter, limit: related_rows }, signal),
    enabled: may(isPeople ? 'people.read' : 'records.read'),
  });
  const wanted = isPeople
    ? ['stage', 'email', 'last_seen_at']
    : object.fields
        .filter(
          each =>
            each.name !== 'name' &&
            each !== field &&
            each.is_custom &&
            !['lines', 'json'].includes(types[each.type].input),
        )
        .map(each => each.name)
        .slice(0, isAside ? 1 : related_columns_max);
  const shown = wanted.flatMap(name => object.fields.find(each => each.name === name) ?? []);
  const rows = related.data?.data ?? [];
  if (isAside && !rows.length) return null;
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
            className={`grid min-h-(--row) items-center gap-3 border-b last:border-0 max-sm:grid-cols-[1fr_auto] ${
              isAside
                ? 'grid-cols-[1fr_auto]'
                : 'grid-cols-[minmax(max-content,1fr)_auto_minmax(0,max-content)_auto]'
            }`}
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
