import { useQuery } from '@tanstack/react-query';
import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, FieldRight, ObjectDefinition, Role, RolePatch } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Icon } from '@/ui/icon.tsx';
import { Select } from '@/ui/field.tsx';
import { Skeleton } from '@/ui/states.tsx';
import {
  choicesFor,
  deeds,
  limitsOf,
  rightOf,
  withDeed,
  withField,
  type Deed,
  type Deeds,
} from '../model/rights.ts';

/** What the list's filters are made with, for a rule of which rows are seen. */
export type RuleBuilder = (props: {
  object: ObjectDefinition;
  filter: string | undefined;
  onChange: (filter: string | undefined) => void;
}) => ReactNode;

type Change = (body: RolePatch, expected: Role) => void;

/** Objects against what may be done with them; each opens to its fields and rows. */
export function ObjectMatrix({
  role,
  builder,
  onChange,
}: {
  role: Role;
  builder: RuleBuilder;
  onChange: Change;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  const [open, setOpen] = useState<string | null>(null);
  if (!objects) return <Skeleton lines={4} />;
  const change = (name: string, deed: Deed, may: boolean) => {
    const rights = role.objects[name]!;
    const expected = { ...role, objects: { ...role.objects, [name]: withDeed(rights, deed, may) } };
    onChange({ objects: { [name]: { [deed]: may } } }, expected);
  };
  return (
    <table className="w-full border-collapse text-sm">
      <thead>
        <tr className="border-b text-xs text-quiet">
          <th scope="col" className="py-1.5 text-left font-medium">
            {t('roles.object')}
          </th>
          {deeds.map(deed => (
            <th key={deed} scope="col" className="w-20 px-1 text-center font-medium max-sm:w-14">
              {t(`roles.deed.${deed}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {objects.map(object => {
          const rights = role.objects[object.name];
          if (!rights) return null;
          const name = label(object.label_plural, object.plural);
          const isOpen = open === object.name;
          const part = `fields-of-${object.name}`;
          return (
            <Fragment key={object.name}>
              <tr className="border-b">
                <th scope="row" className="text-left font-normal">
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    aria-controls={part}
                    onClick={() => setOpen(isOpen ? null : object.name)}
                    className="flex min-h-(--row) w-full flex-wrap items-center gap-x-2 py-1 text-left hover:underline"
                  >
                    <Icon name={isOpen ? 'down' : 'right'} className="text-quiet" />
                    <span className="font-medium text-ink">{name}</span>
                    <Limits role={role} object={object.name} />
                  </button>
                </th>
                <DeedCells
                  rights={rights}
                  of={name}
                  isFixed={role.is_fixed}
                  onChange={(deed, may) => change(object.name, deed, may)}
                />
              </tr>
              {isOpen && (
                <tr className="border-b">
                  <td colSpan={deeds.length + 1} id={part} className="py-3 pl-6 max-sm:pl-2">
                    <ObjectDetails role={role} object={object} builder={builder} onChange={onChange} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
        <tr>
          <th scope="row" className="min-h-(--row) py-1 pl-6 text-left font-normal text-soft">
            {t('roles.others')}
          </th>
          <DeedCells
            rights={role.others}
            of={t('roles.others')}
            isFixed={role.is_fixed}
            onChange={(deed, may) =>
              onChange({ others: { [deed]: may } }, { ...role, others: withDeed(role.others, deed, may) })
            }
          />
        </tr>
      </tbody>
    </table>
  );
}

function DeedCells({
  rights,
  of,
  isFixed,
  onChange,
}: {
  rights: Deeds;
  of: string;
  isFixed: boolean;
  onChange: (deed: Deed, may: boolean) => void;
}) {
  const { t } = useTranslation();
  return deeds.map(deed => (
    <td key={deed} className="p-0 text-center">
      <label className="flex h-(--row) min-h-(--tap) cursor-pointer items-center justify-center hover:bg-hover">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          aria-label={t('roles.deed_of', { deed: t(`roles.deed.${deed}`), object: of })}
          checked={rights[deed]}
          disabled={isFixed}
          onChange={event => onChange(deed, event.target.checked)}
        />
      </label>
    </td>
  ));
}

/** In a few quiet words, what of an object is kept from the role. */
function Limits({ role, object }: { role: Role; object: string }) {
  const { t } = useTranslation();
  const { hidden, read } = limitsOf(role, object);
  const words = [
    role.objects[object]?.rows && t('roles.some_rows'),
    hidden > 0 && t('roles.hidden_count', { count: hidden }),
    read > 0 && t('roles.read_count', { count: read }),
  ].filter(Boolean);
  return words.length > 0 && <span className="text-xs text-quiet">{words.join(' · ')}</span>;
}

/** Which rows of the object the role sees, and what it may do with each field. */
function ObjectDetails({
  role,
  object,
  builder,
  onChange,
}: {
  role: Role;
  object: ObjectDefinition;
  builder: RuleBuilder;
  onChange: Change;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const rights = role.objects[object.name]!;
  if (!rights.read) return <p className="text-quiet">{t('roles.sees_none')}</p>;
  const put = (part: NonNullable<RolePatch['objects']>[string], expected: Partial<typeof rights>) =>
    onChange(
      { objects: { [object.name]: part } },
      { ...role, objects: { ...role.objects, [object.name]: { ...rights, ...expected } } },
    );
  const setField = (field: FieldDefinition, right: FieldRight) => {
    const said: FieldRight = right === 'read' && !field.is_writable ? 'write' : right;
    put({ fields: { [field.name]: said } }, { fields: withField(rights.fields, field.name, said) });
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1.5">
        <h3 className="text-xs font-medium text-soft">{t('roles.rows')}</h3>
        {role.is_fixed ? (
          <p>{t('roles.every_row')}</p>
        ) : (
          <div className="flex flex-wrap items-center gap-1">
            {!rights.rows && <span className="mr-1 text-quiet">{t('roles.every_row')}</span>}
            {builder({
              object,
              filter: rights.rows ?? undefined,
              onChange: rows => put({ rows: rows ?? null }, { rows: rows ?? null }),
            })}
          </div>
        )}
      </div>
      <div className="flex flex-col gap-1.5">
        <h3 className="text-xs font-medium text-soft">{t('roles.fields')}</h3>
        <ul className="grid grid-cols-2 gap-x-6 max-sm:grid-cols-1">
          {object.fields.map(field => {
            const name = label(field.label, field.name);
            const isAlwaysShown = rights.always_shown.includes(field.name);
            const choices = choicesFor(field, isAlwaysShown);
            const right = rightOf(role, object.name, field);
            return (
              <li key={field.name} className="flex min-h-(--row) items-center justify-between gap-2 border-b">
                <span className={right === 'hidden' ? 'text-quiet line-through' : ''}>{name}</span>
                {choices.length > 1 && !role.is_fixed ? (
                  <Select
                    aria-label={t('roles.right_of', { field: name })}
                    className="w-32! shrink-0"
                    value={right}
                    onChange={event => setField(field, event.target.value as FieldRight)}
                  >
                    {choices.map(choice => (
                      <option key={choice} value={choice}>
                        {t(`roles.right.${choice}`)}
                      </option>
                    ))}
                  </Select>
                ) : (
                  <span className="text-xs text-quiet">{t(`roles.right.${right}`)}</span>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
