import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, HistoryEntry, ObjectDefinition } from '@/lib/api/types.ts';
import { historyQuery, recordQuery, usePluralOf, usersQuery } from '@/lib/records/queries.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useUndo } from '@/lib/use_undo.ts';
import { Button, buttonClass } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Problem, Skeleton } from '../states.tsx';
import { useValueText } from './value.tsx';

/** The changes of a record, the newest first; those made together stand together and can be taken back together. */
export default function HistoryDialog({
  object,
  id,
  onClose,
}: {
  object: ObjectDefinition;
  id: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const history = useQuery(historyQuery(object.plural, id));
  const entries = history.data?.data ?? [];
  const sets = [...Map.groupBy(entries, entry => entry.change_set)];
  return (
    <Dialog title={t('history.title')} isOpen onClose={onClose} size="lg">
      {history.isPending && <Skeleton />}
      {history.isError && <Problem error={history.error} onRetry={() => void history.refetch()} />}
      {history.data && !entries.length && <p className="text-soft">{t('history.empty')}</p>}
      <ol className="flex flex-col gap-4">
        {sets.map(([changeSet, changes]) => (
          <ChangeSetItem
            key={changeSet}
            object={object}
            changeSet={changeSet}
            changes={changes}
            onClose={onClose}
          />
        ))}
      </ol>
    </Dialog>
  );
}

function ChangeSetItem({
  object,
  changeSet,
  changes,
  onClose,
}: {
  object: ObjectDefinition;
  changeSet: string;
  changes: HistoryEntry[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useLabel();
  const valueText = useValueText();
  const undo = useUndo();
  const may = useMay();
  const { at, actor } = changes[0]!;
  return (
    <li className="border-b pb-3 last:border-0">
      <div className="flex items-center justify-between gap-4">
        <p>
          <span className="font-medium text-ink">{actor.name || t(`actor.${actorKind(actor.kind)}`)}</span>{' '}
          <span className="text-quiet">
            {format.dateTime(at)} · {format.ago(at)}
          </span>
        </p>
        {may('change_sets.revert') && (
          <span className="flex flex-wrap justify-end gap-1">
            <Link
              to="/change-sets/$id"
              params={{ id: changeSet }}
              className={buttonClass('quiet')}
              onClick={onClose}
            >
              {t('history.show')}
            </Link>
            <Button kind="quiet" icon="history" onClick={() => void undo.revert([changeSet])}>
              {t('history.revert')}
            </Button>
          </span>
        )}
      </div>
      <table className="mt-1 w-full table-fixed">
        <thead className="sr-only">
          <tr>
            <th>{t('history.field')}</th>
            <th>{t('history.before')}</th>
            <th>{t('history.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change, index) => {
            const field = object.fields.find(candidate => candidate.name === change.field);
            const text = (value: HistoryEntry['after']) => {
              if (field?.type === 'relation' && typeof value === 'string')
                return <LinkedName field={field} id={value} />;
              if (field?.type === 'user' && typeof value === 'string') return <UserName id={value} />;
              return (field ? valueText(field, value) : String(value ?? '')) || '–';
            };
            return (
              <tr key={index} className="align-top">
                <td className="py-0.5 pr-2 text-quiet">{label(field?.label, change.field)}</td>
                <td className="py-0.5 pr-2 wrap-anywhere text-soft line-through">{text(change.before)}</td>
                <td className="py-0.5 wrap-anywhere text-ink">{text(change.after)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </li>
  );
}

/** The change log keeps a link as the id alone: its name is that of today. */
function LinkedName({ field, id }: { field: FieldDefinition; id: string }) {
  const plural = usePluralOf()(field.object);
  const record = useQuery({ ...recordQuery(plural, id), enabled: !!plural });
  return <>{typeof record.data?.name === 'string' ? record.data.name : id}</>;
}

function UserName({ id }: { id: string }) {
  const users = useQuery(usersQuery).data;
  return <>{users?.find(user => user.id === id)?.name ?? id}</>;
}

function actorKind(kind: string) {
  const kinds = ['user', 'token', 'source', 'system'] as const;
  return kinds.find(known => known === kind) ?? 'system';
}
