import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.tsx';

/** Puts a text on the clipboard, and says that it did. */
export function CopyButton({
  text,
  label,
  isQuiet = false,
}: {
  text: string;
  label?: string;
  isQuiet?: boolean;
}) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2000);
  };
  const word = isCopied ? t('ui.copied') : (label ?? t('ui.copy'));
  const icon = isCopied ? 'check' : 'copy';
  return (
    <span aria-live="polite">
      {isQuiet ? (
        <IconButton icon={icon} label={word} onClick={() => void copy()} />
      ) : (
        <Button icon={icon} onClick={() => void copy()}>
          {word}
        </Button>
      )}
    </span>
  );
}
