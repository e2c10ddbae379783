/** The next run as a sentence, each underlined word a menu; below it what the student will take. */
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { BUILT_IN } from '../../engine/opener.ts';
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Option } from '../../recipe/options.ts';
import * as words from '../../recipe/trainingOptions.ts';
import { Pick } from '../../sides/Pick.tsx';
import { useApp } from '../../store/context.tsx';
import type { TrainingSetup } from '../../training/setup.ts';
import { hasTemperature, makesStudent, roundsWeights } from '../../training/setup.ts';
import { hasTeacher } from '../../training/teaching.ts';
import { FeaturePairs } from './FeaturePairs.tsx';
import { StudentCost } from './StudentCost.tsx';
import { TeacherWords, WayWords } from './TeachingWords.tsx';
import { useTrainer, useTraining } from './useTraining.ts';
import { WatchRecorded } from './WatchRecorded.tsx';

export function Setup({ ready }: { readonly ready: boolean }) {
  const setup = useTraining((state) => state.setup);
  const digits = useApp((state) => state.opened?.key === BUILT_IN);
  const openPanel = useApp((state) => state.openPanel);
  const rounds = roundsWeights(setup);
  return (
    <div className="setup">
      <p className="recipe lede">
        <Word name="form" label={t('what is done')} options={words.formOptions()} />{' '}
        {makesStudent(setup) && (
          <>
            {t('a student')} <Word name="student" label={t('size of the student')} options={words.studentOptions()} />
            {setup.student !== 'mlp' && setup.student !== 'cnn' && (
              <>
                , <Word name="depth" label={t('depth of the student')} options={words.depthOptions()} />
              </>
            )}
            , <WayWords />
          </>
        )}
        {rounds && (
          <>
            {t('to')} <NumberWord name="bits" label={t('bits of the weights')} options={words.roundedOptions()} />,{' '}
          </>
        )}
        {setup.form === 'prune' && (
          <>
            {t('until')} <NumberWord name="sparsity" label={t('share that goes')} options={words.sparsityOptions()} />{' '}
            {t('of the weights are gone')},{' '}
          </>
        )}
        {hasTeacher(setup) && <LossWords setup={setup} />}
        <TeacherWords />
        <Words before={t('with')}>
          {setup.form !== 'adaround' && (
            <>
              <Word name="optimizer" label={t('optimizer')} options={words.optimizerOptions()} /> {t('at a rate of')}{' '}
              <NumberWord name="learningRate" label={t('learning rate')} options={words.rateOptions()} />{' '}
              <Word name="schedule" label={t('schedule of the rate')} options={words.scheduleOptions()} />,{' '}
            </>
          )}
          <NumberWord name="steps" label={t('steps')} options={words.stepOptions()} />{' '}
          {setup.form === 'adaround' ? t('steps a layer of') : t('steps of')}{' '}
          <NumberWord name="batch" label={t('samples a step')} options={words.batchOptions()} />{' '}
          {digits ? t('out of') : t('samples')}
          {digits && (
            <>
              {' '}
              <NumberWord name="samples" label={t('digits to learn from')} options={words.sampleOptions()} />
            </>
          )}
          , <SeedWord />.
        </Words>
      </p>
      {!digits && <HeldOut />}
      <FeaturePairs />
      <StudentCost ready={ready} />
      <WatchRecorded />
      <button type="button" className="link" onClick={() => openPanel('pipeline')}>
        {t('Several stages, one after the other')}
      </button>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Of a person's own data, the share that the engine holds out. */
function HeldOut() {
  const samples = useApp((state) => state.opened?.data.samples ?? 0);
  const held = Math.min(MOST_HELD_OUT, Math.floor(samples / 10));
  if (held === 0) return null;
  return (
    <p className="label">
      {t(
        '{held} of the {samples} samples, chosen by the seed, are held out: the curve is judged by what it never learned from.',
        { held: count(held), samples: count(samples) },
      )}
    </p>
  );
}

/** As the engine does where it is not told otherwise (docs/scripting.md). */
const MOST_HELD_OUT = 2000;

function LossWords({ setup }: { readonly setup: TrainingSetup }) {
  return (
    <Words before={t('by its')}>
      <Word name="loss" label={t('what is taught')} options={words.lossOptions()} />{' '}
      {setup.loss === 'logit' && (
        <>
          {t('compared by')}{' '}
          <Word name="divergence" label={t('how answers are compared')} options={words.divergenceOptions()} />{' '}
        </>
      )}
      {setup.loss === 'feature' && (
        <>
          <Word name="feature" label={t('how features are compared')} options={words.featureOptions()} />{' '}
        </>
      )}
      {hasTemperature(setup) && (
        <>
          {t('at temperature')}{' '}
          <NumberWord name="temperature" label={t('temperature')} options={words.temperatureOptions()} />,{' '}
        </>
      )}
      <NumberWord name="alpha" label={t('teacher’s share of the loss')} options={words.alphaOptions()} />{' '}
      {t('of the loss from the teacher')},{' '}
    </Words>
  );
}

function Words({ before, children }: { readonly before: string; readonly children: ReactNode }) {
  return (
    <>
      {before} {children}
    </>
  );
}

/** The seed; where a teacher's link has settled it, it is a word and no menu. */
function SeedWord() {
  const trainer = useTrainer();
  const { seed: wanted, hide } = useApp((state) => state.flags);
  const seed = useTraining((state) => state.setup.seed);
  useEffect(() => {
    if (wanted !== null && wanted !== seed) trainer.choose({ seed: wanted });
  }, [trainer, wanted, seed]);
  if (wanted !== null || hide.includes('seed')) return t('seed {seed}', { seed: wanted ?? seed });
  return <NumberWord name="seed" label={t('seed')} options={words.seedOptions()} />;
}

type TextKey = { [K in keyof TrainingSetup]: TrainingSetup[K] extends string ? K : never }[keyof TrainingSetup];
type NumberKey = { [K in keyof TrainingSetup]: TrainingSetup[K] extends number ? K : never }[keyof TrainingSetup];

interface WordProps<K extends keyof TrainingSetup, V extends string> {
  readonly name: K;
  readonly label: string;
  readonly options: readonly Option<V>[];
}

function Word<K extends TextKey>({ name, label, options }: WordProps<K, TrainingSetup[K]>) {
  const trainer = useTrainer();
  const value = useTraining((state) => state.setup[name]);
  return (
    <Pick label={label} options={options} value={value} onChange={(chosen) => trainer.choose({ [name]: chosen })} />
  );
}

/** A number among a menu's; one that a ruler has set otherwise stands as it is. */
function NumberWord<K extends NumberKey>({ name, label, options }: WordProps<K, string>) {
  const trainer = useTrainer();
  const value = `${useTraining((state) => state.setup[name])}`;
  return (
    <Pick
      label={label}
      options={options}
      value={value}
      onChange={(chosen) => trainer.choose({ [name]: Number(chosen) })}
    />
  );
}
