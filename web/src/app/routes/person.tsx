import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { TimelineQuestion } from '@/features/people/api/queries.ts';
import { PersonPage } from '@/features/people/components/person_page.tsx';

const route = getRouteApi('/inside/people/$id');

export function Person() {
  const { id } = route.useParams() as { id: string };
  const question = route.useSearch() as TimelineQuestion;
  const navigate = useNavigate();
  return (
    <PersonPage
      key={id}
      id={id}
      question={question}
      onQuestion={next =>
        void navigate({
          to: '.',
          search: { source: next.source, type: next.type, from: next.from, to: next.to },
          hash: true,
          replace: true,
        })
      }
    />
  );
}
