/**
 * Which language the page speaks: the one of the link (`lang=de`), else the one that was chosen, else the browser's first
 * where there is a catalogue for it, else English. A catalogue is loaded before its first word is drawn.
 */
import { takeLocale } from '../format/numbers.ts';
import type { Catalogue } from './t.ts';
import { takeCatalogue } from './t.ts';
import type { Teller } from './tell.ts';
import { takeTeller } from './tell.ts';

export type Language = 'en' | 'de';

interface LanguageEntry {
  /** In the language itself. */
  readonly name: string;
  /** For numbers and dates (BCP 47). */
  readonly locale: string;
  readonly load: () => Promise<Catalogue>;
  /** For what the engine says, which is English; another language needs one. */
  readonly loadTeller?: () => Promise<Teller>;
}

export const LANGUAGES: Readonly<Record<Language, LanguageEntry>> = {
  en: { name: 'English', locale: 'en-GB', load: async () => ({}) },
  de: {
    ...{ name: 'Deutsch', locale: 'de-DE' },
    load: async () => (await import('./de/index.ts')).default,
    loadTeller: async () => (await import('./de/engine/index.ts')).default,
  },
};

const KEPT = 'decant.language';

/** The language that the reader's link, choice or browser asks for. */
export function wantedLanguage(): Language {
  const asked = [linked(), kept(), navigator.language];
  return asked.map((tag) => tag?.slice(0, 2)).find(isKnown) ?? 'en';
}

/** Speaks a language from now on; what is drawn already must be drawn again. */
export async function speak(language: Language): Promise<void> {
  const { load, loadTeller, locale } = LANGUAGES[language];
  const [catalogue, teller] = await Promise.all([load(), loadTeller?.()]);
  takeCatalogue(catalogue);
  takeTeller(teller);
  takeLocale(locale);
  document.documentElement.lang = language;
}

/** Remembers a choice for the next visit; without storage it holds while the page is open. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // A browser that refuses storage asks for the language again next time.
  }
}

// ---------------------------------------------------------------------------------------------------------------------

function linked(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('lang');
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function isKnown(tag: string | undefined): tag is Language {
  return tag !== undefined && tag in LANGUAGES;
}
