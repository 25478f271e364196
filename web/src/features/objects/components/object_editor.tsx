import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type {
  CompositeDefinition,
  DefinitionUsage,
  FieldDefinition,
  ObjectDefinition,
} from '@/lib/api/types.ts';
import { blocksOf, type Block } from '@/lib/records/composites.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, IconButton } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { definitionQuery, usageOf, useDefinitionWrites, type Within } from '../api/definitions.ts';
import { DeleteDialog } from './delete_dialog.tsx';
import { FieldList, Traits } from './field_list.tsx';
import { ObjectDialog } from './object_dialog.tsx';
import type { ConditionBuilder } from './rollup_editor.tsx';

const CompositeDialog = lazy(() => import('./composite_dialog.tsx'));
const FieldDialog = lazy(() => import('./field_dialog.tsx'));

/** What the engine keeps of every record: it is shown in lists and is nobody's to change. */
const kept = ['created_at', 'updated_at'];

/** One object: its words and its fields in their order. */
export function ObjectEditor({ name, builder }: { name: string; builder: ConditionBuilder }) {
  const { t } = useTranslation();
  const definition = useQuery(definitionQuery(name));
  if (definition.isPending) return <Skeleton lines={8} />;
  if (definition.isError)
    return <Problem error={definition.error} onRetry={() => void definition.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <Link
        to="/settings/objects"
        className="-mb-2 flex items-center gap-1 self-start text-soft hover:text-ink"
      >
        <Icon name="left" />
        {t('schema.all_objects')}
      </Link>
      <Editor object={definition.data} builder={builder} />
    </div>
  );
}

interface Retiring {
  name: string;
  usage: DefinitionUsage;
  run: () => Promise<unknown>;
}

function Editor({ object, builder }: { object: ObjectDefinition; builder: ConditionBuilder }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const [edited, setEdited] = useState<FieldDefinition | 'new' | null>(null);
  const [isRenaming, setIsRenaming] = useState(false);
  const [renamed, setRenamed] = useState<CompositeDefinition | null>(null);
  const [retiring, setRetiring] = useState<Retiring | null>(null);
  const fields = object.fields.filter(field => !kept.includes(field.name));
  const title = label(object.label_plural, object.plural);

  useActions([
    {
      id: 'schema.field_new',
      label: 'schema.field_new',
      group: 'do',
      shortcut: 'c',
      permission: 'workspace.manage',
      run: () => setEdited('new'),
    },
  ]);

  // What nothing stands on is retired at once, for it can be taken back; otherwise what stands on it is told first.
  const retire = async (words: string, within: Within, run: () => Promise<unknown>) => {
    try {
      const usage = await usageOf(object.name, within);
      if (usage.mentions.length) setRetiring({ name: words, usage, run });
      else await run();
    } catch (error) {
      problems.show(error);
    }
  };
  const retireObject = () =>
    void retire(title, undefined, async () => {
      await writes.retireObject(object);
      await navigate({ to: '/settings/objects' });
    });
  return (
    <>
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="flex-1 text-lg">
          {title} {object.is_custom && <Badge>{t('schema.own')}</Badge>}
        </h2>
        <Link to={`/${object.plural}`} className="text-accent hover:underline">
          {t('schema.open_list')}
        </Link>
        <Button icon="edit" onClick={() => setIsRenaming(true)}>
          {t('schema.object_rename')}
        </Button>
        {object.is_custom && (
          <Menu
            trigger={<IconButton icon="more" label={t('ui.more')} />}
            groups={[[{ id: 'retire', label: t('schema.object_retire'), run: retireObject }]]}
          />
        )}
      </header>
      <p className="-mt-2 text-xs text-quiet">
        {t('schema.names', { name: object.name, address: `/api/v1/${object.plural}` })}
      </p>
      <Button kind="primary" icon="plus" className="self-start" onClick={() => setEdited('new')}>
        {t('schema.field_new')}
      </Button>
      <FieldList
        object={object}
        fields={fields}
        onEdit={setEdited}
        onRename={setRenamed}
        onRetire={field =>
          void retire(label(field.label, field.name), `fields/${field.name}`, () =>
            writes.retireField(object, field),
          )
        }
        onRetireWhole={composite =>
          void retire(label(composite.label, composite.name), `composites/${composite.name}`, () =>
            writes.retireComposite(object, composite),
          )
        }
      />
      <RetiredFields object={object} />
      {edited && (
        <Suspense>
          <FieldDialog
            object={object}
            field={edited === 'new' ? null : edited}
            builder={builder}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      )}
      {isRenaming && <ObjectDialog object={object} onClose={() => setIsRenaming(false)} />}
      {renamed && (
        <Suspense>
          <CompositeDialog object={object} composite={renamed} onClose={() => setRenamed(null)} />
        </Suspense>
      )}
      {retiring && <RetireDialog {...retiring} onClose={() => setRetiring(null)} />}
    </>
  );
}

function RetiredFields({ object }: { object: ObjectDefinition }) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const [deleting, setDeleting] = useState<Block | null>(null);
  // A part that is out of use by itself is restored by itself.
  const wholes = object.composites.filter(composite => composite.is_retired);
  const retired = blocksOf({ composites: wholes }, object.retired ?? []);
  const restore = ({ composite, fields: [field] }: Block) =>
    composite ? writes.restoreComposite(object, composite) : writes.restoreField(object, field!);
  const remove = ({ composite, fields: [field] }: Block) =>
    composite ? writes.deleteComposite(object, composite) : writes.deleteField(object, field!);
  if (!retired.length) return null;
  return (
    <Disclosure title={t('schema.retired_fields')} count={retired.length}>
      <ul>
        {retired.map(block => {
          const name = label(block.label, block.name);
          return (
            <li key={block.name} className="flex min-h-(--row) items-center gap-2 border-b last:border-0">
              <span className="flex-1">
                {name} <Traits block={block} />
              </span>
              <Button
                aria-label={t('schema.restore_of', { name })}
                onClick={() => void restore(block).catch(problems.show)}
              >
                {t('schema.restore')}
              </Button>
              {(block.composite ?? block.fields[0])?.is_custom && (
                <Button
                  kind="danger"
                  aria-label={t('schema.delete_of', { name })}
                  onClick={() => setDeleting(block)}
                >
                  {t('schema.delete')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {deleting && (
        <DeleteDialog
          name={label(deleting.label, deleting.name)}
          text={t(deleting.composite ? 'schema.delete_composite_text' : 'schema.delete_field_text')}
          object={object.name}
          within={deleting.composite ? `composites/${deleting.name}` : `fields/${deleting.name}`}
          onClose={() => setDeleting(null)}
          onDelete={() => remove(deleting)}
        />
      )}
    </Disclosure>
  );
}

/** What stands on something that is to be taken out of use: what must go first, and what will stop working. */
function RetireDialog({ name, usage, run, onClose }: Retiring & { onClose: () => void }) {
  const { t } = useTranslation();
  const problems = useProblems();
  const isBlocked = usage.mentions.some(mention => mention.is_blocking);
  const kinds = ['row_rule', 'relation', 'formula', 'rollup', 'view'] as const;
  return (
    <Dialog title={t('schema.retire_title', { name })} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">{t(isBlocked ? 'schema.retire_blocked' : 'schema.retire_mentions')}</p>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {usage.mentions.map(mention => (
            <li key={`${mention.kind}.${mention.name}`}>
              {t(`schema.mention.${kinds.find(kind => kind === mention.kind) ?? 'view'}`, {
                name: mention.name,
              })}
            </li>
          ))}
        </ul>
        <DialogActions>
          <Button onClick={onClose}>{t(isBlocked ? 'ui.close' : 'ui.cancel')}</Button>
          {!isBlocked && (
            <Button
              kind="primary"
              onClick={() => {
                onClose();
                void run().catch(problems.show);
              }}
            >
              {t('schema.retire')}
            </Button>
          )}
        </DialogActions>
      </div>
    </Dialog>
  );
}
