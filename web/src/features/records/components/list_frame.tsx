import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions, type Action } from '@/lib/actions.ts';
import type { ObjectDefinition } from '@/lib/api/types.ts';
import { recordQuery } from '@/lib/records/queries.ts';
import { mayDo } from '@/lib/roles.ts';
import { useMay } from '@/lib/session.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { PageBar } from '@/ui/page.tsx';
import { fieldsFor, kindNames, kinds, shownAs } from '../model/kinds.ts';
import type { Go, ListSearch } from '../model/search.ts';
import { FilterBar } from './filter_bar.tsx';
import { KindSwitch } from './kind_switch.tsx';
import { ListMenu } from './list_menu.tsx';
import { SearchBox } from './search_box.tsx';
import { ViewTabs, type Preset } from './view_tabs.tsx';

const CreateDialog = lazy(() => import('./create_dialog.tsx'));
const ExportDialog = lazy(() => import('./export_dialog.tsx'));
const Peek = lazy(() => import('./peek.tsx'));

export interface ListProps {
  object: ObjectDefinition;
  search: ListSearch;
  go: Go;
  presets: Preset[];
  /** What a room shows of a record in the side panel beside its fields. */
  peekMore?: (id: string) => ReactNode;
}

/** What is around the records of a list, however they are shown: search, views, filter, the side panel and the dialogs. */
export function ListFrame({
  object,
  search,
  go,
  presets,
  peekMore,
  hasRows,
  shown,
  chosen,
  tools,
  place,
  onClosePeek,
  onStep,
  children,
}: ListProps & {
  hasRows: boolean;
  /** The fields that an export offers first. */
  shown: string[];
  /** Stands in place of the filter: what can be done with the chosen records. */
  chosen?: ReactNode;
  tools?: ReactNode;
  place?: ReactNode;
  onClosePeek: () => void;
  /** To the record before (-1) or after (1) the one in the side panel. */
  onStep: (step: 1 | -1) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useMay();
  const searchBox = useRef<HTMLInputElement>(null);
  const [isExporting, setIsExporting] = useState(false);
  const { plural } = object;
  const canCreate = mayDo(object, 'create');
  const canExport = hasRows && may('records.export');
  // What the address asks for is offered too, to be told why it cannot be.
  const offered = kindNames.filter(kind => kind === search.as || fieldsFor(object, kind).length > 0);

  useActions([
    {
      id: 'list.search',
      label: 'list.action.search',
      group: 'list',
      shortcut: '/',
      run: () => searchBox.current?.focus(),
    },
    ...offered.map((kind): Action => {
      const isShown = search.as === kind;
      return {
        id: `list.as_${kind}`,
        label: isShown ? 'board.as_table' : kinds[kind].show,
        group: 'list',
        shortcut: kinds[kind].shortcut,
        run: () => go(shownAs(object, search, isShown ? undefined : kind)),
      };
    }),
    {
      id: 'list.export',
      label: 'export.action',
      group: 'list',
      isAvailable: () => canExport,
      run: () => setIsExporting(true),
    },
    {
      id: `list.create.${plural}`,
      label: 'list.action.create',
      values: { object: label(object.label).toLocaleLowerCase() },
      group: 'do',
      shortcut: 'c',
      isAvailable: () => canCreate,
      run: () => go({ new: true }),
    },
  ]);

  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageBar title={label(object.label_plural)}>
          <SearchBox
            ref={searchBox}
            value={search.q ?? ''}
            onChange={text => go({ q: text || undefined, peek: undefined }, true)}
          />
          {canCreate && (
            <Button kind="primary" icon="plus" onClick={() => go({ new: true })}>
              {t('list.new')}
            </Button>
          )}
          <ListMenu object={object} onExport={canExport ? () => setIsExporting(true) : undefined} />
        </PageBar>
        <div className="flex min-h-9 items-center gap-1 px-4 pt-1 max-sm:px-3">
          <ViewTabs {...{ object, presets, search }} go={change => go({ ...change, peek: undefined })} />
          {offered.length > 0 && (
            <KindSwitch
              as={search.as}
              offered={offered}
              onChange={kind => go(shownAs(object, search, kind))}
            />
          )}
        </div>
        <div className="flex min-h-10 flex-wrap items-center gap-2 border-b px-4 py-1 max-sm:px-3">
          {chosen ?? (
            <FilterBar
              object={object}
              filter={search.filter}
              onChange={next => go({ filter: next, peek: undefined })}
            />
          )}
          {tools}
          <span className="tnum text-xs whitespace-nowrap text-quiet max-sm:ml-auto" aria-live="polite">
            {place}
          </span>
        </div>
        {children}
      </div>
      {search.peek && (
        <Suspense>
          <Peek object={object} id={search.peek} onClose={onClosePeek} more={peekMore}>
            <IconButton icon="up" label={t('list.action.previous')} onClick={() => onStep(-1)} />
            <IconButton icon="down" label={t('list.action.next')} onClick={() => onStep(1)} />
          </Peek>
        </Suspense>
      )}
      {isExporting && (
        <Suspense>
          <ExportDialog {...{ object, search, shown }} onClose={() => setIsExporting(false)} />
        </Suspense>
      )}
      {canCreate && search.new && (
        <Suspense>
          <CreateDialog
            object={object}
            onClose={() => go({ new: undefined }, true)}
            onCreated={created => {
              client.setQueryData(recordQuery(plural, created.id).queryKey, created);
              void navigate({ to: `/${plural}/${created.id}` });
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
