/**
 * One row in slow motion: its own numbers through scale, divide, round, clamp and pack, a step at a time, by hand or by
 * itself. Nothing moves by itself where the person asked for less motion.
 */
import { useEffect, useState } from 'react';
import type { LayerSummary, WeightRow } from '../../../studio/api.ts';
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { prefersStillness } from '../../shell/useMedia.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { useSideLayer } from '../useLayer.ts';
import { useTask } from '../useTask.ts';
import { BitBytes } from './BitBytes.tsx';
import { SlowTable } from './SlowTable.tsx';
import { slowSteps } from './slowSteps.ts';
import './slow.css';

const STEP_MS = 1600;

export function SlowRow({ layer }: { readonly layer: LayerSummary }) {
  const [open, setOpen] = useState(false);
  const [row, setRow] = useState(0);
  const made = useSideLayer('b', layer.node);
  const shown = useRow(open && made !== undefined && made.bits <= 8 ? layer.parameter : null, row);
  return (
    <section className="slow" aria-labelledby="slow-title">
      <h2 id="slow-title">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('One row, slowly')}
        </button>
      </h2>
      {open && (made === undefined || made.bits > 8) && (
        <p className="quiet">{t('B keeps floats here. Turn its dial to 8 bits or fewer to see a row rounded.')}</p>
      )}
      {open && shown && <Motion key={`${layer.node} ${shown.row}`} shown={shown} setRow={setRow} />}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function useRow(parameter: string | null, row: number): WeightRow | null {
  const { engine } = useStudio();
  const model = useApp((state) => state.results.b?.modelId ?? null);
  const key = parameter === null || model === null ? null : `${model}|${parameter}|${row}`;
  const task = useTask(key, (options) => engine.weightRow(parameter ?? '', row, options));
  return key === null ? null : task.value;
}

interface MotionProps {
  readonly shown: WeightRow;
  readonly setRow: (row: number) => void;
}

function Motion({ shown, setRow }: MotionProps) {
  const steps = slowSteps(shown);
  const last = steps.length - 1;
  const [step, setStep] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [looked, look] = useState<{ weight: number | null; says: string | null }>({ weight: null, says: null });
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      setStep(Math.min(last, step + 1));
      if (step + 1 >= last) setPlaying(false);
    }, STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, step, last]);
  const go = (to: number): void => {
    setPlaying(false);
    look({ weight: null, says: null });
    setStep(Math.min(last, Math.max(0, to)));
  };
  const play = (): void => {
    if (prefersStillness()) {
      go(step === last ? 0 : step + 1);
      return;
    }
    setStep(step === last ? 0 : step);
    setPlaying(true);
  };
  return (
    <>
      <div className="slow-tools">
        <button type="button" className="btn" disabled={step === 0} onClick={() => go(step - 1)}>
          {t('Back')}
        </button>
        <button type="button" className="btn" disabled={step === last} onClick={() => go(step + 1)}>
          {t('Next step')}
        </button>
        <button type="button" className="btn" onClick={() => (playing ? setPlaying(false) : play())}>
          {playing ? t('Pause') : t('Play')}
        </button>
        <label className="end">
          {t('row')}{' '}
          <input
            type="number"
            min={1}
            max={shown.rows}
            value={shown.row + 1}
            onChange={({ target }) => setRow(Math.min(shown.rows, Math.max(1, Number(target.value) || 1)) - 1)}
          />{' '}
          {t('of {rows}', { rows: count(shown.rows) })}
        </label>
      </div>
      <p className="slow-says" role="status">
        <b>{steps[step]?.name}.</b> {looked.says ?? steps[step]?.says}
      </p>
      <SlowTable steps={steps.slice(0, step + 1)} weights={shown.values.length} weight={looked.weight} />
      {step === last && <BitBytes row={shown} weight={looked.weight} look={(weight, says) => look({ weight, says })} />}
    </>
  );
}
