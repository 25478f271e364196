import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send, type Answer } from '../api/client.ts';
import type { FieldValue, ObjectDefinition, Page, RecordRow } from '../api/types.ts';
import { showToast } from '../toasts.ts';
import { useLabel } from '../use_format.ts';
import { useProblems } from '../use_problems.ts';
import { useUndo } from '../use_undo.ts';
import { withChoicesMade, writeKnown } from './choices.ts';
import { changeInDays } from './days.ts';
import { refresh as refreshOf } from './refresh.ts';
import { sameValue, written } from './values.ts';

type Change = (row: RecordRow) => RecordRow | null;

/** Changes a record wherever the cache holds it, lists included; null takes it out of the lists. */
function changeInCache(client: QueryClient, plural: string, id: string, change: Change) {
  client.setQueryData<RecordRow>(['records', plural, 'one', id], row => (row ? (change(row) ?? row) : row));
  client.setQueriesData<InfiniteData<Page<RecordRow>>>({ queryKey: ['records', plural, 'list'] }, data =>
    data?.pages.some(page => page.data.some(row => row.id === id))
      ? {
          ...data,
          pages: data.pages.map(page => ({
            ...page,
            data: page.data.flatMap(row => (row.id === id ? (change(row) ?? []) : [row])),
          })),
        }
      : data,
  );
  changeInDays(client, plural, id, change);
}

/** Takes records out of the lists that show them, before the server has told that they are gone. */
export function takeOut(client: QueryClient, plural: string, ids: ReadonlySet<string>) {
  client.setQueriesData<InfiniteData<Page<RecordRow>>>(
    { queryKey: ['records', plural, 'list'] },
    data =>
      data && {
        ...data,
        pages: data.pages.map(page => ({ ...page, data: page.data.filter(row => !ids.has(row.id)) })),
      },
  );
}

/** Writing to records of one object: shown at once, taken back when refused, and offered for undoing. */
export function useRecordWrites(object: ObjectDefinition) {
  const client = useQueryClient();
  const { t, i18n } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const undo = useUndo();
  const { plural } = object;

  const refresh = () => refreshOf(client, ['records', plural]);

  /** Changes one field. The row given is the one that the change is based on. The record afterwards; null where it was refused. */
  const writeField = async (
    row: RecordRow,
    name: string,
    value: FieldValue,
    said?: string,
  ): Promise<RecordRow | null> => {
    const before = row[name];
    const field = object.fields.find(candidate => candidate.name === name);
    if (sameValue(field, before, value)) return row;
    let after: RecordRow;
    changeInCache(client, plural, row.id, old => ({ ...old, [name]: value }));
    try {
      const made = await withChoicesMade(client, i18n.language, object.name, name, value);
      const write = (value: FieldValue) =>
        send<RecordRow>('PATCH', `/${plural}/${row.id}`, {
          body: { [name]: written(field, value) },
          version: row.version,
        });
      const { data, changeSet } = await writeKnown(client, object.name, name, made, write, dropped =>
        showToast({ tone: 'problem', text: t('choices.gone', { name: dropped.join(', ') }) }),
      );
      changeInCache(client, plural, row.id, old => ({ ...old, ...data }));
      undo.offer(said ?? t('record.field_saved', { field: label(field?.label, name) }), changeSet);
      after = data;
    } catch (error) {
      changeInCache(client, plural, row.id, old => ({ ...old, [name]: before }));
      problems.show(error);
      if (error instanceof ApiProblem && error.code === 'precondition_failed') await refresh();
      return null;
    }
    // A move, which says what it does, reads the days anew itself, once the last move of the record is done.
    if (!said) void client.invalidateQueries({ queryKey: ['records', plural, 'days'] });
    void client.invalidateQueries({ queryKey: ['records', plural, 'history', row.id] });
    void client.invalidateQueries({ queryKey: ['person', row.id] });
    return after;
  };

  const create = async (values: Record<string, FieldValue>): Promise<RecordRow> => {
    const body: Record<string, FieldValue> = {};
    for (const [name, value] of Object.entries(values)) {
      const field = object.fields.find(candidate => candidate.name === name);
      body[name] = written(field, await withChoicesMade(client, i18n.language, object.name, name, value));
    }
    const { data, changeSet } = await send<RecordRow>('POST', `/${plural}`, { body });
    undo.offer(t('record.created', { name: String(data.name ?? '') }), changeSet);
    void refresh();
    return data;
  };

  /** Deletes records; they can be restored, so nothing is asked. */
  const remove = async (rows: RecordRow[]) => {
    const changeSets: (string | null)[] = [];
    try {
      for (const row of rows) {
        const { changeSet }: Answer<undefined> = await send('DELETE', `/${plural}/${row.id}`, {
          version: row.version,
        });
        changeSets.push(changeSet);
        changeInCache(client, plural, row.id, () => null);
      }
    } catch (error) {
      problems.show(error);
    }
    if (changeSets.length) undo.offer(t('record.deleted', { count: changeSets.length }), ...changeSets);
    await refresh();
  };

  return { writeField, create, remove };
}
