import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, languages, offeredLanguages } from '@/lib/i18n.ts';
import { Mark } from './brand.tsx';

/** The frame of what is seen before signing in. */
export function FrontDoor({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  return (
    <div className="flex min-h-full flex-col bg-paper-2">
      <main className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center gap-6 px-6 py-10">
        <div className="flex items-center gap-2 text-md font-semibold text-ink">
          <Mark /> Kith
        </div>
        <div>
          <h1 className="text-lg">{title}</h1>
          {text && <p className="mt-1 text-soft">{text}</p>}
        </div>
        {children}
      </main>
      <nav aria-label={t('ui.language')} className="flex justify-center gap-1 p-4">
        {offeredLanguages.map(code => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={i18n.language === code}
            onClick={() => void changeLanguage(code)}
            className="min-h-(--tap) rounded-md px-2 text-soft hover:bg-hover aria-pressed:font-medium aria-pressed:text-ink"
          >
            {languages[code].name}
          </button>
        ))}
      </nav>
    </div>
  );
}
