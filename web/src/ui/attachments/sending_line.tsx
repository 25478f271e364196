import { useTranslation } from 'react-i18next';
import { sizeOf } from '@/lib/attachments.ts';
import { Refused, uploads, type Sending } from '@/lib/uploads.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '../button.tsx';
import { Progress } from '../progress.tsx';
import { Sign } from './sign.tsx';

/** A file on its way, with how far it is, or why it does not come. What is pressed is gone then: the focus goes to whoever takes it. */
export function SendingLine({
  sending,
  bytesMax,
  onGone,
}: {
  sending: Sending;
  bytesMax: number;
  onGone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const problems = useProblems();
  const { key, file, state, share, error } = sending;
  const { name } = file;
  const size = (bytes: number) => {
    const { value, options } = sizeOf(bytes);
    return format.number(value, options);
  };
  const end = () => {
    uploads.end(key);
    onGone();
  };
  const again = () => {
    void uploads.again(key);
    onGone();
  };
  if (state === 'sent')
    return (
      <li className="flex items-center gap-3 border-b py-2 last:border-0">
        <Sign name={name} />
        <div className="min-w-0 flex-1 wrap-anywhere">
          <Progress label={name} share={share} detail={size(file.size)} />
        </div>
        <IconButton icon="close" label={t('files.end', { name })} onClick={end} />
      </li>
    );
  const isRefused = state === 'refused';
  const isKnown = error instanceof Refused;
  const reason = isKnown ? t(`files.${error.reason}`, { most: size(bytesMax) }) : problems.text(error);
  return (
    <li className="flex items-start gap-3 border-b py-2 last:border-0">
      <Sign name={name} />
      <div role={isRefused ? 'alert' : undefined} className="flex min-w-0 flex-1 flex-col">
        <span dir="auto" className="text-sm wrap-anywhere text-ink">
          {name}
        </span>
        <span className={`text-xs ${isRefused ? 'text-red' : 'text-quiet'}`}>
          {isRefused ? reason : `${size(file.size)} · ${t('files.waiting')}`}
        </span>
        {isRefused && !isKnown && (
          <Button className="mt-1 self-start" onClick={again}>
            {t('files.again')}
          </Button>
        )}
      </div>
      <IconButton
        icon="close"
        label={t(isRefused ? 'files.leave_out' : 'files.end', { name })}
        onClick={end}
      />
    </li>
  );
}
