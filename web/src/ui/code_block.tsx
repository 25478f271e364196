import { CopyButton } from './copy_button.tsx';

/** A text to take away: code, a key, a payload. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative rounded-md border bg-paper-2">
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={text} />
      </div>
      <pre
        tabIndex={0}
        aria-label={label}
        className="max-h-96 overflow-auto p-3 pr-24 max-sm:pt-14 max-sm:pr-3 font-mono text-xs whitespace-pre-wrap break-all text-text"
      >
        {text}
      </pre>
    </div>
  );
}
