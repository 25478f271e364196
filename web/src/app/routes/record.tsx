import { getRouteApi } from '@tanstack/react-router';
import { RecordPage } from '@/features/records/components/record_page.tsx';
import { useObjectIfAny } from '@/lib/records/queries.ts';
import { Lost } from '../dead_ends.tsx';

const one = getRouteApi('/inside/$plural/$id');

/** Of an object that was made in this workspace. */
export function RecordOfAny() {
  const { plural, id } = one.useParams() as { plural: string; id: string };
  return useObjectIfAny(plural) ? <RecordPage key={id} plural={plural} id={id} /> : <Lost />;
}
