import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { Ref, Team } from '@/lib/api/types.ts';
import { usersQuery } from '@/lib/records/queries.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Checkbox, Field, Input, Select } from '@/ui/field.tsx';
import { useTeamWrites } from '../api/teams.ts';
import { inOrder, placesFor, type Branch } from '../model/tree.ts';

type Member = Pick<Team['members'][number], 'user' | 'is_lead'>;

/** A team's name, its place in the tree, and who is in it; without a team: a new one. */
export function TeamDialog({
  tree,
  team,
  parent,
  onClose,
}: {
  tree: Branch[];
  team?: Team;
  parent: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const writes = useTeamWrites();
  const [name, setName] = useState(team?.name ?? '');
  const [above, setAbove] = useState(parent ?? '');
  const [members, setMembers] = useState<Member[]>(() => inOrder(team?.members ?? []));
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [isBusy, setIsBusy] = useState(false);

  const save = async () => {
    if (!name.trim()) return setFaults({ name: problems.fieldText('required') });
    const body = {
      name: name.trim(),
      parent: above || null,
      members: members.map(({ user, is_lead }) => ({ user: user.id, is_lead })),
    };
    setIsBusy(true);
    try {
      await (team ? writes.change(team, body) : writes.create(body));
      onClose();
    } catch (error) {
      const told = error instanceof ApiProblem ? error.fields : [];
      const known = told.map(
        ({ field, code }) =>
          [field === 'name' || field === 'parent' ? field : 'root', problems.fieldText(code)] as const,
      );
      setFaults(known.length ? Object.fromEntries(known) : { root: problems.text(error) });
      setIsBusy(false);
    }
  };
  return (
    <Dialog
      title={team ? t('teams.edit_title', { name: team.name }) : t('teams.new')}
      isOpen
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={t('settings.name')} problem={faults.name}>
          {ids => (
            <Input
              {...ids}
              value={name}
              autoFocus
              autoComplete="off"
              onChange={event => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('teams.parent')} problem={faults.parent}>
          {ids => (
            <Select {...ids} value={above} onChange={event => setAbove(event.target.value)}>
              <option value="">{t('teams.top')}</option>
              {placesFor(tree, team?.id).map(({ team: place, depth }) => (
                <option key={place.id} value={place.id}>
                  {`${'\u2003'.repeat(depth)}${place.name}`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <MembersField members={members} onChange={setMembers} />
        {faults.root && (
          <p role="alert" className="text-sm text-red">
            {faults.root}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {t(team ? 'ui.save' : 'teams.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Who is in the team, who of them leads, and the way to add somebody. */
function MembersField({ members, onChange }: { members: Member[]; onChange: (members: Member[]) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [adding, setAdding] = useState('');
  const users = useQuery(usersQuery).data ?? [];
  const others = users.filter(user => !members.some(member => member.user.id === user.id));
  const chosen = others.find(user => user.id === adding);
  const add = (user: Ref | undefined) => {
    if (!user) return;
    onChange([...members, { user: { id: user.id, name: user.name }, is_lead: false }]);
    setAdding('');
  };
  const lead = (changed: Member, is_lead: boolean) =>
    onChange(members.map(member => (member === changed ? { ...member, is_lead } : member)));
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1">
      <span id={id} className="text-xs font-medium text-soft">
        {t('teams.members')}
      </span>
      {members.length ? (
        <ul className="max-h-64 overflow-auto rounded-md border">
          {members.map(member => (
            <li
              key={member.user.id}
              className="flex items-center gap-3 border-b py-0.5 pr-1 pl-3 last:border-0"
            >
              <span className="min-w-0 flex-1 truncate text-sm text-ink">{member.user.name}</span>
              <Checkbox
                label={<span aria-hidden>{t('teams.leads')}</span>}
                aria-label={t('teams.lead_of', { name: member.user.name })}
                checked={member.is_lead}
                onChange={event => lead(member, event.target.checked)}
              />
              <IconButton
                icon="close"
                label={t('teams.remove', { name: member.user.name })}
                onClick={() => onChange(members.filter(one => one !== member))}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-quiet">{t('teams.nobody')}</p>
      )}
      {others.length > 0 && (
        <div className="mt-1 flex gap-2">
          <Select
            aria-label={t('teams.add_label')}
            value={chosen?.id ?? ''}
            onChange={event => setAdding(event.target.value)}
          >
            <option value="">{t('teams.add_hint')}</option>
            {others.map(user => (
              <option key={user.id} value={user.id}>
                {user.name}
              </option>
            ))}
          </Select>
          <Button disabled={!chosen} onClick={() => add(chosen)}>
            {t('teams.add')}
          </Button>
        </div>
      )}
    </div>
  );
}
