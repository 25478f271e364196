import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Label } from './api/types.ts';
import { formatters } from './format.ts';
import { useSession } from './session.ts';

/** Formats in the user's language and the workspace's time zone. */
export function useFormat() {
  const { i18n } = useTranslation();
  const timeZone = useSession().workspace.time_zone;
  return useMemo(() => formatters({ language: i18n.language, timeZone }), [i18n.language, timeZone]);
}

/** Picks the text of a label that is data, in the user's language. */
export function useLabel(): (label: Label | undefined, otherwise?: string) => string {
  const language = useTranslation().i18n.language;
  return (label, otherwise = '') =>
    label?.[language] ?? label?.en ?? (label && Object.values(label)[0]) ?? otherwise;
}
