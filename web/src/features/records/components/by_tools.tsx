import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { readColumns, writeColumns, type ListKind } from '@/lib/records/views.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useIsPhone } from '@/lib/use_media.ts';
import { Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { fieldsFor } from '../model/kinds.ts';
import type { Go, ListSearch } from '../model/search.ts';
import { ColumnsMenu } from './columns_menu.tsx';

/** What a list is told by, and what stands on its cards; between them what only one kind has. */
export function ByTools({
  kind,
  object,
  search,
  go,
  field,
  canMove,
  children,
}: {
  kind: ListKind;
  object: ObjectDefinition;
  search: ListSearch;
  go: Go;
  field: FieldDefinition;
  canMove: boolean;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const isPhone = useIsPhone();
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
          <Button kind="quiet" icon={kind}>
            {t('board.by', { field: label(field.label, field.name) })}
          </Button>
        }
        groups={[
          fieldsFor(object, kind).map(each => ({
            id: each.name,
            label: label(each.label, each.name),
            isChosen: each === field,
            run: () => go({ by: each.name, peek: undefined }),
          })),
        ]}
      />
      {children}
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
