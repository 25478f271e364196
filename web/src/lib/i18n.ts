import i18next, { type TFunction } from 'i18next';
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

/** All languages of Kith by their own names. The texts of one are loaded when it is spoken. */
export const languages = {
  en: { name: 'English', load: () => import('../locales/en.json') },
  lt: { name: 'Lietuvių', load: () => import('../locales/lt.json') },
  nb: { name: 'Norsk bokmål', load: () => import('../locales/nb.json') },
  ru: { name: 'Русский', load: () => import('../locales/ru.json') },
  et: { name: 'Eesti', load: () => import('../locales/et.json') },
} as const satisfies Record<string, { name: string; load: () => Promise<unknown> }>;
export type Language = keyof typeof languages;

export const offeredLanguages = Object.keys(languages) as Language[];
/** Norwegian is asked for by its old code, and its two written forms are read by the same people. */
const otherCodes: Record<string, Language> = { no: 'nb', nn: 'nb' };

/** The offered language that serves a wish such as `lt-LT`, else English. */
export function languageFor(wish: string | null | undefined): Language {
  const code = (wish ?? '').slice(0, 2).toLowerCase();
  return offeredLanguages.find(offered => offered === code) ?? otherCodes[code] ?? 'en';
}

async function textsOf(language: Language): Promise<object> {
  return (await languages[language].load()).default;
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

/** The texts of a language that is not spoken here, for what is written to somebody else. */
export async function textsIn(wish: string): Promise<TFunction> {
  const language = languageFor(wish);
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await textsOf(language));
  return i18next.getFixedT(language);
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
