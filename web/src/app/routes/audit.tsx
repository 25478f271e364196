import { getRouteApi } from '@tanstack/react-router';
import { AuditPart } from '@/features/audit/components/audit_part.tsx';
import { readQuestion } from '@/features/audit/model/question.ts';
import { SettingsFrame } from '@/features/settings/components/settings_page.tsx';

const route = getRouteApi('/inside/settings/audit');

export function SettingsAudit() {
  const question = readQuestion(route.useSearch());
  return (
    <SettingsFrame part="audit">
      <AuditPart question={question} />
    </SettingsFrame>
  );
}
