import { useRouterState } from '@tanstack/react-router';
import { TrashPage } from '@/features/records/components/trash_page.tsx';
import { useObjectIfAny } from '@/lib/records/queries.ts';
import { Lost } from '../dead_ends.tsx';

/** Of any object: the standard ones have addresses of their own, which go before that of the others. */
export function Trash() {
  const plural = useRouterState({ select: state => state.location.pathname.split('/')[1] ?? '' });
  return useObjectIfAny(plural) ? <TrashPage key={plural} plural={plural} /> : <Lost />;
}
