/** A receipt that someone sent: measures the same again here, and shows theirs and yours with what the difference means. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Receipt, Replay, ReplayRow } from '../../studio/api.ts';
import { bytesFigure, decimals, moment, percentFigure, significant, text, timeFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tell, told } from '../messages/tell.ts';
import { FileButton } from '../panels/FileButton.tsx';
import { ProgressRow } from '../panels/ProgressRow.tsx';
import { RECORDED } from '../recorded/schema.ts';
import { openFiles } from '../shell/DropTarget.tsx';
import type { AppState } from '../store/appStore.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import { useTask } from '../views/useTask.ts';
import { loadRecipe } from './loadRecipe.ts';
import { receiptShelf } from './receiptShelf.ts';
import './library.css';

export default function ReceiptPanel() {
  const { engine } = useStudio();
  const receipt = useStore(receiptShelf, (state) => state.receipt);
  const model = useApp(({ bases }) => bases[0]?.model.id ?? null);
  const opened = useApp((state) => state.opened?.data.id ?? null);
  const [round, setRound] = useState(0);
  const resting = useApp(isResting);
  const [begun, setBegun] = useState(false);
  // Two measurements at once would slow each other down, so this one waits for that of the sides.
  useEffect(() => {
    if (resting) setBegun(true);
  }, [resting]);
  // What is open is replayed with; a receipt that names something else is tried again when that has been opened.
  const ready = receipt !== null && begun && model !== null && model !== RECORDED;
  const task = useTask(ready ? `${round} ${model} ${opened}` : null, (options) =>
    engine.decant.replay({ receipt }, options),
  );
  useEffect(() => forgetLink, []);
  if (receipt === null)
    return <p className="quiet">{t('No receipt is open. Drop a receipt.json, or open its link.')}</p>;
  return (
    <>
      <p className="lede">
        {t('Someone measured this on their device. The same is measured here, on yours, and set beside it.')}
      </p>
      {(task.busy || !ready) && (
        <ProgressRow label={task.progress ? tell(task.progress.label) : t('Measuring here')} progress={task.progress} />
      )}
      {task.error && <Missing error={task.error} />}
      {task.value && !task.busy && <Compared replay={task.value} again={() => setRound(round + 1)} />}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Nothing is measured, nor about to be because a recipe has just changed. */
function isResting(state: AppState): boolean {
  const { phase } = state;
  if (phase === 'stopped' || phase === 'failed') return true;
  return phase === 'idle' && trustOf(state, 'a') !== 'stale' && trustOf(state, 'b') !== 'stale';
}

/** The link goes on without the receipt once its panel is shut; until then a reload replays it. */
function forgetLink(): void {
  const params = new URLSearchParams(location.hash.slice(1));
  if (!params.has('receipt')) return;
  params.delete('receipt');
  history.replaceState(null, '', `#${params.toString()}`);
}

/** What must be opened first, with the way to it. */
function Missing({ error }: { readonly error: string }) {
  const { engine } = useStudio();
  const [failed, setFailed] = useState<string | null>(null);
  const open = (files: readonly File[]): void => {
    openFiles(engine, files).catch((thrown) => setFailed(told(thrown)));
  };
  return (
    <>
      <p className="said" role="alert">
        {failed ?? error}
      </p>
      <FileButton multiple onFiles={open}>
        {t('Choose the files')}
      </FileButton>
    </>
  );
}

function Compared({ replay, again }: { readonly replay: Replay; readonly again: () => void }) {
  const studio = useStudio();
  const { receipt, rows, measurement, reproduced } = replay;
  return (
    <>
      <p className={`verdict${reproduced ? '' : ' fails'}`}>{verdictWords(replay)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
      <section className="wide" aria-label={t('Theirs and yours')} tabIndex={0}>
        <table className="plain">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('Theirs')}</th>
              <th scope="col">{t('Yours')}</th>
              <th scope="col">{t('So')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.metric}>
                <th scope="row">{t(METRICS[row.metric]?.name ?? row.metric)}</th>
                <td>{shown(row.metric, row.theirs)}</td>
                <td data-provenance="live">{shown(row.metric, row.ours)}</td>
                <td>{t(VERDICTS[row.verdict])}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t('Device')}</th>
              <td>{tell(receipt.provenance.device)}</td>
              <td>{tell(measurement.provenance.device)}</td>
              <td />
            </tr>
            <tr>
              <th scope="row">{t('When')}</th>
              <td>{moment(receipt.provenance.when)}</td>
              <td>{moment(measurement.provenance.when)}</td>
              <td />
            </tr>
          </tbody>
        </table>
      </section>
      {[...replay.notes.map(tell), ...speedWords(receipt, replay)].map((words) => (
        <p key={words} className="said">
          {words}
        </p>
      ))}
      <div className="tools-row">
        <button type="button" className="btn" onClick={again}>
          {t('Measure again')}
        </button>
        <button
          type="button"
          className="link"
          onClick={() => {
            studio.store.getState().openPanel(null);
            void loadRecipe(
              studio,
              'b',
              receipt.recipe,
              t('the receipt'),
              receipt.recipe === null ? undefined : replay.model,
            );
          }}
        >
          {t('Load its recipe into B')}
        </button>
      </div>
    </>
  );
}

const METRICS: Readonly<Record<string, { readonly name: string; readonly show: (value: number) => string }>> = {
  bytes: { name: 'Size', show: (value) => text(bytesFigure(value)) },
  bitsPerWeight: { name: 'Bits a weight', show: (value) => decimals(value, 2) },
  accuracy: { name: 'Accuracy', show: (value) => text(percentFigure(value)) },
  difference: { name: 'Change, paired', show: (value) => `${decimals(value * 100, 2)}` },
  agreement: { name: 'Same answer', show: (value) => text(percentFigure(value)) },
  kl: { name: 'Drift (KL)', show: significant },
  medianMs: { name: 'Time of a run', show: (value) => text(timeFigure(value)) },
  coldMs: { name: 'First run', show: (value) => text(timeFigure(value)) },
};

const VERDICTS: Readonly<Record<ReplayRow['verdict'], string>> = {
  same: 'the same',
  within: 'within chance',
  differs: '× differs',
  machine: 'a fact of the device',
};

function shown(metric: string, value: number | null): string {
  return value === null ? '–' : (METRICS[metric]?.show(value) ?? significant(value));
}

function verdictWords({ same, rows, reproduced }: Replay): string {
  if (!same.model) return t('Not a replay: the network that is open here is another one.');
  if (!same.data) return t('Not a replay: the data that is open here is other data.');
  if (reproduced) return t('Reproduced: size and quality came out the same here.');
  const names = rows
    .filter(({ verdict }) => verdict === 'differs')
    .map(({ metric }) => t(METRICS[metric]?.name ?? metric));
  return t('Not reproduced: {names} came out otherwise here.', { names: names.join(', ') });
}

/** Why the times differ, as far as the two measurements can tell. */
function speedWords({ metrics, provenance }: Receipt, { measurement }: Replay): string[] {
  const [theirs, ours] = [metrics.speed, measurement.speed];
  if (!theirs || !ours) return [];
  const [faster, slower] = [Math.min(theirs.medianMs, ours.medianMs), Math.max(theirs.medianMs, ours.medianMs)];
  const apart = ours.p10 > theirs.p90 || theirs.p10 > ours.p90;
  if (!apart) return [t('Times overlap: no difference between the devices was measured.')];
  const ratio = decimals(slower / faster, slower / faster < 10 ? 1 : 0);
  const whose =
    ours.medianMs < theirs.medianMs
      ? t('Yours is {ratio} times faster.', { ratio })
      : t('Yours is {ratio} times slower.', { ratio });
  const here = measurement.provenance;
  const cause =
    here.executor === provenance.executor
      ? t('Both ran on {executor}, so the device makes the difference.', { executor: here.executor })
      : t('Theirs ran on {theirs}, yours on {yours}: not only the device differs.', {
          theirs: provenance.executor,
          yours: here.executor,
        });
  const clock = theirs.clock === ours.clock ? [] : [t('Their clock was another one, so compare with care.')];
  return [[whose, cause, ...clock].join(' ')];
}
