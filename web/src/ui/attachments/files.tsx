import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Subject } from '@/lib/talk.ts';
import { Section } from '../page.tsx';
import { Skeleton } from '../states.tsx';

const FilesSection = lazy(() => import('./files_section.tsx'));

/** The files on a record, for the page of a record of any object. */
export function Files({ subject }: { subject: Subject }) {
  const { t } = useTranslation();
  return (
    <Suspense
      fallback={
        <Section title={t('files.title')}>
          <Skeleton lines={2} />
        </Section>
      }
    >
      <FilesSection key={`${subject.object}/${subject.id}`} subject={subject} />
    </Suspense>
  );
}
