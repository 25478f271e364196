import { Link } from '@tanstack/react-router';
import type { RecordRow } from '@/lib/api/types.ts';
import { useRecordName } from '@/ui/records/record_name.tsx';

export function NameCell({ plural, row }: { plural: string; row: RecordRow }) {
  const name = useRecordName();
  return (
    <Link
      to={`/${plural}/${row.id}`}
      className={`font-medium hover:underline ${row.name ? 'text-ink' : 'text-quiet'}`}
      tabIndex={-1}
    >
      {name(row)}
    </Link>
  );
}
