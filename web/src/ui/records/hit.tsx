import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { objectsQuery } from '@/lib/records/queries.ts';
import { note_object, partsOf, type SearchHit, type SearchPiece } from '@/lib/search.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import type { IconName } from '../icon.tsx';

const icons: Record<string, IconName> = {
  person: 'people',
  company: 'companies',
  household: 'households',
  [note_object]: 'edit',
};
export const iconOf = (object: string): IconName => icons[object] ?? 'table';

/** What several records of an object are called; of notes too, which are none. */
export function useGroupName(): (object: string) => string {
  const { t } = useTranslation();
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  return name => {
    if (name === note_object) return t('search.notes');
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

/** What was found, and what says so where its name does not. */
export function Hit({ hit, isWide = false }: { hit: SearchHit; isWide?: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const name = hit.name ? (
    <Marked piece={hit.name} />
  ) : (
    t('record.nameless', { id: hit.path.split('?')[0]!.slice(-6) })
  );
  const said = hit.said && (
    <>
      {hit.field && <span className="text-quiet">{label(hit.field.label, hit.field.name)}: </span>}
      <Marked piece={hit.said} />
    </>
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
