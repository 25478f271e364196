import { useTranslation } from 'react-i18next';
import type { Outcome } from '@/lib/api/types.ts';
import { Badge, type Tone } from '@/ui/badge.tsx';

const tones: Record<Outcome, Tone> = {
  stored: 'green',
  duplicate: 'neutral',
  flagged: 'amber',
  rejected: 'red',
};

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  return <Badge tone={tones[outcome]}>{t(`source.outcome.${outcome}`)}</Badge>;
}
