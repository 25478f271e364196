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

  /** Sends a change that is shown at once; what is refused is thrown, with everything as it was before. */
  const change = async (
    row: RecordRow,
    values: Record<string, FieldValue>,
    sendIt: () => Promise<Answer<RecordRow>>,
    said: string,
  ): Promise<RecordRow> => {
    const before = Object.fromEntries(Object.keys(values).map(name => [name, row[name]]));
    changeInCache(client, plural, row.id, old => ({ ...old, ...values }));
    try {
      const { data, changeSet } = await sendIt();
      changeInCache(client, plural, row.id, old => ({ ...old, ...data }));
      undo.offer(said, changeSet);
      void client.invalidateQueries({ queryKey: ['records', plural, 'history', row.id] });
      void client.invalidateQueries({ queryKey: ['person', row.id] });
      return data;
    } catch (error) {
      changeInCache(client, plural, row.id, old => ({ ...old, ...before }));
      throw error;
    }
  };
  const readDaysAnew = () => void client.invalidateQueries({ queryKey: ['records', plural, 'days'] });
  const isOutdated = (error: unknown) => error instanceof ApiProblem && error.code === 'precondition_failed';

  /** Changes one field. The row given is the one that the change is based on. The record afterwards; null where it was refused. */
  const writeField = async (
    row: RecordRow,
    name: string,
    value: FieldValue,
    said?: string,
  ): Promise<RecordRow | null> => {
    const field = object.fields.find(candidate => candidate.name === name);
    if (sameValue(field, row[name], value)) return row;
    const sendIt = async () => {
      const made = await withChoicesMade(client, i18n.language, object.name, name, value);
      const write = (value: FieldValue) =>
        send<RecordRow>('PATCH', `/${plural}/${row.id}`, {
          body: { [name]: written(field, value) },
          version: row.version,
        });
      return writeKnown(client, object.name, name, made, write, dropped =>
        showToast({ tone: 'problem', text: t('choices.gone', { name: dropped.join(', ') }) }),
      );
    };
    try {
      const words = said ?? t('record.field_saved', { field: label(field?.label, name) });
      const after = await change(row, { [name]: value }, sendIt, words);
      // A move, which says what it does, reads the days anew itself, once the last move of the record is done.
      if (!said) readDaysAnew();
      return after;
    } catch (error) {
      problems.show(error);
      if (isOutdated(error)) await refresh();
      return null;
    }
  };

  /** Changes the parts of something as one; what is refused is thrown, for it belongs beside the part at fault. */
  const writeParts = async (row: RecordRow, values: Record<string, FieldValue>, whole: string) => {
    const sendIt = () =>
      send<RecordRow>('PATCH', `/${plural}/${row.id}`, { body: values, version: row.version });
    try {
      await change(row, values, sendIt, t('record.field_saved', { field: whole }));
      readDaysAnew();
    } catch (error) {
      if (isOutdated(error)) await refresh();
      throw error;
    }
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

  return { writeField, writeParts, create, remove };
}
