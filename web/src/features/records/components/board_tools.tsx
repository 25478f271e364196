import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button } from '@/ui/button.tsx';
import { Menu } from '@/ui/menu.tsx';
import { summingFields } from '../model/board.ts';
import type { Go, ListSearch } from '../model/search.ts';
import { ByTools } from './by_tools.tsx';

/** What the columns of a board are told by, what they add up, and what stands on the cards. */
export function BoardTools({
  sum,
  ...props
}: {
  object: ObjectDefinition;
  search: ListSearch;
  go: Go;
  field: FieldDefinition;
  sum: FieldDefinition | undefined;
  canMove: boolean;
}) {
  const { object, go } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const name = (each: FieldDefinition) => label(each.label, each.name);
  const sums = summingFields(object);
  return (
    <ByTools kind="board" {...props}>
      {sums.length > 0 && (
        <Menu
          trigger={
            <Button kind="quiet">{sum ? t('board.sum', { field: name(sum) }) : t('board.no_sum')}</Button>
          }
          groups={[
            [
              {
                id: ' ',
                label: t('board.only_count'),
                isChosen: !sum,
                run: () => go({ sum: undefined }, true),
              },
              ...sums.map(each => ({
                id: each.name,
                label: name(each),
                isChosen: each === sum,
                run: () => go({ sum: each.name }, true),
              })),
            ],
          ]}
        />
      )}
    </ByTools>
  );
}
