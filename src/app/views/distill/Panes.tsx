/** Teacher and student: who each is, what it says of the sample, and its figures. */
import { useEffect } from 'react';
import type { StageSummary } from '../../../studio/api.ts';
import { count, percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { qualityReceipt, sizeReceipt } from '../../pipeline/receipts.ts';
import { RECORDED } from '../../recorded/schema.ts';
import { Measured } from '../../sides/Measured.tsx';
import { accuracyReceipt } from '../../sides/receipts.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { recordedScores } from '../../training/recording.ts';
import { taughtByStudent } from '../../training/teaching.ts';
import { Pane } from './Pane.tsx';
import { checkpointReceipt } from './receipts.ts';
import { studentSentence, teacherSentence } from './samples.ts';
import { useScores, useTrainer, useTraining } from './useTraining.ts';

interface PaneProps {
  readonly sample: number;
  readonly temperature: number;
}

export function TeacherPane({ sample, temperature, leaf }: PaneProps & { readonly leaf: (by: number) => void }) {
  const scores = useTeacherScores(sample);
  const model = useApp((state) => state.bases[0]?.model);
  const result = useApp((state) => (state.results.a?.modelId === state.bases[0]?.model.id ? state.results.a : null));
  const measurement = result?.measurement;
  const accuracy = measurement?.quality.accuracy;
  return (
    <Pane
      side="a"
      name={t('Teacher')}
      sentence={teacherSentence(scores)}
      {...useSample(sample)}
      {...{ sample, scores, temperature }}
    >
      <div>
        <dt>{t('weights')}</dt>
        <dd>{model ? count(model.parameters) : '–'}</dd>
      </div>
      {measurement && accuracy && (
        <div>
          <dt>{t('accuracy')}</dt>
          <dd>
            <Measured trust={result?.trust ?? 'live'} receipt={() => accuracyReceipt(measurement)}>
              {text(percentFigure(accuracy.value))}
            </Measured>
          </dd>
        </div>
      )}
      <div className="leaf">
        <dt className="unseen">{t('Another sample')}</dt>
        <dd>
          <button type="button" className="link" onClick={() => leaf(-1)}>
            {t('back')}
          </button>
          <button type="button" className="link" onClick={() => leaf(1)}>
            {t('another sample')}
          </button>
        </dd>
      </div>
    </Pane>
  );
}

export function StudentPane({ sample, temperature }: PaneProps) {
  const teacher = useTeacherScores(sample);
  const student = useTraining((state) => state.student);
  const recording = useTraining((state) => state.recording);
  const asked = useScores(recording ? null : (student?.model ?? null), sample);
  const scores = recording ? recordedScores(recording, sample, student?.at).student : asked;
  const trial = useTraining((state) => (state.phase === 'idle' ? state.trial : null));
  const checkpoint = useTraining(({ checkpoints, student: shown }) => checkpoints.find(({ at }) => at === shown?.at));
  const ownTeacher = useTraining(({ asked: setup }) => taughtByStudent(setup?.way, checkpoint));
  const trainer = useTrainer();
  const trust = useTraining(({ recording: shown }) => (shown ? 'recorded' : 'live'));
  const end = useEnd();
  const { heldOut, agreement } = end?.metrics ?? checkpoint?.metrics ?? {};
  const weights = student?.model.parameters ?? trial?.parameters;
  const receipt = () =>
    end ? qualityReceipt(end, trainer.store.getState().when) : checkpointReceipt(trainer.store.getState(), checkpoint);
  const said = student ? scores : null;
  return (
    <Pane
      side="b"
      name={t('Student')}
      sentence={studentSentence(teacher, said)}
      {...useSample(sample)}
      scores={said}
      {...{ sample, temperature }}
    >
      <div>
        <dt>{t('weights')}</dt>
        <dd>{weights === undefined ? '–' : count(weights)}</dd>
      </div>
      {student && (
        <div>
          <dt>{t('as of step')}</dt>
          <dd>{count(student.at)}</dd>
        </div>
      )}
      {end?.pruned && (
        <div>
          <dt>{t('pruned')}</dt>
          <dd>
            <Measured trust={trust} receipt={() => sizeReceipt(end)}>
              {text(percentFigure(end.pruned.sparsity))}
            </Measured>
          </dd>
        </div>
      )}
      {heldOut !== undefined && (
        <div>
          <dt>{t('accuracy')}</dt>
          <dd>
            <Measured trust={trust} receipt={receipt}>
              {text(percentFigure(heldOut))}
            </Measured>
          </dd>
        </div>
      )}
      {agreement !== undefined && (
        <div>
          <dt>{ownTeacher && !end ? t('like its own') : t('like teacher')}</dt>
          <dd>
            <Measured trust={trust} receipt={receipt}>
              {text(percentFigure(agreement))}
            </Measured>
          </dd>
        </div>
      )}
    </Pane>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** What the last stage has left, where that is shown: more than the last checkpoint where it was rounded or pruned then. */
function useEnd(): StageSummary | undefined {
  const stages = useTraining(({ records, run }) => records.find((one) => one.run === run)?.stages);
  const shown = useTraining(
    ({ phase, result, student }) => phase === 'done' && result !== null && result.id === student?.model.id,
  );
  const last = shown ? stages?.at(-1) : undefined;
  return last && Object.keys(last.metrics).length > 0 ? last : undefined;
}

function useTeacherScores(sample: number): readonly number[] | null {
  const model = useApp((state) => state.bases[0]?.model ?? null);
  const live = useApp((state) => state.opened?.data.id !== RECORDED);
  const recording = useTraining((state) => state.recording);
  const asked = useScores(!recording && live && model && model.id !== RECORDED ? model : null, sample);
  return recording ? recordedScores(recording, sample, undefined).teacher : asked;
}

/** The sample's classes and label, once its image is there. */
function useSample(sample: number) {
  const { engine } = useStudio();
  const classes = useApp((state) => state.opened?.data.classes ?? []);
  const data = useApp((state) => state.opened?.data.id);
  useApp((state) => state.imagesVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other data has other samples.
  useEffect(() => engine.wantImages([sample]), [engine, sample, data]);
  const recorded = useTraining(({ recording }) => recording !== null);
  return { classes, label: engine.images.labelOf(sample) ?? null, provenance: recorded ? 'recorded' : 'live' } as const;
}
