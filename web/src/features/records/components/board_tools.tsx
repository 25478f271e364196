import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { readColumns, writeColumns } from '@/lib/records/views.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useIsPhone } from '@/lib/use_media.ts';
import { Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { groupingFields, summingFields } from '../model/board.ts';
import type { Go, ListSearch } from '../model/search.ts';
import { ColumnsMenu } from './columns_menu.tsx';

/** What the columns of a board are told by, what they add up, and what stands on the cards. */
export function BoardTools({
  object,
  search,
  go,
  field,
  sum,
  canMove,
}: {
  object: ObjectDefinition;
  search: ListSearch;
  go: Go;
  field: FieldDefinition;
  sum: FieldDefinition | undefined;
  canMove: boolean;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const isPhone = useIsPhone();
  const name = (each: FieldDefinition) => label(each.label, each.name);
  const sums = summingFields(object);
  return (
    <div className="ml-auto flex flex-wrap items-center gap-1 max-sm:ml-0">
      {!canMove && (
        <span className="flex items-center gap-1 px-1 text-xs text-quiet" title={t('board.read_only_text')}>
          <Icon name="lock" />
          {t('board.read_only')}
        </span>
      )}
      <Menu
        trigger={
          <Button kind="quiet" icon="board">
            {t('board.by', { field: name(field) })}
          </Button>
        }
        groups={[
          groupingFields(object).map(each => ({
            id: each.name,
            label: name(each),
            isChosen: each === field,
            run: () => go({ by: each.name, peek: undefined }),
          })),
        ]}
      />
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
      {!isPhone && (
        <ColumnsMenu
          object={object}
          columns={readColumns(search.columns)}
          onChange={next => go({ columns: writeColumns(next) }, true)}
        />
      )}
    </div>
  );
}
