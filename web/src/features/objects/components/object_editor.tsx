import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { DefinitionUsage, FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, IconButton } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { definitionQuery, usageOf, useDefinitionWrites } from '../api/definitions.ts';
import { DeleteDialog } from './delete_dialog.tsx';
import { FieldDialog } from './field_dialog.tsx';
import { ObjectDialog } from './object_dialog.tsx';
import type { ConditionBuilder } from './rollup_editor.tsx';

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
  const retire = async (words: string, field: FieldDefinition | null, run: () => Promise<unknown>) => {
    try {
      const usage = await usageOf(object.name, field?.name);
      if (usage.mentions.length) setRetiring({ name: words, usage, run });
      else await run();
    } catch (error) {
      problems.show(error);
    }
  };
  const retireObject = () =>
    void retire(title, null, async () => {
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
        onRetire={field =>
          void retire(label(field.label, field.name), field, () => writes.retireField(object, field))
        }
      />
      <RetiredFields object={object} />
      {edited && (
        <FieldDialog
          object={object}
          field={edited === 'new' ? null : edited}
          builder={builder}
          onClose={() => setEdited(null)}
        />
      )}
      {isRenaming && <ObjectDialog object={object} onClose={() => setIsRenaming(false)} />}
      {retiring && <RetireDialog {...retiring} onClose={() => setRetiring(null)} />}
    </>
  );
}

function FieldList({
  object,
  fields,
  onEdit,
  onRetire,
}: {
  object: ObjectDefinition;
  fields: FieldDefinition[];
  onEdit: (field: FieldDefinition) => void;
  onRetire: (field: FieldDefinition) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const list = useRef<HTMLUListElement>(null);
  const move = async (index: number, by: number) => {
    const names = fields.map(field => field.name);
    const name = names[index]!;
    names.splice(index, 1);
    names.splice(index + by, 0, name);
    try {
      await writes.orderFields(object, names);
    } catch (error) {
      problems.show(error);
    }
    // The button stays under the finger, or the keyboard, that moves the field on.
    const buttons = list.current?.querySelector(`[data-field="${name}"]`)?.querySelectorAll('button');
    const wanted = [...(buttons ?? [])].find(
      button => button.dataset.move === String(by) && !button.hasAttribute('disabled'),
    );
    wanted?.focus();
  };
  return (
    <ul ref={list} className="rounded-md border">
      {fields.map((field, index) => {
        const name = label(field.label, field.name);
        return (
          <li
            key={field.name}
            data-field={field.name}
            className="flex min-h-(--row) items-center gap-1 border-b pr-1 pl-3 last:border-0"
          >
            <button
              type="button"
              className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 py-1 text-left hover:underline"
              onClick={() => onEdit(field)}
            >
              <span className="font-medium text-ink">{name}</span>
              <FieldTraits field={field} />
            </button>
            <IconButton
              icon="up"
              data-move="-1"
              label={t('schema.move_up', { name })}
              disabled={index === 0}
              onClick={() => void move(index, -1)}
            />
            <IconButton
              icon="down"
              data-move="1"
              label={t('schema.move_down', { name })}
              disabled={index === fields.length - 1}
              onClick={() => void move(index, 1)}
            />
            <Menu
              trigger={<IconButton icon="more" label={t('schema.more_of', { name })} />}
              groups={[
                [{ id: 'edit', label: t('schema.field_edit'), icon: 'edit', run: () => onEdit(field) }],
                (field.is_writable || field.formula || field.rollup) && field.name !== 'name'
                  ? [{ id: 'retire', label: t('schema.field_retire'), run: () => onRetire(field) }]
                  : [],
              ]}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** The type of a field and what else is true of it, in a few quiet words. */
function FieldTraits({ field }: { field: FieldDefinition }) {
  const { t } = useTranslation();
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  const target = objects?.find(object => object.name === field.object);
  const words = [
    target
      ? t('schema.to_object', { object: label(target.label, target.name) })
      : t(`schema.type.${field.type}`),
    field.is_required && t('schema.is_required'),
    field.is_personal && t('schema.is_personal_short'),
    field.formula && t('schema.type.formula'),
    field.rollup && t('schema.type.rollup'),
    !field.is_writable && !field.formula && !field.rollup && t('schema.kept_by_kith'),
  ].filter(Boolean);
  return <span className="text-xs text-quiet">{words.join(' · ')}</span>;
}

function RetiredFields({ object }: { object: ObjectDefinition }) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const [deleting, setDeleting] = useState<FieldDefinition | null>(null);
  const retired = object.retired ?? [];
  if (!retired.length) return null;
  return (
    <Disclosure title={t('schema.retired_fields')} count={retired.length}>
      <ul>
        {retired.map(field => {
          const name = label(field.label, field.name);
          return (
            <li key={field.name} className="flex min-h-(--row) items-center gap-2 border-b last:border-0">
              <span className="flex-1">
                {name} <FieldTraits field={field} />
              </span>
              <Button
                aria-label={t('schema.restore_of', { name })}
                onClick={() => void writes.restoreField(object, field).catch(problems.show)}
              >
                {t('schema.restore')}
              </Button>
              {field.is_custom && (
                <Button
                  kind="danger"
                  aria-label={t('schema.delete_of', { name })}
                  onClick={() => setDeleting(field)}
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
          text={t('schema.delete_field_text')}
          object={object.name}
          field={deleting.name}
          onClose={() => setDeleting(null)}
          onDelete={() => writes.deleteField(object, deleting)}
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
