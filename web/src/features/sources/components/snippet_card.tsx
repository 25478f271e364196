import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceKind } from '@/lib/api/types.ts';
import { CodeBlock } from '@/ui/code_block.tsx';
import { freshKeyOf } from '../model/fresh_keys.ts';
import { snippet, type SnippetKind } from '../model/snippets.ts';

const kinds: SnippetKind[] = ['browser', 'node', 'curl'];
const placeholder = 'YOUR_WRITE_KEY';

/** What to paste where, so that events arrive. */
export function SnippetCard({ source, kind }: { source: string; kind: SourceKind }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<SnippetKind>(
    kind === 'web' ? 'browser' : kind === 'import' ? 'curl' : 'node',
  );
  const key = freshKeyOf(source);
  return (
    <div className="flex flex-col gap-3">
      <div role="group" aria-label={t('source.snippet.kinds')} className="flex gap-0.5">
        {kinds.map(candidate => (
          <button
            key={candidate}
            type="button"
            aria-pressed={shown === candidate}
            onClick={() => setShown(candidate)}
            className="h-(--tap) rounded-md px-2 text-soft hover:bg-hover aria-pressed:bg-paper-3 aria-pressed:font-medium aria-pressed:text-ink"
          >
            {t(`source.snippet.${candidate}`)}
          </button>
        ))}
      </div>
      <p className="max-w-2xl text-soft">{t(`source.snippet.${shown}_text`)}</p>
      <CodeBlock
        text={snippet(shown, window.location.origin, key ?? placeholder)}
        label={t(`source.snippet.${shown}`)}
      />
      {!key && <p className="max-w-2xl text-xs text-quiet">{t('source.snippet.no_key', { placeholder })}</p>}
    </div>
  );
}
