/** Time on both sides: cold, warm, spread; onnxruntime-web beside ours; each node; what was checked and tuned here. */
import type { ExecutorName } from '../../../execution/executor.ts';
import type { Measurement, Readiness } from '../../../studio/api.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { sideTitle } from '../../stage/SideTags.tsx';
import { Strip } from '../../stage/Strip.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import type { SideName } from '../../store/types.ts';
import { useChoice, useNumberChoice } from '../useChoice.ts';
import type { Task } from '../useTask.ts';
import { useTask } from '../useTask.ts';
import { Checks } from './Checks.tsx';
import { NodeTable } from './NodeTable.tsx';
import { Roofline } from './Roofline.tsx';
import type { BATCHES, TimedRow } from './TimeTable.tsx';
import { TimeTable } from './TimeTable.tsx';
import { useProfiles } from './useProfiles.ts';
import '../../styles/tables.css';
import '../turn.css';
import './speed.css';

export default function SpeedView() {
  const a = useApp((state) => state.results.a?.measurement);
  const b = useApp((state) => state.results.b?.measurement);
  const [titleA, titleB] = [useApp((state) => sideTitle(state, 'a')), useApp((state) => sideTitle(state, 'b'))];
  const other = useApp((state) => otherExecutor(state.readiness));
  const [batchSaid, sayBatch] = useChoice('batch', ['1', '4', '16', '64']);
  const [threads, setThreads] = useNumberChoice('threads');
  const batch = Number(batchSaid);
  const setBatch = (size: (typeof BATCHES)[number]): void => sayBatch(`${size}`);
  const how = { batch, threads };
  const profiles = useProfiles(batch);
  const [ownA, ownB] = [useRow('a', a, how), useRow('b', b, how)];
  const [otherA, otherB] = [useOther('a', other, how), useOther('b', other, how)];
  const rows: TimedRow[] = [ownA, ownB];
  if (other) {
    rows.splice(1, 0, {
      side: 'a',
      who: executorWords(other),
      measurement: otherA.value,
      waiting: waitingWords(otherA),
    });
    rows.push({ side: 'b', who: executorWords(other), measurement: otherB.value, waiting: waitingWords(otherB) });
  }
  return (
    <>
      <Strip
        bytesA={a?.size.bytes ?? 0}
        bytesB={b?.size.bytes ?? 0}
        nameA={titleA}
        nameB={titleB}
        noteA={text(bytesFigure(a?.size.bytes ?? 0))}
        noteB={text(bytesFigure(b?.size.bytes ?? 0))}
      />
      <TimeTable rows={rows} batch={batch} setBatch={setBatch} threads={threads} setThreads={setThreads} />
      <Roofline profiles={profiles} />
      <NodeTable profiles={profiles} />
      <Checks />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** onnxruntime-web beside our kernels; our kernels beside it where it was chosen and there is an adapter. */
function otherExecutor(readiness: Readiness | null): ExecutorName | null {
  if (!readiness) return null;
  if (readiness.chosen.executor !== 'onnx') return 'onnx';
  return readiness.adapter === null ? null : 'webgpu';
}

function executorWords(executor: ExecutorName | undefined): string {
  switch (executor) {
    case 'webgpu':
      return 'Decant, WebGPU';
    case 'onnx':
      return 'onnxruntime-web, WASM';
    case 'reference':
      return t('Decant, plain loops');
    case undefined:
      return t('not measured yet');
    default:
      return executor satisfies never;
  }
}

/** Samples in a run, and threads of WASM: null for as many as the page may use. */
interface How {
  readonly batch: number;
  readonly threads: number | null;
}

/** A side on the executor that measured it: as the stage has it, or under other conditions, timed for this view. */
function useRow(side: SideName, measured: Measurement | undefined, how: How): TimedRow {
  const executor = measured?.executor ?? null;
  const likewise = how.batch === (measured?.speed?.batch ?? 1) && (how.threads === null || executor !== 'onnx');
  const asked = likewise ? null : executor;
  const again = useOther(side, asked, how);
  const who = executorWords(measured?.executor);
  if (asked === null) return { side, who, measurement: measured ?? null, waiting: null };
  return { side, who, measurement: again.busy ? null : again.value, waiting: waitingWords(again) };
}

/** An executor on the same network; asked once a side is live and nothing else is measured. */
function useOther(side: SideName, executor: ExecutorName | null, { batch, threads }: How): Task<Measurement> {
  const fewer = executor === 'onnx' && threads !== null ? { threads } : {};
  const { engine } = useStudio();
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const idle = useApp((state) => state.phase === 'idle');
  const when = useApp((state) => state.results[side]?.measurement.provenance.when);
  const key = idle && executor && model !== null ? `${executor}|${model}|${batch}|${fewer.threads}|${when}` : null;
  return useTask(key, (options) => engine.measureOn(executor ?? 'onnx', side, { ...options, batch, ...fewer }));
}

function waitingWords({ busy, error, progress }: Task<Measurement>): string | null {
  if (error) return error;
  if (!busy) return t('measured once both sides are live');
  const share = progress && progress.total > 0 ? ` ${Math.floor((progress.done / progress.total) * 100)} %` : '';
  return `${t('being measured')}${share}`;
}
