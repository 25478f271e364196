import { useQuery } from '@tanstack/react-query';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompositeDefinition, FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { blocksOf, compositeOf, shortName, type Block } from '@/lib/records/composites.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { IconButton } from '@/ui/button.tsx';
import { Menu } from '@/ui/menu.tsx';
import { useDefinitionWrites } from '../api/definitions.ts';

interface Deeds {
  onEdit: (field: FieldDefinition) => void;
  onRetire: (field: FieldDefinition) => void;
  onRename: (composite: CompositeDefinition) => void;
  onRetireWhole: (composite: CompositeDefinition) => void;
}

/** The fields of an object in their order; the parts of a composite stand below it, and move with it. */
export function FieldList({
  object,
  fields,
  ...deeds
}: Deeds & { object: ObjectDefinition; fields: FieldDefinition[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const list = useRef<HTMLUListElement>(null);
  const blocks = blocksOf(object, fields);
  const move = async (index: number, by: number) => {
    const moved = blocks[index]!;
    const order = blocks.toSpliced(index, 1).toSpliced(index + by, 0, moved);
    try {
      await writes.orderFields(
        object,
        order.flatMap(block => block.fields.map(field => field.name)),
      );
    } catch (error) {
      problems.show(error);
    }
    // The button stays under the finger, or the keyboard, that moves the field on.
    const buttons = list.current?.querySelector(`[data-field="${moved.name}"]`)?.querySelectorAll('button');
    const wanted = [...(buttons ?? [])].find(
      button => button.dataset.move === String(by) && !button.hasAttribute('disabled'),
    );
    wanted?.focus();
  };
  return (
    <ul ref={list} className="rounded-md border">
      {blocks.map((block, index) => {
        const name = label(block.label, block.name);
        const movers = (
          <>
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
              disabled={index === blocks.length - 1}
              onClick={() => void move(index, 1)}
            />
          </>
        );
        return (
          <li key={block.name} data-field={block.name} className="border-b last:border-0">
            {block.composite ? (
              <WholeLine block={block} composite={block.composite} name={name} movers={movers} {...deeds}>
                {block.fields.map(field => (
                  <li key={field.name} data-field={field.name} className="border-t">
                    <FieldLine object={object} field={field} whole={name} {...deeds} />
                  </li>
                ))}
              </WholeLine>
            ) : (
              block.fields.map(field => (
                <FieldLine key={field.name} object={object} field={field} movers={movers} {...deeds} />
              ))
            )}
          </li>
        );
      })}
    </ul>
  );
}

function WholeLine({
  block,
  composite,
  name,
  movers,
  children,
  onRename,
  onRetireWhole,
}: Deeds & {
  block: Block;
  composite: CompositeDefinition;
  name: string;
  movers: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <>
      <div className={line}>
        <button type="button" className={opener} onClick={() => onRename(composite)}>
          <span className="font-medium text-ink">{name}</span>
          <Traits block={block} />
        </button>
        {movers}
        <Menu
          trigger={<IconButton icon="more" label={t('schema.more_of', { name })} />}
          groups={[
            [
              {
                id: 'rename',
                label: t('schema.object_rename'),
                icon: 'edit',
                run: () => onRename(composite),
              },
            ],
            composite.is_custom
              ? [{ id: 'retire', label: t('schema.field_retire'), run: () => onRetireWhole(composite) }]
              : [],
          ]}
        />
      </div>
      <ul aria-label={name} className="pl-5">
        {children}
      </ul>
    </>
  );
}

const line = 'flex min-h-(--row) items-center gap-1 pr-1 pl-3';
const opener = 'flex min-w-0 flex-1 flex-wrap items-center gap-x-2 py-1 text-left hover:underline';

function FieldLine({
  object,
  field,
  whole,
  movers,
  onEdit,
  onRetire,
}: Deeds & {
  object: ObjectDefinition;
  field: FieldDefinition;
  /** What the composite that it is a part of is called. */
  whole?: string;
  movers?: ReactNode;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const name = label(field.label, field.name);
  const isRetirable =
    (field.is_writable || field.formula || field.rollup) &&
    field.name !== 'name' &&
    !compositeOf(object, field.name)?.is_custom;
  return (
    <div className={line}>
      <button type="button" className={opener} onClick={() => onEdit(field)}>
        <span className="font-medium text-ink">{shortName(name, whole)}</span>
        <Traits block={{ name: field.name, label: field.label, fields: [field] }} />
      </button>
      {movers}
      <Menu
        trigger={<IconButton icon="more" label={t('schema.more_of', { name })} />}
        groups={[
          [{ id: 'edit', label: t('schema.field_edit'), icon: 'edit', run: () => onEdit(field) }],
          isRetirable ? [{ id: 'retire', label: t('schema.field_retire'), run: () => onRetire(field) }] : [],
        ]}
      />
    </div>
  );
}

/** The type of a field or composite and what else is true of it, in a few quiet words. */
export function Traits({ block: { composite, fields } }: { block: Block }) {
  const { t } = useTranslation();
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  const [field] = fields;
  if (composite || !field)
    return composite && <span className="text-xs text-quiet">{t(`schema.type.${composite.type}`)}</span>;
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
