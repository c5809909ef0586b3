// Which language the page speaks: the address decides, the browser remembers.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { LanguageCode } from '../api/generated/graphql';
import { en } from './en';
import { kk } from './kk';
import { ru, type Words } from './ru';

export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const DICTIONARIES: Record<Language, Words> = { kk, ru, en };
const KEY = 'kense.language';

export const LanguageContext = createContext<Language>('kk');

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

export function useWords(): Words {
  return DICTIONARIES[useLanguage()];
}

export function wordsOf(language: Language): Words {
  return DICTIONARIES[language];
}

/** The language by its name in the API. */
export function codeOf(language: Language): LanguageCode {
  return language.toUpperCase() as LanguageCode;
}

export function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The language chosen last, else the first one of the browser that the page speaks, else Kazakh. */
export function rememberedLanguage(): Language {
  try {
    const stored = localStorage.getItem(KEY) ?? undefined;
    if (isLanguage(stored)) return stored;
  } catch {
    // a browser without storage
  }
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'kk';
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // then the address alone decides
  }
}
