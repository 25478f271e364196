import { useTranslation } from 'react-i18next';
import type { ListKind } from '@/lib/records/views.ts';
import { Segments } from '@/ui/segments.tsx';
import { kinds } from '../model/kinds.ts';

/** Whether a list is a table or one of the kinds that it can be shown as. */
export function KindSwitch({
  as,
  offered,
  onChange,
}: {
  as: ListKind | undefined;
  offered: ListKind[];
  onChange: (as: ListKind | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <Segments<ListKind | undefined>
      label={t('board.kind')}
      className="ml-auto"
      value={as}
      onChange={onChange}
      segments={[
        { value: undefined, label: t('board.table'), title: t('board.as_table'), icon: 'table' },
        ...offered.map(kind => ({
          value: kind,
          label: t(kinds[kind].word),
          title: t(kinds[kind].show),
          icon: kind,
        })),
      ]}
    />
  );
}
