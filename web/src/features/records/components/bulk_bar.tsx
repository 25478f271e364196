import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { ObjectDefinition } from '@/lib/api/types.ts';
import { useBulkEdit, type Chosen } from '@/lib/records/bulk.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';

const BulkEditDialog = lazy(() => import('./bulk_edit_dialog.tsx'));

/** How many records are chosen, and what can be done to them together. */
export function BulkBar({
  object,
  chosen,
  selected,
  total,
  isAll,
  canUpdate,
  canDelete,
  onAll,
  onClear,
  onRemoved,
}: {
  object: ObjectDefinition;
  chosen: Chosen;
  selected: number;
  total: { count: number; is_exact: boolean } | undefined;
  isAll: boolean;
  canUpdate: boolean;
  canDelete: boolean;
  onAll: () => void;
  onClear: () => void;
  /** Told as soon as the server has taken the deletion on. */
  onRemoved: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const problems = useProblems();
  const bulk = useBulkEdit(object.plural);
  const [isEditing, setIsEditing] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  // Until they are counted they are at least those that one sees.
  const matching = format.number(total?.count ?? selected) + (total?.is_exact ? '' : '+');
  const canChooseAll = !isAll && !!total && (total.count > selected || !total.is_exact);

  const remove = async () => {
    if (isBusy) return;
    setIsBusy(true);
    try {
      await bulk('delete', chosen);
      onRemoved();
    } catch (error) {
      problems.show(error);
    }
    setIsBusy(false);
  };
  useActions([
    {
      id: 'list.bulk_edit',
      label: 'bulk.edit',
      group: 'list',
      shortcut: 'mod+e',
      isAvailable: () => canUpdate,
      run: () => setIsEditing(true),
    },
    {
      id: 'list.bulk_delete',
      label: 'bulk.delete',
      group: 'list',
      shortcut: 'Delete',
      isAvailable: () => canDelete,
      run: () => void remove(),
    },
  ]);
  return (
    <>
      <span className="tnum font-medium text-ink" role="status">
        {isAll ? t('bulk.all_selected', { total: matching }) : t('list.selected', { count: selected })}
      </span>
      {canChooseAll && (
        <Button kind="quiet" onClick={onAll}>
          {t('bulk.select_matching', { total: matching })}
        </Button>
      )}
      {canUpdate && (
        <Button icon="edit" onClick={() => setIsEditing(true)}>
          {t('bulk.edit')}
        </Button>
      )}
      {canDelete && (
        <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
          {t('list.delete')}
        </Button>
      )}
      <Button kind="quiet" onClick={onClear}>
        {t('list.clear_selection')}
      </Button>
      <Suspense>
        {isEditing && (
          <BulkEditDialog
            object={object}
            chosen={chosen}
            count={isAll ? null : selected}
            onClose={() => setIsEditing(false)}
            onBegun={() => {
              setIsEditing(false);
              onClear();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
