import { useMatch } from '@tanstack/react-router';
import { TrashPage } from '@/features/records/components/trash_page.tsx';
import { useObjectIfAny } from '@/lib/records/queries.ts';
import { Lost } from '../dead_ends.tsx';

/** Of any object: the standard ones have addresses of their own, which go before that of the others. */
export function Trash() {
  // Of the page that is shown, not of the one that somebody is on the way to.
  const plural = useMatch({ strict: false, select: match => match.pathname.split('/')[1] ?? '' });
  return useObjectIfAny(plural) ? <TrashPage key={plural} plural={plural} /> : <Lost />;
}
