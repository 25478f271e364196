import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useActions, type Action } from '@/lib/actions.ts';
import type { ObjectDefinition } from '@/lib/api/types.ts';
import { mayDo } from '@/lib/roles.ts';
import { useMay } from '@/lib/session.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button } from '@/ui/button.tsx';
import { Menu } from '@/ui/menu.tsx';

/** Where else one can go from a list. */
export function ListMenu({ object, onExport }: { object: ObjectDefinition; onExport?: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const may = useMay();
  const { plural } = object;
  const canDelete = mayDo(object, 'delete');
  const canImport = mayDo(object, 'create') && mayDo(object, 'update') && may('files.import');
  const trash: Action = {
    id: 'list.trash',
    label: 'trash.open',
    values: { objects: label(object.label_plural, plural) },
    group: 'go',
    shortcut: 'g t',
    isAvailable: () => canDelete,
    run: () => void navigate({ to: `/${plural}/trash` }),
  };
  const duplicates: Action = {
    id: 'list.duplicates',
    label: 'duplicates.open',
    group: 'go',
    shortcut: 'g d',
    isAvailable: () => plural === 'people',
    run: () => void navigate({ to: '/people/duplicates' }),
  };
  useActions([trash, duplicates]);
  const items = [
    ...(canImport
      ? [
          {
            id: 'imports',
            label: t('imports.new'),
            run: () => void navigate({ to: '/imports', search: { new: true, kind: plural } }),
          },
        ]
      : []),
    ...(onExport ? [{ id: 'export', label: t('export.button'), run: onExport }] : []),
    ...(plural === 'people'
      ? [
          {
            id: 'duplicates',
            label: t('duplicates.title'),
            shortcut: duplicates.shortcut,
            run: duplicates.run,
          },
        ]
      : []),
    ...(canDelete
      ? [{ id: 'trash', label: t('trash.title'), shortcut: trash.shortcut, run: trash.run }]
      : []),
  ];
  if (!items.length) return null;
  return (
    <Menu
      trigger={
        <Button kind="quiet" icon="more" aria-label={t('ui.more')}>
          {null}
        </Button>
      }
      groups={[items]}
    />
  );
}
