import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '@/lib/api/client.ts';
import type { Export, Page, Purpose } from '@/lib/api/types.ts';
import { useObjectIfAny } from '@/lib/records/queries.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { MoreButton } from '@/ui/more_button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { ExportOutcome } from '@/ui/records/export_outcome.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';

const tones = { done: 'green', failed: 'red', broken: 'red', running: 'blue' } as const;
const exports_a_page = 50;

/** Who took which list out, when, for what, and how much of it: one's own, or everybody's for who answers for people's rights. */
export function ExportsPart() {
  const { t } = useTranslation();
  const label = useLabel();
  const purposes = useQuery({
    queryKey: ['purposes'],
    queryFn: ({ signal }) => get<Page<Purpose>>('/purposes', {}, signal),
    select: page => new Map(page.data.map(purpose => [purpose.name, label(purpose.label)])),
    staleTime: Infinity,
  });
  const list = useInfiniteQuery({
    queryKey: ['exports', 'list'],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Export>>('/exports', { limit: exports_a_page, page: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
  });
  if (list.isPending) return <Skeleton lines={4} />;
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  const exports = list.data.pages.flatMap(page => page.data);
  if (!exports.length) return <Empty title={t('export.empty_title')} text={t('export.empty_text')} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">{t('export.list_text')}</p>
      <ul className="rounded-md border">
        {exports.map(item => (
          <ExportLine
            key={item.id}
            item={item}
            purpose={item.purpose ? (purposes.data?.get(item.purpose) ?? item.purpose) : undefined}
          />
        ))}
      </ul>
      <MoreButton list={list} />
    </div>
  );
}

function ExportLine({ item, purpose }: { item: Export; purpose?: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const object = useObjectIfAny(item.object);
  const name =
    item.object === 'events' ? t('export.events') : object ? label(object.label_plural) : item.object;
  const { written } = item.rows;
  return (
    <li className="border-b px-3 py-2 last:border-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium text-ink">{name}</span>
        <span className="text-soft">{purpose ?? t('export.own_use')}</span>
        <Badge tone={tones[item.state as keyof typeof tones]}>{t(`export.state.${item.state}`)}</Badge>
        <span className="ml-auto text-xs whitespace-nowrap text-quiet">
          {item.actor} · {format.dateTime(item.created_at)}
        </span>
      </div>
      <Disclosure title={t('export.rows', { count: written, n: format.number(written) })}>
        <div className="flex flex-col gap-3">
          <dl className="flex flex-col gap-1 text-sm">
            {item.query?.filter && <Line name={t('export.filter')} value={item.query.filter} isCode />}
            {item.query?.q && <Line name={t('export.search')} value={item.query.q} />}
            {!item.query && <Line name={t('export.filter')} value={t('export.forgotten')} />}
            {!!item.query?.fields.length && (
              <Line name={t('export.columns')} value={item.query.fields.join(', ')} isCode />
            )}
          </dl>
          <ExportOutcome item={item} purpose={purpose} />
        </div>
      </Disclosure>
    </li>
  );
}

function Line({ name, value, isCode = false }: { name: string; value: string; isCode?: boolean }) {
  return (
    <div className="flex flex-wrap gap-x-3">
      <dt className="w-24 shrink-0 text-soft">{name}</dt>
      <dd className={`min-w-0 break-words ${isCode ? 'font-mono text-xs' : ''}`}>{value}</dd>
    </div>
  );
}
