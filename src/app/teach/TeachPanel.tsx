/** The teacher's page: a link with what stands on the stage now, parts put away, a seed that stays, a task to answer. */

import { useEffect, useState } from 'react';
import { LESSONS } from '../lessons/catalogue.ts';
import { t } from '../messages/t.ts';
import { CopyButton } from '../panels/CopyButton.tsx';
import { writeHash } from '../recipe/hash.ts';
import { useApp } from '../store/context.tsx';
import { fingerprintOf } from './fingerprint.ts';
import type { Flags, Part } from './flags.ts';
import { NO_FLAGS, PARTS } from './flags.ts';
import { writeFlags } from './writeFlags.ts';
import './teach.css';

interface Wishes extends Flags {
  /** Id of the lesson that the link opens; empty for none. */
  readonly lesson: string;
  /** The expected answer itself; the link carries its fingerprint. */
  readonly expected: string;
}

export default function TeachPanel() {
  const [wishes, setWishes] = useState<Wishes>({ ...NO_FLAGS, lesson: '', expected: '' });
  const wish = (change: Partial<Wishes>): void => setWishes((before) => ({ ...before, ...change }));
  const link = useLink(wishes);
  const frame = `<iframe src="${link}" width="100%" height="640" title="Decant"></iframe>`;
  const words = partWords();
  return (
    <>
      <p className="lede">
        {t('A link opens what stands on the stage now: both recipes, the view, the layer. Say what else it should do.')}
      </p>
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        <label className="field whole">
          <span>{t('Lesson')}</span>
          <select value={wishes.lesson} onChange={(event) => wish({ lesson: event.target.value })}>
            <option value="">{t('none')}</option>
            {LESSONS.map(({ id, title }) => (
              <option key={id} value={id}>
                {t(title)}
              </option>
            ))}
          </select>
        </label>
        <label className="field whole">
          <span>{t('Task')}</span>
          <textarea rows={2} value={wishes.ask ?? ''} onChange={(event) => wish({ ask: event.target.value || null })} />
        </label>
        <label className="field">
          <span>{t('Expected answer')}</span>
          <input type="text" value={wishes.expected} onChange={(event) => wish({ expected: event.target.value })} />
        </label>
        <label className="field">
          <span>{t('Seed of training')}</span>
          <input
            type="text"
            inputMode="numeric"
            value={wishes.seed ?? ''}
            onChange={(event) => wish({ seed: seedOf(event.target.value) })}
          />
        </label>
        <p className="label whole">
          {t('The link holds only a fingerprint of the answer: it cannot be read off, but a short one can be guessed.')}
        </p>
      </form>
      <fieldset className="parts">
        <legend>{t('Put away')}</legend>
        {PARTS.map((part) => (
          <label key={part} className="check">
            <input
              type="checkbox"
              checked={wishes.hide.includes(part)}
              onChange={(event) => wish({ hide: changed(wishes.hide, part, event.target.checked) })}
            />
            {words[part]}
          </label>
        ))}
      </fieldset>
      <fieldset className="parts">
        <legend>{t('Show')}</legend>
        <label className="check">
          <input
            type="checkbox"
            checked={wishes.present}
            onChange={(event) => wish({ present: event.target.checked })}
          />
          {t('large, for a projector')}
        </label>
        <label className="check">
          <input type="checkbox" checked={wishes.embed} onChange={(event) => wish({ embed: event.target.checked })} />
          {t('this view alone, for another page')}
        </label>
      </fieldset>
      <h3>{t('The link')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
      <pre className="code link-text" tabIndex={0}>
        {wishes.embed ? frame : link}
      </pre>
      <div className="tools-row">
        <CopyButton text={wishes.embed ? frame : link}>
          {wishes.embed ? t('Copy the frame') : t('Copy link')}
        </CopyButton>
        <a href={link} target="_blank" rel="noreferrer">
          {t('Try it in a new tab')}
        </a>
      </div>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** The link for the wishes; the fingerprint of the answer comes a moment later. */
function useLink({ lesson, expected, ...flags }: Wishes): string {
  const state = useApp((whole) => whole);
  const [answer, setAnswer] = useState<string | null>(null);
  useEffect(() => {
    if (expected.trim() === '') setAnswer(null);
    else void fingerprintOf(expected).then(setAnswer);
  }, [expected]);
  const { sides, view, layer, split, baseline, filter } = state;
  const [a, b] = [sides.a.recipe, sides.b.recipe];
  const stage = writeHash(location.hash, { a, b, view, layer, lesson: null, page: 1, split, baseline, filter });
  const params = new URLSearchParams(stage.slice(1));
  if (lesson !== '') params.set('lesson', lesson);
  // A lesson sets the stage itself; recipes in the link would keep it from doing so.
  if (lesson !== '') for (const key of ['a', 'b', 'ax', 'bx', 'ac', 'bc', 'view', 'layer']) params.delete(key);
  return `${location.origin}${location.pathname}${writeFlags(`#${params}`, { ...flags, answer })}`;
}

function changed(parts: readonly Part[], part: Part, away: boolean): readonly Part[] {
  return away ? [...parts, part] : parts.filter((one) => one !== part);
}

function seedOf(text: string): number | null {
  const seed = Number.parseInt(text, 10);
  return seed >= 0 ? seed : null;
}

function partWords(): Readonly<Record<Part, string>> {
  return {
    runs: t('the runs'),
    stations: t('the stations of the rail'),
    tools: t('link, undo, redo'),
    views: t('the other views'),
    dials: t('the dials'),
    recipes: t('the recipes'),
    time: t('the time'),
    seed: t('the choice of a seed'),
    proof: t('the last line'),
  };
}
