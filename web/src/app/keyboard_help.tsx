import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentActions, useActionText, type ActionGroup } from '@/lib/actions.ts';
import { useMay } from '@/lib/session.ts';
import { keysShown } from '@/lib/shortcuts.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { Keys } from '@/ui/keys.tsx';

const groups: ActionGroup[] = ['list', 'record', 'do', 'go', 'appearance'];

/** The keys that mean something on the screen behind. */
export default function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const actionText = useActionText();
  // A key that means something nearer hides what it means elsewhere.
  const [actions] = useState(() => {
    const taken = new Set<string>();
    return currentActions(may).filter(
      ({ shortcut }) => shortcut && !taken.has(shortcut) && taken.add(shortcut),
    );
  });
  return (
    <Dialog title={t('help.title')} isOpen onClose={onClose} size="lg">
      <div
        className="columns-2 gap-8 max-sm:columns-1"
        // On a phone it is longer than the window, and there is nothing else by which the keyboard could scroll it.
        role="region"
        aria-label={t('help.title')}
        tabIndex={0}
      >
        {groups
          .map(group => ({ group, items: actions.filter(action => action.group === group) }))
          .filter(({ items }) => items.length)
          .map(({ group, items }) => (
            <section key={group} className="mb-5 break-inside-avoid">
              <h3 className="mb-1 text-xs text-quiet">{t(`help.group.${group}`)}</h3>
              <dl>
                {items.map(action => (
                  <div
                    key={action.id}
                    className="flex min-h-7 items-center justify-between gap-4 border-b last:border-0"
                  >
                    <dt>{actionText(action)}</dt>
                    <dd>
                      <Keys keys={keysShown(action.shortcut!)} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Dialog>
  );
}
