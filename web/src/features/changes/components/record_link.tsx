import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { objectsQuery, usePluralOf } from '@/lib/records/queries.ts';
import { useLabel } from '@/lib/use_format.ts';

interface Named {
  object: string;
  id: string;
  name: string | null;
}

/** A record by its name; a link where it has a page now. */
export function RecordLink({ record, isGone = false }: { record: Named; isGone?: boolean }) {
  const { t } = useTranslation();
  const plural = usePluralOf()(record.object);
  const name = record.name ?? t('record.nameless', { id: record.id.slice(-6) });
  if (isGone || !plural) return <span className="text-soft">{name}</span>;
  return (
    <Link
      to={`/${plural}/${record.id}`}
      className="inline-flex min-h-6 items-center wrap-anywhere text-ink hover:underline"
    >
      {name}
    </Link>
  );
}

/** The names of fields as their object calls them. */
export function useFieldNames(): (object: string, fields: string[]) => string {
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  return (object, fields) => {
    const known = objects?.find(each => each.name === object)?.fields ?? [];
    return fields.map(name => label(known.find(each => each.name === name)?.label, name)).join(', ');
  };
}
