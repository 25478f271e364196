import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '@/lib/api/client.ts';
import { Badge, type Tone } from '@/ui/badge.tsx';
import { buttonClass } from '@/ui/button.tsx';
import { CodeBlock } from '@/ui/code_block.tsx';
import { Input } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { operationsOf, resolved, type Document, type Operation } from '../model/document.ts';

const tones: Record<string, Tone> = {
  get: 'blue',
  post: 'green',
  patch: 'amber',
  put: 'amber',
  delete: 'red',
};

/** The API's own description, to be read: every route with its parameters, body and answers. */
export function ReferencePage() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const document = useQuery({
    queryKey: ['openapi'],
    queryFn: ({ signal }) => get<Document>('/openapi.json', {}, signal),
    staleTime: Infinity,
  });
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (document.data ? operationsOf(document.data) : []).filter(({ method, path, operation }) => {
    const text = `${method} ${path} ${operation.summary ?? ''}`.toLowerCase();
    return wanted.every(word => text.includes(word));
  });
  const groups = [...Map.groupBy(found, ({ group }) => group)];
  return (
    <div className="flex h-full flex-col">
      <PageBar title={t('nav.api')}>
        <div className="w-56 max-sm:w-32">
          <Input
            type="search"
            aria-label={t('list.search')}
            placeholder={t('list.search')}
            value={words}
            onChange={event => setWords(event.target.value)}
          />
        </div>
        <a href="/api/v1/openapi.json" className={buttonClass('plain')}>
          OpenAPI 3.1
        </a>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto">
        {document.isPending && <Skeleton />}
        {document.isError && <Problem error={document.error} onRetry={() => void document.refetch()} />}
        {document.data && (
          <div className="mx-auto max-w-4xl p-6 max-sm:p-3">
            {!words && <p className="mb-6 max-w-2xl text-soft">{t('reference.text')}</p>}
            {!found.length && <Empty title={t('list.none_found_title')} />}
            {groups.map(([group, operations]) => (
              <section key={group} className="mb-8">
                <h2 className="mb-2 text-md first-letter:uppercase">{group}</h2>
                <ul className="rounded-md border">
                  {operations.map(operation => (
                    <OperationItem
                      key={`${operation.method} ${operation.path}`}
                      document={document.data}
                      {...operation}
                    />
                  ))}
                </ul>
              </section>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

function OperationItem({
  document,
  method,
  path,
  operation,
}: {
  document: Document;
  method: string;
  path: string;
  operation: Operation;
}) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const body = operation.requestBody?.content?.['application/json']?.schema;
  return (
    <li className="border-b last:border-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-(--row) w-full items-center gap-3 px-3 text-left hover:bg-paper-2"
      >
        <span className="w-14 shrink-0">
          <Badge tone={tones[method]}>{method.toUpperCase()}</Badge>
        </span>
        <span className="font-mono text-xs wrap-anywhere text-ink">{path}</span>
        <span className="min-w-0 flex-1 truncate text-soft max-sm:hidden">{operation.summary}</span>
        <Icon
          name="right"
          className={`text-quiet transition-transform duration-100 ${isOpen ? 'rotate-90' : ''}`}
        />
      </button>
      {isOpen && (
        <div className="flex flex-col gap-3 px-3 pb-4">
          {operation.summary && <p className="text-text sm:hidden">{operation.summary}</p>}
          {operation.description && (
            <p className="max-w-2xl whitespace-pre-line text-soft">{operation.description}</p>
          )}
          {!!operation.parameters?.length && (
            <div>
              <h3 className="mb-1 text-xs text-quiet">{t('reference.parameters')}</h3>
              <dl className="flex flex-col gap-1">
                {operation.parameters.map(given => {
                  const parameter = resolved(document, given);
                  return (
                    <div key={`${parameter.in} ${parameter.name}`} className="flex flex-wrap gap-x-3">
                      <dt className="font-mono text-xs text-ink">
                        {parameter.name} <span className="text-quiet">{parameter.in}</span>
                      </dt>
                      <dd className="text-soft">{parameter.description}</dd>
                    </div>
                  );
                })}
              </dl>
            </div>
          )}
          {body !== undefined && (
            <div>
              <h3 className="mb-1 text-xs text-quiet">{t('reference.body')}</h3>
              <CodeBlock
                text={JSON.stringify(resolved(document, body), null, 2)}
                label={t('reference.body')}
              />
            </div>
          )}
          <div className="flex flex-col gap-2">
            <h3 className="text-xs text-quiet">{t('reference.answers')}</h3>
            {Object.entries(operation.responses ?? {}).map(([status, given]) => {
              const response = resolved(document, given);
              const schema = Object.values(response.content ?? {})[0]?.schema;
              return (
                <div key={status} className="flex flex-col gap-1">
                  <p>
                    <span className="tnum font-medium text-ink">{status}</span>{' '}
                    <span className="text-soft">{response.description}</span>
                  </p>
                  {schema !== undefined && Number(status) < 300 && (
                    <CodeBlock text={JSON.stringify(resolved(document, schema), null, 2)} label={status} />
                  )}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </li>
  );
}
