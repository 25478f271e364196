import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

/** What reads the next page of a list; nothing where there is none. */
export function MoreButton({
  list,
  className = 'self-start',
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  className?: string;
}) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <Button
      className={className}
      disabled={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t('ui.show_more')}
    </Button>
  );
}
