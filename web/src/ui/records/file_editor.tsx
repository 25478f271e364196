import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '@/lib/api/types.ts';
import { isComposing } from '@/lib/shortcuts.ts';
import type { Subject } from '@/lib/talk.ts';
import { wayTo } from '@/lib/upload_way.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '../button.tsx';
import { Progress } from '../progress.tsx';

interface Sent {
  name: string;
  share: number;
  /** Why it does not come. */
  problem?: string;
}

/** The file of a field: chosen and sent, another in its place, or none. Escape ends it, and what is on its way with it. */
export default function FileEditor({
  subject,
  field,
  name,
  current,
  onCommit,
  onCancel,
}: {
  subject: Subject;
  field: string;
  name: string;
  /** What the field's file is called now. */
  current: string | undefined;
  /** With the file when all of it has come; null: without one. */
  onCommit: (file: FileRef | null) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const [sent, setSent] = useState<Sent | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const stop = useRef<AbortController>(null);
  // Whoever goes elsewhere meanwhile does not wait for it any more.
  useEffect(() => () => stop.current?.abort(), []);

  const send = async (file: File) => {
    // What was pressed is gone while it is sent.
    box.current?.focus();
    if (!file.size) {
      setSent({ name: file.name, share: 0, problem: t('files.is_empty') });
      return;
    }
    const own = new AbortController();
    stop.current = own;
    setSent({ name: file.name, share: 0 });
    let there = null as FileRef | null;
    const onThere = ({ id, name, media_type, bytes }: FileRef) => {
      there = { id, name, media_type, bytes };
    };
    try {
      await wayTo(subject, file, { field, onThere }).go(
        share => setSent({ name: file.name, share }),
        own.signal,
      );
      if (there && !own.signal.aborted) onCommit(there);
    } catch (error) {
      if (!own.signal.aborted) setSent({ name: file.name, share: 0, problem: problems.text(error) });
    }
  };
  const isSent = sent && !sent.problem;
  return (
    <div
      ref={box}
      role="group"
      aria-label={name}
      tabIndex={-1}
      className="flex min-w-52 flex-col gap-1 rounded-md border border-line-2 bg-paper p-1 outline-none"
      onKeyDown={event => {
        if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return;
        event.preventDefault();
        event.stopPropagation();
        onCancel();
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        onChange={event => {
          const file = event.target.files?.[0];
          // The same file can be chosen again.
          event.target.value = '';
          if (file) void send(file);
        }}
      />
      {current && !isSent && (
        <p dir="auto" className="px-2 pt-1 text-sm wrap-anywhere text-soft">
          {current}
        </p>
      )}
      {isSent && <Progress label={sent.name} share={sent.share} />}
      {sent?.problem && (
        <p role="alert" className="text-xs wrap-anywhere text-red">
          {sent.name}: {sent.problem}
        </p>
      )}
      <span className="flex flex-wrap gap-1">
        {!isSent && (
          <Button autoFocus onClick={() => input.current?.click()}>
            {t(current ? 'file_field.replace' : 'file_field.choose')}
          </Button>
        )}
        {!isSent && current && (
          <Button kind="quiet" onClick={() => onCommit(null)}>
            {t('file_field.take_out')}
          </Button>
        )}
        <Button kind="quiet" onClick={onCancel}>
          {t('ui.cancel')}
        </Button>
      </span>
    </div>
  );
}
