/**
 * Which of two answers is A's? Ten samples, both sides' answers without their names, and at the end how sure one can be
 * that the guesses were more than luck. Turns "0.4 points" into something one has felt.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../messages/t.ts';
import { flipsOf } from '../../stage/cells.ts';
import { sideTitle } from '../../stage/SideTags.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import { BlindPair } from './BlindPair.tsx';
import type { Trial } from './trials.ts';
import { scoreOf, scoreWords, TRIALS, trialsOf } from './trials.ts';
import './blind.css';

export default function BlindPanel() {
  const results = useApp((state) => state.results);
  const samples = useApp((state) => state.opened?.data.samples ?? 0);
  const live = useApp((state) => state.results.a?.modelId != null && state.results.b?.modelId != null);
  const [seed, setSeed] = useState(() => Math.floor(Math.random() * 1e6));
  const models = `${results.a?.modelId} ${results.b?.modelId}`;
  const trials = useMemo(() => trialsOf(seed, samples, flipsOf(results)), [seed, samples, results]);
  if (!live || samples < TRIALS) {
    return <p className="lede">{t('The test needs both sides measured here, on ten samples or more.')}</p>;
  }
  return <Test key={`${seed} ${models}`} trials={trials} again={() => setSeed(Math.floor(Math.random() * 1e6))} />;
}

// ---------------------------------------------------------------------------------------------------------------------

interface TestProps {
  readonly trials: readonly Trial[];
  readonly again: () => void;
}

function Test({ trials: given, again }: TestProps) {
  const { engine } = useStudio();
  const [trials] = useState(given);
  const [guesses, setGuesses] = useState<readonly boolean[]>([]);
  useEffect(() => engine.wantImages(trials.map(({ sample }) => sample)), [engine, trials]);
  const trial = trials[guesses.length];
  const right = guesses.filter(Boolean).length;
  if (!trial) return <Outcome right={right} trials={trials.length} again={again} />;
  const guess = (first: boolean): void => setGuesses([...guesses, first === trial.aFirst]);
  return (
    <>
      <p className="lede">{t('One of these answers is A’s, the other B’s. Which is A’s?')}</p>
      <p className="label" role="status">
        {t('{n} of {all}', { n: guesses.length + 1, all: trials.length })}
      </p>
      <BlindPair key={trial.sample} trial={trial} />
      <div className="blind-acts">
        <button type="button" className="btn" onClick={() => guess(true)}>
          {t('The first is A’s')}
        </button>
        <button type="button" className="btn" onClick={() => guess(false)}>
          {t('The second is A’s')}
        </button>
      </div>
      <p className="quiet">
        {t('Half of the samples are ones that the sides answer differently, where there are so many.')}
      </p>
    </>
  );
}

interface OutcomeProps {
  readonly right: number;
  readonly trials: number;
  readonly again: () => void;
}

function Outcome({ right, trials, again }: OutcomeProps) {
  const [a, b] = [useApp((state) => sideTitle(state, 'a')), useApp((state) => sideTitle(state, 'b'))];
  const score = scoreOf(right, trials);
  const words = useRef<HTMLParagraphElement>(null);
  // The button of the last guess is gone, and the focus with it; without one the sheet would not hear Escape.
  useLayoutEffect(() => words.current?.focus(), []);
  return (
    <>
      <p ref={words} className="lede" role="status" tabIndex={-1}>
        {scoreWords(score)}
      </p>
      <p>{t('A was {a}, B {b}.', { a, b })}</p>
      <div className="blind-scale" role="img" aria-label={t('{right} of {trials} right', { right, trials })}>
        <i className="range" style={{ left: `${score.low * 100}%`, width: `${(score.high - score.low) * 100}%` }} />
        <i className="dot" style={{ left: `${(right / trials) * 100}%` }} />
        <i className="luck" />
        <span>{t('luck')}</span>
      </div>
      <button type="button" className="btn btn-main" onClick={again}>
        {t('Ten others')}
      </button>
    </>
  );
}
