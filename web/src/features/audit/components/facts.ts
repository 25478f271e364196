import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useRoleName } from '@/lib/roles.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';

const definitionChanges = [
  'add_object',
  'change_object',
  'retire_object',
  'restore_object',
  'delete_object',
  'add_field',
  'change_field',
  'add_choice',
  'change_type',
  'retire_field',
  'restore_field',
  'delete_field',
  'add_composite',
  'change_composite',
  'retire_composite',
  'restore_composite',
  'delete_composite',
  'order_fields',
  'take_back',
] as const;
const bulkActions = ['edit', 'delete', 'restore', 'purge'] as const;
const settings = ['name', 'language', 'currency', 'time_zone'] as const;

const known = <T extends string>(list: readonly T[], value: unknown) => list.find(each => each === value);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** What is told of an entry beside its action, in words. */
export function useFacts({ action, facts, what }: AuditEntry): string[] {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useLabel();
  const roleName = useRoleName();
  const objects = useQuery(objectsQuery).data;
  const said: (string | false | undefined)[] = [];
  const role = (name: string) => roleName({ name, title: what.kind === 'role' ? (what.name ?? '') : '' });

  const object = objects?.find(each => each.name === what.object);
  if (what.kind !== 'record' && what.object)
    said.push(facts.events === true ? t('export.events') : object ? label(object.label_plural) : what.object);

  const [now, before] = [textOf(facts.role), textOf(facts.role_before)];
  if (now && before) said.push(t('audit.fact.role_changed', { before: role(before), now: role(now) }));
  else if (now && !(what.kind === 'role' && what.name)) said.push(t('audit.fact.role', { role: role(now) }));

  const change = known(definitionChanges, facts.what);
  const field = textOf(facts.field);
  if (change) said.push(t(`audit.definition.${change}`));
  const choices = numberOf(facts.choices);
  if (choices !== undefined)
    said.push(t('audit.fact.choices', { count: choices, n: format.number(choices) }));
  const named = object && [...object.fields, ...object.composites].find(each => each.name === field);
  if (field) said.push(label(named?.label, field));

  const count = numberOf(facts.count);
  const bulk = action === 'bulk_begun' && known(bulkActions, facts.what);
  if (bulk) said.push(t(`audit.bulk.${bulk}`));
  if (count !== undefined) said.push(t('audit.fact.records', { count, n: format.number(count) }));

  const back = numberOf(facts.went_back);
  if (back !== undefined) said.push(t('audit.fact.went_back', { count: back, n: format.number(back) }));
  const stayed = numberOf(facts.stayed);
  if (stayed) said.push(t('audit.fact.stayed', { count: stayed, n: format.number(stayed) }));

  if (typeof facts.is_enabled === 'boolean')
    said.push(t(facts.is_enabled ? 'audit.fact.enabled' : 'audit.fact.disabled'));
  if (facts.plan === true) said.push(t('audit.fact.plan'));
  if (Array.isArray(facts.fields))
    said.push(
      ...facts.fields.map(name => {
        const setting = known(settings, name);
        return setting && t(`audit.setting.${setting}`);
      }),
    );
  const path = textOf(facts.path);
  if (path) said.push(`${textOf(facts.method) ?? ''} ${path}`);
  const more = numberOf(facts.more);
  if (more) said.push(t('audit.fact.more', { count: more, n: format.number(more) }));
  return said.filter(text => typeof text === 'string');
}
