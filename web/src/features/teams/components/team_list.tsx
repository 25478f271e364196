import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { Team } from '@/lib/api/types.ts';
import { teamsQuery } from '@/lib/teams.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Menu } from '@/ui/menu.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { inOrder, treeOf, type Branch } from '../model/tree.ts';
import { DeleteDialog } from './delete_dialog.tsx';
import { TeamDialog } from './team_dialog.tsx';

/** What is open over the tree: one team, a new one below another or at the top, or the question whether one goes. */
type Open = { edit: Team } | { add: string | null } | { remove: Branch };

const members_shown_max = 8;

/** The tree of teams, who is in each, and who leads. */
export function TeamList() {
  const { t } = useTranslation();
  const teams = useQuery(teamsQuery);
  const [open, setOpen] = useState<Open | null>(null);
  useActions([
    {
      id: 'teams.new',
      label: 'teams.new',
      group: 'do',
      shortcut: 'c',
      permission: 'users.manage',
      run: () => setOpen({ add: null }),
    },
  ]);
  if (teams.isPending) return <Skeleton lines={4} />;
  if (teams.isError) return <Problem error={teams.error} onRetry={() => void teams.refetch()} />;
  const tree = treeOf(teams.data);
  const close = () => setOpen(null);
  const add = (
    <Button kind="primary" icon="plus" className="self-start" onClick={() => setOpen({ add: null })}>
      {t('teams.new')}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">{t('teams.text')}</p>
      {tree.length ? (
        <>
          {add}
          <ul className="rounded-md border" aria-label={t('settings.part.teams')}>
            {tree.map(branch => (
              <TeamBranch key={branch.team.id} branch={branch} onOpen={setOpen} />
            ))}
          </ul>
        </>
      ) : (
        <Empty title={t('teams.empty_title')} text={t('teams.empty_text')}>
          {add}
        </Empty>
      )}
      {open && 'remove' in open && <DeleteDialog branch={open.remove} onClose={close} />}
      {open && !('remove' in open) && (
        <TeamDialog
          tree={tree}
          team={'edit' in open ? open.edit : undefined}
          parent={'edit' in open ? open.edit.parent : open.add}
          onClose={close}
        />
      )}
    </div>
  );
}

/** One team and those below it. */
function TeamBranch({ branch, onOpen }: { branch: Branch; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const { team, depth, below } = branch;
  return (
    <li className={depth ? '' : 'border-b last:border-0'}>
      <div
        className="flex items-start gap-2 py-1.5 pr-2 hover:bg-hover"
        style={{ paddingInlineStart: `${12 + depth * 24}px` }}
      >
        {depth > 0 && (
          <span
            aria-hidden
            className="mt-0.5 -ml-4 h-3 w-2.5 shrink-0 rounded-bl-sm border-b border-l border-line-2"
          />
        )}
        <button
          type="button"
          className="min-w-0 flex-1 cursor-pointer rounded-sm text-left"
          onClick={() => onOpen({ edit: team })}
        >
          <span className="font-medium text-ink">{team.name}</span>{' '}
          <span className="tnum text-xs text-quiet">{t('teams.people', { count: team.members.length })}</span>
          <Members team={team} />
        </button>
        <Menu
          trigger={<Button kind="quiet" icon="more" aria-label={t('teams.more', { name: team.name })} />}
          groups={[
            [
              { id: 'edit', label: t('teams.edit'), run: () => onOpen({ edit: team }) },
              { id: 'below', label: t('teams.new_below'), run: () => onOpen({ add: team.id }) },
            ],
            [
              {
                id: 'delete',
                label: t('teams.delete'),
                isDangerous: true,
                run: () => onOpen({ remove: branch }),
              },
            ],
          ]}
        />
      </div>
      {below.length > 0 && (
        <ul>
          {below.map(one => (
            <TeamBranch key={one.team.id} branch={one} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Members({ team }: { team: Team }) {
  const { t } = useTranslation();
  if (!team.members.length) return null;
  const members = inOrder(team.members);
  const more = members.length - members_shown_max;
  return (
    <span className="mt-0.5 flex flex-wrap gap-x-2 gap-y-0.5 text-xs text-soft">
      {members.slice(0, members_shown_max).map(({ user, is_lead, is_disabled }) => (
        <span key={user.id} className={is_disabled ? 'text-quiet line-through' : ''}>
          {user.name}
          {is_lead && (
            <>
              {' '}
              <Badge tone="accent">{t('teams.leads')}</Badge>
            </>
          )}
        </span>
      ))}
      {more > 0 && <span className="text-quiet">{t('teams.more_people', { count: more })}</span>}
    </span>
  );
}
