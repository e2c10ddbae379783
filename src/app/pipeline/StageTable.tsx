/** What each stage has left: quality, size and speed as they come, each with how it was measured. */
import type { StageSummary } from '../../studio/api.ts';
import { sizeChange } from '../format/changes.ts';
import { bytesFigure, count, text, timeFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { Measured } from '../sides/Measured.tsx';
import type { Step } from './chain.ts';
import { intervalText, prunedText, qualityReceipt, shareText, sizeReceipt, speedReceipt } from './receipts.ts';
import { kindOptions } from './sentences.ts';
import { usePipeline } from './usePipeline.ts';

export function StageTable() {
  const ran = usePipeline((state) => state.ran);
  const stages = usePipeline((state) => state.stages);
  const original = usePipeline((state) => state.original);
  const busy = usePipeline(({ phase }) => phase === 'running' || phase === 'stopping');
  if (ran.length === 0) return null;
  const on = [original, ...stages].find((stage) => stage?.measuredOn)?.measuredOn;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="stage-table" aria-label={t('What each stage has left')} tabIndex={0}>
      <table className="plain">
        {on && (
          <caption className="label">
            {t('Quality on {count} samples of {name}, with 95 % intervals.', {
              count: count(on.samples),
              name: on.name,
            })}
          </caption>
        )}
        <thead>
          <tr>
            <th scope="col">{t('stage')}</th>
            {[t('right'), t('like the original'), t('bytes'), t('a sample')].map((name) => (
              <th key={name} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {original && (
            <tr>
              <th scope="row">{t('Original')}</th>
              <Figures stage={original} />
            </tr>
          )}
          {ran.map((step, index) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: a stage is known by its number, and the list stays.
              key={index}
              step={step}
              index={index}
              stage={stages[index]}
              goes={busy && stages.length === index}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface RowProps {
  readonly step: Step;
  readonly index: number;
  readonly stage: StageSummary | undefined;
  readonly goes: boolean;
}

function Row({ step, index, stage, goes }: RowProps) {
  const word = kindOptions().find(({ value }) => value === step.kind)?.word ?? String(step.kind);
  return (
    <tr className={stage ? '' : 'waiting'}>
      <th scope="row">
        {index + 1}. {word}
        {stage?.pruned && <span className="label aside">{prunedText(stage.pruned)}</span>}
      </th>
      {stage ? <Figures stage={stage} /> : <td colSpan={4}>{goes ? t('goes') : t('waits')}</td>}
    </tr>
  );
}

function Figures({ stage }: { readonly stage: StageSummary }) {
  const when = usePipeline((state) => state.when);
  const whole = usePipeline((state) => state.original?.bytes);
  const { metrics, intervals, bytes, speed } = stage;
  const shares = { heldOut: metrics.heldOut, agreement: metrics.agreement };
  return (
    <>
      {Object.entries(shares).map(([name, share]) => (
        <td key={name} className="num">
          {share === undefined ? (
            '–'
          ) : (
            <Measured trust="live" receipt={() => qualityReceipt(stage, when)}>
              {shareText(share)}
              <span className="label aside">{intervalText(intervals?.[name])}</span>
            </Measured>
          )}
        </td>
      ))}
      <td className="num">
        <Measured trust="live" receipt={() => sizeReceipt(stage)}>
          {text(bytesFigure(bytes))}
        </Measured>
        {whole !== undefined && bytes !== whole && <span className="label aside">{sizeChange(bytes, whole)}</span>}
      </td>
      <td className="num">
        {speed ? (
          <Measured trust="live" receipt={() => speedReceipt(speed, when)}>
            {text(timeFigure(speed.medianMs / speed.batch))}
          </Measured>
        ) : (
          '–'
        )}
      </td>
    </>
  );
}
