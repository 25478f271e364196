import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { KnownValue, ObjectDefinition } from '@/lib/api/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useValueText } from '@/ui/records/value.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { consentsQuery, identityQuery, valuesQuery } from '../api/queries.ts';
import { decideConsents, decideValues } from '../model/join.ts';

/** What two people will be together, before they are joined: the values that stay and why, keys, and consents that change. */
export function JoinPreview({
  object,
  one,
  other,
}: {
  object: ObjectDefinition;
  one: string;
  other: string;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const valueText = useValueText();
  const queries = [
    useQuery(valuesQuery(one)),
    useQuery(valuesQuery(other)),
    useQuery(consentsQuery(one)),
    useQuery(consentsQuery(other)),
    useQuery(identityQuery(one)),
    useQuery(identityQuery(other)),
  ] as const;
  const failed = queries.find(query => query.isError);
  if (failed) return <Problem error={failed.error} onRetry={() => void failed.refetch()} />;
  const [values, theirValues, consents, theirConsents, identity, theirIdentity] = queries;
  if (
    !values.data ||
    !theirValues.data ||
    !consents.data ||
    !theirConsents.data ||
    !identity.data ||
    !theirIdentity.data
  )
    return <Skeleton lines={4} />;

  const field = (name: string) => object.fields.find(candidate => candidate.name === name);
  // What a record only derives, such as the whole name, follows from the rest.
  const decided = decideValues(values.data.data, theirValues.data.data).filter(
    each => field(each.field)?.is_writable,
  );
  const changed = decideConsents(consents.data, theirConsents.data);
  const shown = (value: KnownValue | null) => {
    const definition = value && field(value.field);
    return value && definition ? valueText(definition, value.value) : '–';
  };
  const keys = [...identity.data.keys, ...theirIdentity.data.keys].filter(key => !key.released_at).length;
  return (
    <section className="flex flex-col gap-2" aria-label={t('join.preview')}>
      <h3 className="text-sm font-medium">{t('join.preview')}</h3>
      {decided.length ? (
        <table className="w-full table-fixed text-sm">
          <thead className="text-left text-xs text-quiet">
            <tr>
              <th className="w-1/4 py-1 pr-2 font-normal">{t('join.field')}</th>
              <th className="py-1 pr-2 font-normal">{t('join.stays')}</th>
              <th className="py-1 font-normal">{t('join.gives_way')}</th>
            </tr>
          </thead>
          <tbody>
            {decided.map(each => (
              <tr key={each.field} className="border-t align-baseline">
                <th className="py-1 pr-2 text-left font-normal wrap-anywhere text-quiet">
                  {label(field(each.field)?.label, each.field)}
                </th>
                <td className="py-1 pr-2 wrap-anywhere">
                  <span className="text-ink">{shown(each.stays)}</span>
                  <span className="block text-xs text-quiet">{t(`join.why.${each.why}`)}</span>
                </td>
                <td className="py-1 wrap-anywhere text-soft">{shown(each.gives)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="text-soft">{t('join.same')}</p>
      )}
      <p className="text-soft">{t('join.keys', { count: keys })}</p>
      {changed.length > 0 && (
        <>
          <h4 className="text-xs text-quiet">{t('join.consents')}</h4>
          <ul className="flex flex-col">
            {changed.map(({ purpose, before, after }) => (
              <li key={purpose.name} className="flex justify-between gap-3 border-t py-1">
                <span>{label(purpose.label, purpose.name)}</span>
                <span className="text-soft">
                  {t(`consent.state.${before}`)} → {t(`consent.state.${after}`)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
