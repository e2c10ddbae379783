/**
 * One step, slowly, with the numbers of the sample that is shown: forward, soft targets, loss, gradient, update. The step
 * is really made, from a checkpoint of the run, and its student is asked before and after.
 */
import { useEffect, useRef, useState } from 'react';
import { isAbort } from '../../engine/aborts.ts';
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { told } from '../../messages/tell.ts';
import { prefersStillness } from '../../shell/useMedia.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { settingsAfter } from '../../training/reports.ts';
import type { Place, SlowStep } from '../../training/slowMotion.ts';
import { makeSlowStep } from '../../training/slowMotion.ts';
import type { TrainingState } from '../../training/state.ts';
import { SlowNumbers } from './SlowNumbers.tsx';
import { useTrainer } from './useTraining.ts';

interface SlowMotionProps {
  readonly sample: number;
  readonly close: () => void;
}

/** The five stages of a step, in order. */
export const STAGES = ['forward', 'targets', 'loss', 'gradient', 'update'] as const;
export type SlowStage = (typeof STAGES)[number];

/** How long a stage stands before the next one follows by itself. */
const STAGE_MS = 2600;

export function SlowMotion({ sample, close }: SlowMotionProps) {
  const { step, busy, error, next } = useSlowStep(sample);
  const [at, setAt] = useState(0);
  const [plays, setPlays] = useState(() => !prefersStillness());
  const stage = STAGES[at] ?? 'forward';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step begins with its forward pass.
  useEffect(() => setAt(0), [step]);
  useEffect(() => {
    if (!plays || !step || at >= STAGES.length - 1) return;
    const timer = setTimeout(() => setAt(at + 1), STAGE_MS);
    return () => clearTimeout(timer);
  }, [plays, step, at]);
  const choose = (to: number): void => {
    setPlays(false);
    setAt(to);
  };
  const last = at === STAGES.length - 1;
  return (
    <section className="slow-motion" aria-labelledby="slow-title">
      <header className="study-head">
        <h2 id="slow-title">
          {step ? t('Step {step}, slowly', { step: count(step.from.step + 1) }) : t('One step, slowly')}
        </h2>
        <button type="button" className="link" onClick={close}>
          {t('Close')}
        </button>
      </header>
      {error !== null && (
        <p className="study-error" role="alert">
          × {error}
        </p>
      )}
      {busy && <p className="label">{t('The step is being made, from the checkpoint before it…')}</p>}
      {step && (
        <>
          <ol className="stages">
            {STAGES.map((name, i) => (
              <li key={name}>
                <button type="button" aria-pressed={i === at} onClick={() => choose(i)}>
                  {count(i + 1)} {TITLES[name]()}
                </button>
              </li>
            ))}
          </ol>
          <SlowNumbers step={step} stage={stage} />
          <div className="tools-row">
            <button type="button" className="btn" disabled={at === 0} onClick={() => choose(at - 1)}>
              {t('Back')}
            </button>
            <button type="button" className="btn" aria-pressed={plays} onClick={() => setPlays(!plays)}>
              {plays && !last ? t('Hold') : t('Play')}
            </button>
            <button
              type="button"
              className="btn btn-main"
              disabled={busy}
              onClick={() => (last ? next() : choose(at + 1))}
            >
              {last ? t('The next step') : t('Next')}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const TITLES: Readonly<Record<SlowStage, () => string>> = {
  forward: () => t('Forward'),
  targets: () => t('Soft targets'),
  loss: () => t('Loss'),
  gradient: () => t('Gradient'),
  update: () => t('Update'),
};

/** Makes steps from where the run is looked at, one after the other; what they leave is deleted when they are done with. */
function useSlowStep(sample: number) {
  const { engine } = useStudio();
  const trainer = useTrainer();
  const teacher = useApp((state) => state.bases[0]?.model);
  const image = useApp((state) => (state.imagesVersion >= 0 ? engine.images.get(sample) : undefined));
  const [from, setFrom] = useState<Place | null>(() => placeOf(trainer.store.getState()));
  const [made, setMade] = useState<{ step: SlowStep | null; busy: boolean; error: string | null }>(NOTHING);
  const left = useRef<string[]>([]);
  useEffect(() => {
    const state = trainer.store.getState();
    if (state.phase === 'running') trainer.pause();
    if (!from || !teacher || !image) return;
    const controller = new AbortController();
    const { signal } = controller;
    setMade((before) => ({ ...before, busy: true, error: null }));
    const own = settingsAfter(state.began, state.marks, from.step);
    const setup = state.asked ?? state.setup;
    const request = {
      from,
      teacher,
      pixels: image.pixels,
      label: engine.images.labelOf(sample) ?? null,
      setup,
      temperature: own.temperature ?? 1,
      alpha: own.alpha ?? 0,
      learningRate: own.learningRate ?? setup.learningRate,
      of: setup.steps,
    };
    makeSlowStep(engine.decant, request, signal).then(
      (step) => {
        left.current.push(step.to.run);
        if (!signal.aborted) setMade({ step, busy: false, error: null });
      },
      (thrown) => {
        if (!signal.aborted && !isAbort(thrown)) setMade({ step: null, busy: false, error: told(thrown) });
      },
    );
    return () => controller.abort(new DOMException('Another step is looked at.', 'AbortError'));
  }, [engine, trainer, teacher, image, sample, from]);
  useEffect(
    () => () => {
      const runs = left.current;
      left.current = [];
      for (const run of runs) trainer.clearAway(run);
    },
    [trainer],
  );
  return { ...made, next: () => made.step && setFrom(made.step.to) };
}

const NOTHING = { step: null, busy: false, error: null };

/** The checkpoint that is looked at, or the newest one that a step can still follow. */
function placeOf({ run, checkpoints, looking, of }: TrainingState): Place | null {
  const fitting = checkpoints.filter(({ at }) => at < of);
  const chosen = fitting.find(({ at }) => at === looking) ?? fitting.at(-1);
  return run !== null && chosen ? { run, stage: chosen.stage, step: chosen.step } : null;
}
