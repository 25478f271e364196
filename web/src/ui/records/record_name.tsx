import { useTranslation } from 'react-i18next';
import type { FieldValue } from '@/lib/api/types.ts';

/** The name of a record; a person whose name nobody knows has their address, or is a visitor told apart by the end of their id. */
export function useRecordName(): (row: { id: string; name?: FieldValue; email?: FieldValue }) => string {
  const { t } = useTranslation();
  return row => {
    if (row.name) return String(row.name);
    if (row.email) return String(row.email);
    return t('record.nameless', { id: row.id.slice(-6) });
  };
}
