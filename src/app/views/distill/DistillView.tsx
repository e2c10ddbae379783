/**
 * A network teaches a smaller one, live: teacher and student at both sides, the curves between them, the transport and
 * what may be changed below; then what was won, and the runs that were kept.
 */
import { useEffect, useMemo, useState } from 'react';
import { t } from '../../messages/t.ts';
import { RECORDED } from '../../recorded/schema.ts';
import { Measured } from '../../sides/Measured.tsx';
import { useApp } from '../../store/context.tsx';
import { isUnderWay } from '../../training/machine.ts';
import type { Settings } from '../../training/state.ts';
import { Branching } from './Branching.tsx';
import { Curves } from './Curves.tsx';
import { Five } from './Five.tsx';
import { Kept } from './Kept.tsx';
import { Knobs } from './Knobs.tsx';
import { StudentPane, TeacherPane } from './Panes.tsx';
import { lossReceipt } from './receipts.ts';
import { Setup } from './Setup.tsx';
import { SlowMotion } from './SlowMotion.tsx';
import { StudentStrip } from './StudentStrip.tsx';
import { tornSamples } from './samples.ts';
import { Transport } from './Transport.tsx';
import { Interrupted, Trouble } from './Trouble.tsx';
import { useTrainer, useTraining } from './useTraining.ts';
import '../../styles/panels.css';
import '../sensitivity/sensitivity.css';
import '../compare/compare.css';
import './distill.css';

export default function DistillView() {
  const trainer = useTrainer();
  const phase = useTraining((state) => state.phase);
  const over = useTraining(({ phase: now, looking }) => !isUnderWay(now) || looking !== null);
  const trainable = useTraining(({ checkpoints, recording }) => checkpoints.length > 0 && recording === null);
  const run = useTraining((state) => state.run);
  const waits = useWaiting();
  const [log, setLog] = useState(true);
  const [slow, setSlow] = useState(false);
  const [shownAt, setShownAt] = useState(1);
  const [draft, setDraft] = useState<Settings>({});
  const samples = useTorn();
  const [place, setPlace] = useState(0);
  const sample = samples[place % Math.max(1, samples.length)] ?? 0;
  const composing = phase !== 'idle' && over && trainable;
  useEffect(() => void trainer.refreshRecords(), [trainer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run has other steps.
  useEffect(() => setSlow(false), [run]);
  const change = (settings: Settings): void =>
    composing ? setDraft({ ...draft, ...settings }) : trainer.set(settings);
  const leaf = (by: number): void => setPlace((place + by + samples.length) % Math.max(1, samples.length));
  const idle = phase === 'idle';
  return (
    <div className="distill">
      <StudentStrip />
      <Interrupted />
      <Trouble />
      <div className="cols">
        <TeacherPane sample={sample} temperature={shownAt} leaf={leaf} />
        <div className="middle">
          {idle ? (
            <Setup ready={waits === null} />
          ) : (
            <>
              <div className="chart-tools">
                <HowMeasured />
                <label>
                  <input type="checkbox" checked={log} onChange={(event) => setLog(event.target.checked)} />
                  {t('log axis')}
                </label>
              </div>
              <Curves log={log} />
            </>
          )}
        </div>
        <StudentPane sample={sample} temperature={shownAt} />
      </div>
      <Transport slow={slow} setSlow={setSlow} waits={waits} />
      {composing && <Branching draft={draft} clear={() => setDraft({})} />}
      <Knobs shownAt={shownAt} setShownAt={setShownAt} draft={composing ? draft : null} change={change} />
      {slow && <SlowMotion sample={sample} close={() => setSlow(false)} />}
      <Five />
      <Kept />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** What the curves are made of. */
function HowMeasured() {
  const trainer = useTrainer();
  const recorded = useTraining(({ recording }) => recording !== null);
  return (
    <Measured
      trust={recorded ? 'recorded' : 'live'}
      className="link how"
      receipt={() => lossReceipt(trainer.store.getState())}
    >
      {t('How measured')}
    </Measured>
  );
}

/** Why no run can be started now. */
function useWaiting(): string | null {
  const model = useApp((state) => state.bases[0]?.model.id);
  const data = useApp((state) => state.opened?.data.id);
  if (model === undefined || model === RECORDED) return t('The network is still being opened.');
  if (data === undefined) return t('A student learns from samples. Open data first.');
  return data === RECORDED ? t('The data is still being opened.') : null;
}

/** The samples to leaf through, and the wish for their images. */
function useTorn(): readonly number[] {
  const recording = useTraining((state) => state.recording);
  const answers = useApp((state) => state.results.a?.measurement.quality.answers);
  const count = useApp((state) => state.opened?.data.samples ?? 0);
  return useMemo(
    () => (recording ? recording.samples.map(({ sample }) => sample) : tornSamples(answers, count)),
    [recording, answers, count],
  );
}
