import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { recall, remember } from './appearance.ts';
import type en from '../locales/en.json';

type Texts = typeof en;
declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Texts };
    returnNull: false;
  }
}

/** All languages of Kith by their own names. Those whose texts are complete are offered. */
export const languages = {
  en: { name: 'English', load: () => import('../locales/en.json') },
  lt: { name: 'Lietuvių', load: () => import('../locales/lt.json') },
  nb: { name: 'Norsk', load: null },
  ru: { name: 'Русский', load: null },
  et: { name: 'Eesti', load: null },
} as const satisfies Record<string, { name: string; load: (() => Promise<unknown>) | null }>;
export type Language = keyof typeof languages;

export const offeredLanguages = (Object.keys(languages) as Language[]).filter(code => languages[code].load);

/** The offered language that serves a wish such as `lt-LT`, else English. */
export function languageFor(wish: string | null | undefined): Language {
  const code = (wish ?? '').slice(0, 2).toLowerCase();
  return offeredLanguages.find(offered => offered === code) ?? 'en';
}

async function textsOf(language: Language): Promise<object> {
  const load = languages[language].load;
  return load ? (await load()).default : {};
}

export async function startI18n() {
  const language = languageFor(recall('kith.language') ?? navigator.language);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await textsOf(language) } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

export async function changeLanguage(wish: string) {
  const language = languageFor(wish);
  remember('kith.language', language);
  if (i18next.language === language) return;
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await textsOf(language));
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
