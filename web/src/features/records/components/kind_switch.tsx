import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/icon.tsx';

/** Whether a list is a table or a board. */
export function KindSwitch({
  as,
  onChange,
}: {
  as: 'board' | undefined;
  onChange: (as: 'board' | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <div
      role="group"
      aria-label={t('board.kind')}
      className="ml-auto flex shrink-0 rounded-md border border-line-2 bg-paper p-px"
    >
      {([undefined, 'board'] as const).map(kind => (
        <button
          key={kind ?? 'table'}
          type="button"
          aria-pressed={as === kind}
          title={t(kind ? 'board.as_board' : 'board.as_table')}
          onClick={() => as !== kind && onChange(kind)}
          className={`flex h-[calc(var(--tap)-4px)] items-center gap-1.5 rounded-sm px-2 text-sm ${
            as === kind ? 'bg-paper-3 font-medium text-ink' : 'text-soft hover:text-ink'
          }`}
        >
          <Icon name={kind ?? 'table'} />
          <span className="max-sm:sr-only">{t(kind ? 'board.board' : 'board.table')}</span>
        </button>
      ))}
    </div>
  );
}
