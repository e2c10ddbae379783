/** Time on both sides: cold, warm, spread; onnxruntime-web beside ours; each node; what was checked and tuned here. */

import type { Measurement } from '../../../studio/api.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { sideTitle } from '../../stage/SideTags.tsx';
import { Strip } from '../../stage/Strip.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import type { SideName } from '../../store/types.ts';
import type { Task } from '../useTask.ts';
import { useTask } from '../useTask.ts';
import { Checks } from './Checks.tsx';
import { NodeTable } from './NodeTable.tsx';
import type { TimedRow } from './TimeTable.tsx';
import { TimeTable } from './TimeTable.tsx';
import '../../styles/tables.css';
import '../turn.css';
import './speed.css';

export default function SpeedView() {
  const a = useApp((state) => state.results.a?.measurement);
  const b = useApp((state) => state.results.b?.measurement);
  const [titleA, titleB] = [useApp((state) => sideTitle(state, 'a')), useApp((state) => sideTitle(state, 'b'))];
  const [peerA, peerB] = [usePeer('a'), usePeer('b')];
  const rows: TimedRow[] = [
    { side: 'a', who: `Decant, ${a?.executor ?? ''}`, measurement: a ?? null, waiting: null },
    { side: 'a', who: 'onnxruntime-web', measurement: peerA.value, waiting: peerWords(peerA) },
    { side: 'b', who: `Decant, ${b?.executor ?? ''}`, measurement: b ?? null, waiting: null },
    { side: 'b', who: 'onnxruntime-web', measurement: peerB.value, waiting: peerWords(peerB) },
  ];
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
      <TimeTable rows={rows} />
      <NodeTable />
      <Checks />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** onnxruntime-web on the same network; asked once a side is live and nothing else is measured. */
function usePeer(side: SideName): Task<Measurement> {
  const { engine } = useStudio();
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const idle = useApp((state) => state.phase === 'idle');
  return useTask(idle ? model : null, (options) => engine.measurePeer(side, options));
}

function peerWords({ busy, error, progress }: Task<Measurement>): string | null {
  if (error) return error;
  if (!busy) return 'measured once this side is live';
  const share = progress && progress.total > 0 ? ` ${Math.floor((progress.done / progress.total) * 100)} %` : '';
  return `being measured${share}`;
}
