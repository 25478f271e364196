import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { ObjectDefinition } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { retiredQuery, useDefinitionWrites } from '../api/definitions.ts';
import { DeleteDialog } from './delete_dialog.tsx';
import { ObjectDialog } from './object_dialog.tsx';

/** The objects that there are, and the way to make another. */
export function ObjectList() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const objects = useQuery(objectsQuery);
  const [isNew, setIsNew] = useState(false);
  useActions([
    {
      id: 'schema.object_new',
      label: 'schema.object_new',
      group: 'do',
      shortcut: 'c',
      permission: 'workspace.manage',
      run: () => setIsNew(true),
    },
  ]);
  if (objects.isPending) return <Skeleton lines={4} />;
  if (objects.isError) return <Problem error={objects.error} onRetry={() => void objects.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">{t('schema.text')}</p>
      <Button kind="primary" icon="plus" className="self-start" onClick={() => setIsNew(true)}>
        {t('schema.object_new')}
      </Button>
      <ul className="rounded-md border">
        {objects.data.map(object => (
          <li key={object.name} className="border-b last:border-0">
            <Link
              to={`/settings/objects/${object.name}`}
              className="flex min-h-(--row) flex-wrap items-center gap-x-3 px-3 py-1.5 hover:bg-hover"
            >
              <span className="flex-1 font-medium text-ink">
                {label(object.label_plural, object.plural)}{' '}
                {object.is_custom && <Badge>{t('schema.own')}</Badge>}
              </span>
              <span className="tnum text-xs text-quiet">
                {t('schema.fields_count', { count: object.fields.length })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <RetiredObjects />
      {isNew && (
        <ObjectDialog
          object={null}
          onClose={() => setIsNew(false)}
          onDone={made => void navigate({ to: `/settings/objects/${made.name}` })}
        />
      )}
    </div>
  );
}

function RetiredObjects() {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const retired = useQuery(retiredQuery);
  const [deleting, setDeleting] = useState<ObjectDefinition | null>(null);
  if (!retired.data?.length) return null;
  return (
    <Disclosure title={t('schema.retired_objects')} count={retired.data.length}>
      <ul>
        {retired.data.map(object => {
          const name = label(object.label_plural, object.plural);
          return (
            <li key={object.name} className="flex min-h-(--row) items-center gap-2 border-b last:border-0">
              <span className="flex-1">{name}</span>
              <Button
                aria-label={t('schema.restore_of', { name })}
                onClick={() => void writes.restoreObject(object).catch(problems.show)}
              >
                {t('schema.restore')}
              </Button>
              <Button
                kind="danger"
                aria-label={t('schema.delete_of', { name })}
                onClick={() => setDeleting(object)}
              >
                {t('schema.delete')}
              </Button>
            </li>
          );
        })}
      </ul>
      {deleting && (
        <DeleteDialog
          name={label(deleting.label_plural, deleting.plural)}
          text={t('schema.delete_object_text')}
          object={deleting.name}
          onClose={() => setDeleting(null)}
          onDelete={() => writes.deleteObject(deleting)}
        />
      )}
    </Disclosure>
  );
}
