import { getRouteApi } from '@tanstack/react-router';
import type { LetterQuestion } from '@/features/sources/api/queries.ts';
import { DeadLettersPage } from '@/features/sources/components/dead_letters_page.tsx';
import { SourcePage, type SourcePart } from '@/features/sources/components/source_page.tsx';
import { SourcesPage } from '@/features/sources/components/sources_page.tsx';

const sources = getRouteApi('/inside/sources');
const letters = getRouteApi('/inside/sources/dead-letters');
const source = getRouteApi('/inside/sources/$id');
const sourcePart = getRouteApi('/inside/sources/$id/$part');
const parts: SourcePart[] = ['connect', 'live', 'plan', 'keys'];

export function Sources() {
  return <SourcesPage isNew={!!(sources.useSearch() as { new?: boolean }).new} />;
}
export function DeadLetters() {
  return <DeadLettersPage question={letters.useSearch() as LetterQuestion} />;
}
export function Source() {
  const { id } = source.useParams() as { id: string };
  return <SourcePage id={id} part="connect" />;
}
export function SourceWithPart() {
  const { id, part } = sourcePart.useParams() as { id: string; part: string };
  return <SourcePage id={id} part={parts.find(known => known === part) ?? 'connect'} />;
}
