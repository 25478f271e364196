import { getRouteApi } from '@tanstack/react-router';
import { PersonPage } from '@/features/people/components/person_page.tsx';

const route = getRouteApi('/inside/people/$id');

export function Person() {
  const { id } = route.useParams();
  const question = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <PersonPage
      key={id}
      id={id}
      question={question}
      onQuestion={next =>
        void navigate({ to: '.', search: { source: next.source, type: next.type }, replace: true })
      }
    />
  );
}
