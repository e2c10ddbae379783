/**
 * A budget of bytes: the solver gives the widths of least summed drift, predicted at once while the slider moves; then
 * side B is set to them and what they cost together is measured and shown beside the prediction.
 */

import type { CSSProperties } from 'react';
import { useEffect } from 'react';
import type { Allocation, SensitivityMap } from '../../../studio/api.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { ProgressRow } from '../../panels/ProgressRow.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import { shelfHook, useStudy } from '../studyShelf.ts';
import { useNumberChoice } from '../useChoice.ts';
import { useTask } from '../useTask.ts';
import { BudgetTable } from './BudgetTable.tsx';
import { withAllocation } from './widths.ts';
import '../../styles/grip.css';

interface BudgetProps {
  /** The map of each layer alone; null before it is measured. */
  readonly map: SensitivityMap | null;
  readonly mapKey: string | null;
  /** Shows widths in the map. */
  readonly propose: (bits: Readonly<Record<string, number>> | null) => void;
}

export function Budget({ map, mapKey, propose }: BudgetProps) {
  return (
    <section className="budget" aria-labelledby="budget-title">
      <h2 id="budget-title">{t('What a budget buys')}</h2>
      {map && mapKey !== null ? (
        <BudgetSpent key={mapKey} map={map} mapKey={mapKey} propose={propose} />
      ) : (
        <p className="quiet">
          {t(
            'Once each layer is measured alone, set a budget of bytes: a solver spends it where the drift is least, and what it predicts is then measured.',
          )}
        </p>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const useShelf = shelfHook<never, Allocation>();

/** Stops of the slider, even steps of the logarithm. */
const STOPS = 400;

interface SpentProps extends BudgetProps {
  readonly map: SensitivityMap;
  readonly mapKey: string;
}

function BudgetSpent({ map, mapKey, propose }: SpentProps) {
  const { engine, store } = useStudio();
  const shelf = useShelf();
  const spec = useApp((state) => state.sides.b);
  const setSide = useApp((state) => state.setSide);
  const [said, spend] = useNumberChoice('spend');
  const stop = said === null ? stopOf(map, startOf(map)) : nearestStop(map, said);
  const setStop = (at: number): void => spend(bytesAt(map, at));
  const budget = bytesAt(map, stop);
  const predicted = useTask(`${mapKey}|${budget}`, (options) => engine.allocate({ map, budget }, false, options));
  const verified = useStudy(shelf, `${mapKey}|${budget}`);
  const shown = predicted.value;
  useEffect(() => {
    propose(shown?.bits ?? null);
    return () => propose(null);
  }, [shown, propose]);
  const apply = async (): Promise<void> => {
    const { result } = await shelf.run(`${mapKey}|${budget}`, (options) =>
      engine.allocate({ map, budget }, true, options),
    );
    if (!result) return;
    setSide('b', { ...spec, recipe: withAllocation(spec.recipe, result) });
    store.getState().announce(t('B has the widths that {size} buy.', { size: text(bytesFigure(budget)) }));
  };
  const error = predicted.error ?? verified.error;
  return (
    <>
      <Ruler map={map} stop={stop} setStop={setStop} />
      {shown && <BudgetTable map={map} budget={budget} predicted={shown} verified={verified.result} />}
      {error !== null && (
        <p className="study-error" role="alert">
          × {error}
        </p>
      )}
      {verified.busy ? (
        <ProgressRow label={t('measuring the widths together')} progress={verified.progress} stop={shelf.stop} />
      ) : (
        <button type="button" className="btn btn-main" disabled={!shown} onClick={() => void apply()}>
          {t('Set B to this and measure')}
        </button>
      )}
    </>
  );
}

interface RulerProps {
  readonly map: SensitivityMap;
  readonly stop: number;
  readonly setStop: (stop: number) => void;
}

/** A ruler of bytes with a grip; the uniform widths are its graduations, B's bytes a dashed tick. */
function Ruler({ map, stop, setStop }: RulerProps) {
  const bytesB = useApp((state) => state.results.b?.measurement.size.bytes);
  const at = (bytes: number): CSSProperties => ({ '--at': stopOf(map, bytes) / STOPS }) as CSSProperties;
  const words = text(bytesFigure(bytesAt(map, stop)));
  const within = bytesB !== undefined && bytesB >= map.bytes.least && bytesB <= map.bytes.most;
  return (
    <div className="ruler">
      <label>
        <span>{t('budget')}</span> <output>{words}</output>
        <input
          type="range"
          className="grip"
          min={0}
          max={STOPS}
          value={stop}
          aria-label={t('Budget for the whole model')}
          aria-valuetext={words}
          onChange={(event) => setStop(Number(event.target.value))}
        />
      </label>
      <div className="ticks" aria-hidden="true">
        {map.uniform.map(({ bits, bytes }) => (
          <span key={bits} style={at(bytes)}>
            {bits}
          </span>
        ))}
        {within && <i style={at(bytesB)} />}
      </div>
      <p className="label">{t('Marks: all layers at that many bits. Dashed: B now.')}</p>
    </div>
  );
}

/** Where the slider begins: what all layers take at 4 bits, else half way. */
function startOf({ uniform, bytes }: SensitivityMap): number {
  return uniform.find(({ bits }) => bits === 4)?.bytes ?? Math.sqrt(bytes.least * bytes.most);
}

function bytesAt({ bytes: { least, most } }: SensitivityMap, stop: number): number {
  return Math.ceil(least * (most / least) ** (stop / STOPS));
}

/** Rounded up, so that a budget of exactly some bytes holds them. */
function stopOf(map: SensitivityMap, bytes: number): number {
  return inside(Math.ceil(exactStop(map, bytes)));
}

/** The stop that gave these bytes. */
function nearestStop(map: SensitivityMap, bytes: number): number {
  return inside(Math.round(exactStop(map, bytes)));
}

const inside = (stop: number): number => Math.min(STOPS, Math.max(0, stop));

function exactStop({ bytes: { least, most } }: SensitivityMap, bytes: number): number {
  return (Math.log(bytes / least) / Math.log(most / least)) * STOPS;
}
