/** How the page looks: language, theme, contrast, and the large type of a projector. */
import { useState } from 'react';
import type { Display } from '../display.ts';
import { keepDisplay, keptDisplay } from '../display.ts';
import type { Language } from '../messages/language.ts';
import { keepLanguage, LANGUAGES, speak } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { Choices } from './Choices.tsx';

const KNOWN: readonly Language[] = ['en', 'de'];

export default function DisplayPanel() {
  const language = useApp((state) => state.language);
  const setLanguage = useApp((state) => state.setLanguage);
  const [display, setDisplay] = useState(keptDisplay);
  const choose = (change: Partial<Display>): void => {
    const next = { ...display, ...change };
    keepDisplay(next);
    setDisplay(next);
  };
  const talk = (chosen: Language): void => {
    keepLanguage(chosen);
    void speak(chosen).then(() => setLanguage(chosen));
  };
  return (
    <>
      <Choices
        name={t('Language')}
        options={KNOWN.map((value) => ({ value, word: LANGUAGES[value].name, lang: value }))}
        value={language}
        choose={talk}
      />
      <Choices
        name={t('Colours')}
        options={[
          { value: 'system', word: t('as the system'), help: t('Light or dark, as this device is set.') },
          { value: 'light', word: t('light') },
          { value: 'dark', word: t('dark') },
        ]}
        value={display.theme}
        choose={(theme) => choose({ theme })}
      />
      <Choices
        name={t('Contrast')}
        options={[
          { value: 'system', word: t('as the system'), help: t('More where this device asks for it.') },
          { value: 'more', word: t('more'), help: t('Black on white or white on black, with thicker lines.') },
        ]}
        value={display.contrast}
        choose={(contrast) => choose({ contrast })}
      />
    </>
  );
}
