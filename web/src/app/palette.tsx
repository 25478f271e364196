import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentActions, useActionText } from '@/lib/actions.ts';
import { searchQuery } from '@/lib/records/queries.ts';
import { useMay } from '@/lib/session.ts';
import { keysShown } from '@/lib/shortcuts.ts';
import { Icon } from '@/ui/icon.tsx';
import { Keys } from '@/ui/keys.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';

const itemClass =
  'flex min-h-9 cursor-pointer items-center gap-3 rounded-sm px-2 text-sm text-text data-[selected=true]:bg-accent-soft data-[selected=true]:text-ink';
const groupClass =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-quiet';

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every action by its words, and people by theirs. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const actionText = useActionText();
  const nameOf = useRecordName();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  // What could be done when the palette opened: opening it changes nothing of that.
  const [actions] = useState(() => currentActions(may).filter(action => action.isInPalette !== false));
  const people = useQuery({ ...searchQuery('people', q, 6), enabled: q.length > 1 && may('people.read') });
  const found = q.length > 1 ? (people.data?.data ?? []) : [];
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
  // Until the user moves, the first line is chosen: people come a moment after the actions, and above them.
  const [chosen, setChosen] = useState<string | null>(null);
  const [hasMoved, setHasMoved] = useState(false);
  const first = found[0]?.id ?? offered[0]?.action.id ?? '';
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
            </div>
            <Command.List className="max-h-[50vh] overflow-auto p-1.5" tabIndex={0}>
              <Command.Empty className="p-3 text-soft">{t('palette.none')}</Command.Empty>
              {found.length > 0 && (
                <Command.Group heading={t('nav.people')} className={groupClass}>
                  {found.map(row => (
                    <Command.Item
                      key={row.id}
                      value={row.id}
                      className={itemClass}
                      onSelect={() => done(() => void navigate({ to: `/people/${row.id}` }))}
                    >
                      <span className="flex-1 whitespace-nowrap">{nameOf(row)}</span>
                      <span className="min-w-0 truncate text-xs text-quiet">{String(row.email ?? '')}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
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
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
