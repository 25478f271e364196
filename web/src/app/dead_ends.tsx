import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty, Problem } from '@/ui/states.tsx';

/** An address at which nothing is, within the shell. */
export function Lost() {
  const { t } = useTranslation();
  return (
    <Empty heading="h1" title={t('state.lost_title')} text={t('state.lost_text')}>
      <Link to="/" className="text-accent hover:underline">
        {t('state.to_home')}
      </Link>
    </Empty>
  );
}

/** The same where there is no shell around it. */
export function LostOutside() {
  return (
    <main>
      <Lost />
    </main>
  );
}

/** A screen that could not be shown. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return <Problem error={error} onRetry={reset} />;
}
