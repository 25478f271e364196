import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { objectsQuery } from '@/lib/records/queries.ts';
import { file_object, note_object, partsOf, type SearchHit, type SearchPiece } from '@/lib/search.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import type { IconName } from '../icon.tsx';

const icons: Record<string, IconName> = {
  person: 'people',
  company: 'companies',
  household: 'households',
  [note_object]: 'edit',
  [file_object]: 'file',
};
export const iconOf = (object: string): IconName => icons[object] ?? 'table';

/** What several records of an object are called; of notes and files too, which are none. */
export function useGroupName(): (object: string) => string {
  const { t } = useTranslation();
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  return name => {
    if (name === note_object) return t('search.notes');
    if (name === file_object) return t('search.files');
    const object = objects?.find(each => each.name === name);
    return label(object?.label_plural, object?.plural ?? name);
  };
}

function Marked({ piece }: { piece: SearchPiece }) {
  return partsOf(piece).map((part, index) =>
    part.isFound ? (
      <mark key={index} className="rounded-sm bg-amber-soft text-ink">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}

/** The record that a file hangs on. */
function Owner({ record }: { record: NonNullable<SearchHit['record']> }) {
  const { t } = useTranslation();
  const label = useLabel();
  const object = useQuery(objectsQuery).data?.find(each => each.name === record.object);
  return (
    <>
      <span className="text-quiet">{label(object?.label, record.object)}: </span>
      {record.name ?? t('record.nameless', { id: record.id.slice(-6) })}
    </>
  );
}

/** What was found, and what says so where its name does not; of a file where it is. */
export function Hit({ hit, isWide = false }: { hit: SearchHit; isWide?: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const name = hit.name ? (
    <Marked piece={hit.name} />
  ) : (
    t('record.nameless', { id: hit.path.split('?')[0]!.slice(-6) })
  );
  const said =
    hit.object === file_object && hit.record ? (
      <Owner record={hit.record} />
    ) : (
      hit.said && (
        <>
          {hit.field && <span className="text-quiet">{label(hit.field.label, hit.field.name)}: </span>}
          <Marked piece={hit.said} />
        </>
      )
    );
  const shape = isWide ? 'flex-col items-start gap-0.5' : 'items-baseline gap-2';
  return (
    <span className={`flex min-w-0 flex-1 ${shape}`}>
      <span className={`max-w-full truncate ${isWide ? '' : 'shrink-0 max-sm:shrink'}`}>
        {name}
        {hit.at && <span className="text-xs text-quiet"> · {format.date(hit.at)}</span>}
      </span>
      {said && (
        <span
          className={`min-w-0 max-w-full text-xs text-soft ${isWide ? 'line-clamp-2' : 'flex-1 truncate'}`}
        >
          {said}
        </span>
      )}
    </span>
  );
}
