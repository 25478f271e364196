import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { ObjectDefinition } from '@/lib/api/types.ts';
import { mayDo } from '@/lib/roles.ts';
import { useMay } from '@/lib/session.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Empty, Problem } from '@/ui/states.tsx';
import type { Go, ListSearch } from '../model/search.ts';

interface StateProps {
  object: ObjectDefinition;
  search: ListSearch;
  go: Go;
}

export const isAbout = (error: unknown, field: string) =>
  error instanceof ApiProblem && error.fields.some(each => each.field === field);

/** Why a list cannot be shown, and what to do about it. */
export function ListProblem({
  search,
  go,
  error,
  onRetry,
}: Omit<StateProps, 'object'> & { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  if (search.sort && isAbout(error, 'sort'))
    return (
      <Empty title={t('list.too_many_title')} text={t('list.too_many_text')}>
        <Button onClick={() => go({ sort: undefined })}>{t('list.clear_sort')}</Button>
      </Empty>
    );
  if (search.filter && isAbout(error, 'filter'))
    return (
      <Empty title={t('list.bad_filter_title')} text={t('list.bad_filter_text')}>
        <Button onClick={() => go({ filter: undefined })}>{t('list.clear_filter')}</Button>
      </Empty>
    );
  return <Problem error={error} onRetry={onRetry} />;
}

/** What stands where a list has no rows. */
export function ListEmpty({ object, search, go }: StateProps) {
  const { t } = useTranslation();
  const label = useLabel();
  const may = useMay();
  const { plural } = object;
  if (search.filter || search.q)
    return (
      <Empty title={t('list.none_found_title')} text={t('list.none_found_text')}>
        <Button onClick={() => go({ filter: undefined, q: undefined })}>{t('list.clear_all')}</Button>
      </Empty>
    );
  return (
    <Empty
      title={t(plural === 'people' ? 'list.empty_people_title' : 'list.empty_title')}
      text={t(plural === 'people' ? 'list.empty_people_text' : 'list.empty_text')}
    >
      {mayDo(object, 'create') && (
        <Button kind="primary" icon="plus" onClick={() => go({ new: true })}>
          {t('list.action.create', { object: label(object.label).toLocaleLowerCase() })}
        </Button>
      )}
      {plural !== 'households' && may('files.import') && (
        <Link to="/imports" search={{ new: true, kind: plural }} className={buttonClass('plain')}>
          {t('imports.new')}
        </Link>
      )}
      {plural === 'people' && may('sources.read') && (
        <Link to="/sources" className="self-center text-accent hover:underline">
          {t('list.connect_source')}
        </Link>
      )}
    </Empty>
  );
}
