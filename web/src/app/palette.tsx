import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentActions, useActionText } from '@/lib/actions.ts';
import { folded } from '@/lib/fold.ts';
import { addressOf, everythingQuery, hits_in_palette, isWorthAsking } from '@/lib/search.ts';
import { useMay } from '@/lib/session.ts';
import { keysShown } from '@/lib/shortcuts.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Icon } from '@/ui/icon.tsx';
import { Keys } from '@/ui/keys.tsx';
import { Hit, iconOf, useGroupName } from '@/ui/records/hit.tsx';

const itemClass =
  'flex min-h-9 cursor-pointer items-center gap-3 rounded-sm px-2 text-sm text-text data-[selected=true]:bg-accent-soft data-[selected=true]:text-ink';
const groupClass =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-quiet';

const all_results = 'all-results';

/** Everything that may be seen, by its words, and every action by its own. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const actionText = useActionText();
  const groupName = useGroupName();
  const problems = useProblems();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  // What could be done when the palette opened: opening it changes nothing of that.
  const [actions] = useState(() => currentActions(may).filter(action => action.isInPalette !== false));
  const isAsked = isWorthAsking(q);
  const search = useQuery(everythingQuery(q, hits_in_palette));
  const groups = (isAsked && search.data ? search.data : []).filter(group => group.hits.length > 0);
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  const offered = actions
    .map(action => ({ action, words: actionText(action) }))
    .filter(({ words }) =>
      wanted.every(word =>
        folded(words)
          .split(/\s+/)
          .some(part => part.startsWith(word)),
      ),
    );
  // Until the user moves, the first line is chosen: what is found comes a moment after the actions, and above them.
  const [chosen, setChosen] = useState<string | null>(null);
  const [hasMoved, setHasMoved] = useState(false);
  // What was found for other words is not what Enter means.
  const isStale = search.isPlaceholderData || q !== text.trim();
  const isNothing = isAsked && !isStale && search.isSuccess && groups.length === 0;
  const nearest = isStale ? undefined : groups[0]?.hits[0]?.id;
  const first = nearest ?? offered[0]?.action.id ?? all_results;
  const done = (run: () => void) => {
    onClose();
    run();
  };
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup
          aria-label={t('palette.open')}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-xl -translate-x-1/2 overflow-hidden rounded-md border border-line-2 bg-paper outline-none"
        >
          <Command
            label={t('palette.open')}
            loop
            shouldFilter={false}
            value={hasMoved && chosen ? chosen : first}
            onValueChange={setChosen}
            onKeyDown={event => {
              if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
              // What is moved from is what is shown as chosen.
              setHasMoved(true);
            }}
            onPointerMove={() => setHasMoved(true)}
          >
            <div className="flex items-center gap-2 border-b px-3">
              <Icon name="search" className="text-quiet" />
              <Command.Input
                value={text}
                onValueChange={next => {
                  setText(next);
                  setHasMoved(false);
                }}
                autoFocus
                placeholder={t('palette.placeholder')}
                className="h-12 w-full min-w-0 bg-transparent text-md text-ink outline-none"
              />
              <span
                role="status"
                className="late shrink-0 text-xs text-quiet"
                key={String(search.isFetching)}
              >
                {isAsked && search.isFetching ? t('search.searching') : ''}
              </span>
            </div>
            <Command.List className="max-h-[50vh] overflow-auto p-1.5" tabIndex={0}>
              {isAsked && search.isError && (
                <Command.Item value="problem" className={itemClass} onSelect={() => void search.refetch()}>
                  <Icon name="warning" className="text-quiet" />
                  <span className="min-w-0 flex-1">{problems.text(search.error)}</span>
                  <span className="text-xs text-quiet">{t('state.retry')}</span>
                </Command.Item>
              )}
              {groups.map(group => (
                <Command.Group
                  key={group.object}
                  heading={
                    groupName(group.object) +
                    (group.has_more ? ` · ${t('search.more_than', { count: group.hits.length })}` : '')
                  }
                  className={groupClass}
                >
                  {group.hits.map(hit => (
                    <Command.Item
                      key={hit.id}
                      value={hit.id}
                      className={itemClass}
                      onSelect={() => done(() => void navigate(addressOf(hit)))}
                    >
                      <Icon name={iconOf(hit.object)} className="text-quiet" />
                      <Hit hit={hit} />
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
              {offered.length > 0 && (
                <Command.Group heading={t('palette.actions')} className={groupClass}>
                  {offered.map(({ action, words }) => (
                    <Command.Item
                      key={action.id}
                      value={action.id}
                      className={itemClass}
                      onSelect={() => done(action.run)}
                    >
                      <span className="min-w-0 flex-1 truncate">{words}</span>
                      {action.shortcut && <Keys keys={keysShown(action.shortcut)} />}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {isNothing && offered.length === 0 && (
                <Command.Item disabled value="none" className="p-2 text-sm text-soft">
                  {t('search.nothing', { text: q })}
                </Command.Item>
              )}
              {!isNothing && (isAsked || offered.length === 0) && (
                <Command.Item
                  value={all_results}
                  className={itemClass}
                  onSelect={() => done(() => void navigate({ to: '/search', search: { q } }))}
                >
                  <Icon name="search" className="text-quiet" />
                  <span className="min-w-0 flex-1 truncate">{t('search.all_results', { text: q })}</span>
                </Command.Item>
              )}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
