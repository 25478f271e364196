import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { NewTeam, Team, TeamPatch } from '@/lib/api/types.ts';
import { refresh } from '@/lib/records/refresh.ts';
import { useUndo } from '@/lib/use_undo.ts';

/** Changes of teams: in force at once, each offered for undoing. */
export function useTeamWrites() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useUndo();

  const told = async (text: string, changeSet: string | null) => {
    // Rules may show others records now.
    await refresh(client);
    undo.offer(text, changeSet);
  };
  return {
    create: async (body: NewTeam) => {
      const { data, changeSet } = await send<Team>('POST', '/teams', { body });
      await told(t('teams.made', { name: data.name }), changeSet);
    },
    change: async (team: Team, body: TeamPatch) => {
      const { data, changeSet } = await send<Team>('PATCH', `/teams/${team.id}`, {
        body,
        version: team.version,
      });
      await told(t('teams.changed', { name: data.name }), changeSet);
    },
    remove: async (team: Team) => {
      const { changeSet } = await send('DELETE', `/teams/${team.id}`, { version: team.version });
      await told(t('teams.deleted', { name: team.name }), changeSet);
    },
  };
}
