import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditVerification } from '@/lib/api/types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Button } from '@/ui/button.tsx';
import { CopyButton } from '@/ui/copy_button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Problem } from '@/ui/states.tsx';
import { verificationQuery } from '../api/queries.ts';

/** Whether every entry and its seal hold: asked by hand, told in plain words. */
export function VerificationStrip() {
  const { t } = useTranslation();
  const asked = useQuery(verificationQuery);
  return (
    <section aria-label={t('audit.seals')} className="flex flex-col gap-3 rounded-md border p-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div role="status" className="min-w-0 flex-1 basis-64">
          {asked.data && !asked.isFetching ? (
            <Outcome outcome={asked.data} />
          ) : (
            <p className="text-soft">{t(asked.isFetching ? 'audit.checking' : 'audit.seals_text')}</p>
          )}
        </div>
        <Button disabled={asked.isFetching} onClick={() => void asked.refetch()}>
          {t('audit.check')}
        </Button>
      </div>
      {asked.isError && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.is_whole && asked.data.anchor && <Anchor anchor={asked.data.anchor} />}
    </section>
  );
}

function Outcome({ outcome }: { outcome: AuditVerification }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fault, sealed } = outcome;
  if (!fault)
    return (
      <p className="flex items-center gap-2 font-medium text-green">
        <Icon name="check" />
        {t('audit.whole', { count: sealed, n: format.number(sealed) })}
      </p>
    );
  return (
    <div className="flex flex-col gap-1">
      <p className="flex items-center gap-2 font-medium text-red">
        <Icon name="warning" />
        {t('audit.broken')}
      </p>
      <p>
        {t(`audit.fault.${fault.reason}`, { n: fault.number === null ? '' : format.number(fault.number) })}
        {fault.at && ` ${format.dateTime(fault.at)}.`}
      </p>
      <p className="text-sm text-soft">{t('audit.broken_text')}</p>
    </div>
  );
}

function Anchor({ anchor }: { anchor: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-1 border-t pt-3">
      <p className="text-xs text-soft">{t('audit.anchor_text')}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 font-mono text-xs break-all">{anchor}</code>
        <CopyButton text={anchor} label={t('audit.copy_anchor')} isQuiet />
      </div>
    </div>
  );
}
