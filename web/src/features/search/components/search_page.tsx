import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import {
  addressOf,
  everythingQuery,
  hits_of_one_object,
  hits_on_page,
  isWorthAsking,
  type SearchGroup,
} from '@/lib/search.ts';
import { inputClass } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Hit, iconOf, useGroupName } from '@/ui/records/hit.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';

const pause_ms = 150;

/** Everything that is found, by object; the address says what was looked for. */
export function SearchPage({ q, object }: { q: string; object?: string }) {
  const { t } = useTranslation();
  const isAsked = isWorthAsking(q);
  const limit = object ? hits_of_one_object : hits_on_page;
  const search = useQuery(everythingQuery(q, limit, object));
  const groups = search.data ?? [];
  const results = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent, by: number) => {
    const links = [...(results.current?.querySelectorAll<HTMLAnchorElement>('[data-hit]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div
      className="flex h-full flex-col"
      onKeyDown={event => {
        if (event.key === 'ArrowDown') move(event, 1);
        if (event.key === 'ArrowUp') move(event, -1);
      }}
    >
      <header className="flex h-(--bar) shrink-0 items-center gap-2 border-b px-4 max-sm:px-3">
        <h1 className="sr-only">{t('search.title')}</h1>
        <Box key={object ?? ''} q={q} object={object} />
      </header>
      <div ref={results} className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-3xl flex-col gap-4 px-4 py-3 max-sm:px-3">
          {isAsked && <Filters q={q} object={object} groups={groups} />}
          {!isAsked ? (
            <Empty title={t('search.prompt_title')} text={t('search.prompt_text')} />
          ) : search.isError ? (
            <Problem error={search.error} onRetry={() => void search.refetch()} />
          ) : search.isPending ? (
            <Skeleton />
          ) : groups.length === 0 ? (
            <Empty title={t('search.nothing', { text: q })} text={t('search.nothing_hint')} />
          ) : (
            groups.map(group => <Group key={group.object} q={q} group={group} isAlone={!!object} />)
          )}
        </div>
      </div>
    </div>
  );
}

function Box({ q, object }: { q: string; object?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [draft, setDraft] = useState<string | null>(null);
  useActions([
    {
      id: 'search',
      label: 'palette.search',
      group: 'do',
      shortcut: '/',
      isInPalette: false,
      run: () => input.current?.select(),
    },
  ]);
  return (
    <div className="relative mx-auto w-full max-w-3xl">
      <Icon
        name="search"
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-quiet"
      />
      <input
        ref={input}
        type="search"
        autoFocus={!q}
        aria-label={t('search.title')}
        placeholder={t('search.placeholder')}
        maxLength={200}
        className={`${inputClass} pl-8`}
        value={draft ?? q}
        onChange={event => {
          const text = event.target.value;
          setDraft(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(
            () =>
              void navigate({
                to: '/search',
                search: { q: text.trim() || undefined, object },
                replace: true,
              }),
            pause_ms,
          );
        }}
        onBlur={() => setDraft(null)}
      />
    </div>
  );
}

/** One object alone, or all; those in which something is found. */
function Filters({ q, object, groups }: { q: string; object?: string; groups: SearchGroup[] }) {
  const { t } = useTranslation();
  const nameOf = useGroupName();
  const names = groups.map(group => group.object);
  if (object && !names.includes(object)) names.push(object);
  if (names.length < 2 && !object) return null;
  const style = (isChosen: boolean) =>
    `flex min-h-(--tap) items-center rounded-md px-2 text-sm ${isChosen ? 'bg-paper-3 font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink'}`;
  return (
    <nav aria-label={t('search.filter')} className="flex flex-wrap gap-1">
      <Link
        to="/search"
        search={{ q, object: undefined }}
        className={style(!object)}
        aria-current={object ? undefined : 'true'}
      >
        {t('search.everything')}
      </Link>
      {names.map(name => (
        <Link
          key={name}
          to="/search"
          search={{ q, object: name }}
          className={style(name === object)}
          aria-current={name === object ? 'true' : undefined}
        >
          {nameOf(name)}
        </Link>
      ))}
    </nav>
  );
}

function Group({ q, group, isAlone }: { q: string; group: SearchGroup; isAlone: boolean }) {
  const { t } = useTranslation();
  const nameOf = useGroupName();
  const count = group.hits.length;
  return (
    <section aria-label={nameOf(group.object)}>
      <header className="flex items-baseline justify-between gap-2 border-b pb-1">
        <h2 className="text-sm">{nameOf(group.object)}</h2>
        <span className="text-xs text-quiet">
          {group.has_more ? t('search.more_than', { count }) : t('search.found', { count })}
        </span>
      </header>
      <ul>
        {group.hits.map(hit => (
          <li key={hit.id}>
            <Link
              {...addressOf(hit)}
              data-hit
              className="flex min-h-(--tap) items-center gap-3 rounded-sm px-2 py-1.5 hover:bg-hover focus-visible:bg-hover"
            >
              <Icon name={iconOf(hit.object)} className="text-quiet" />
              <Hit hit={hit} isWide />
            </Link>
          </li>
        ))}
      </ul>
      {group.has_more && isAlone && <p className="px-2 py-1 text-sm text-soft">{t('search.narrow')}</p>}
      {group.has_more && !isAlone && (
        <Link
          to="/search"
          search={{ q, object: group.object }}
          className="inline-flex min-h-(--tap) items-center px-2 text-sm text-accent hover:underline"
        >
          {t('search.more_of', { object: nameOf(group.object) })}
        </Link>
      )}
    </section>
  );
}
