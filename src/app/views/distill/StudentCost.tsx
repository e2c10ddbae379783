/** Size, operations and the time of a step, before anything is trained: the student is made and a few steps are timed. */
import { useEffect, useState } from 'react';
import { isAbort } from '../../engine/aborts.ts';
import { bytesFigure, count, left, moment, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { told } from '../../messages/tell.ts';
import { Measured } from '../../sides/Measured.tsx';
import type { Receipt } from '../../sides/receipts.ts';
import { useApp } from '../../store/context.tsx';
import { stepsOf } from '../../training/reports.ts';
import { makesStudent } from '../../training/setup.ts';
import type { Saving, Trial } from '../../training/trial.ts';
import { trialKey } from '../../training/trial.ts';
import { useTrainer, useTraining } from './useTraining.ts';

/** After the last word was changed. */
const PAUSE_MS = 600;

export function StudentCost({ ready }: { readonly ready: boolean }) {
  const trainer = useTrainer();
  const setup = useTraining((state) => state.setup);
  const trial = useTraining((state) => state.trial);
  const teacher = useApp((state) => state.bases[0]?.model);
  const [failed, setFailed] = useState<string | null>(null);
  const key = trialKey(setup);
  const known = trial?.key === key ? trial : null;
  const wanted = ready && !known;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` names what is tried.
  useEffect(() => {
    setFailed(null);
    if (!wanted) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      trainer.tryOut(controller.signal).catch((thrown) => isAbort(thrown) || setFailed(told(thrown)));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort(new DOMException('Another student is wanted.', 'AbortError'));
    };
  }, [wanted, key, trainer]);
  if (failed !== null)
    return (
      <p className="study-error" role="alert">
        × {failed}
      </p>
    );
  if (!known)
    return (
      <p className="label cost-wait">
        {ready ? t('A few steps are being timed…') : t('Known once the network is live.')}
      </p>
    );
  const smaller = teacher && makesStudent(setup) ? teacher.bytes / known.bytes : null;
  const receipt = () => trialReceipt(known);
  return (
    <dl className="cost">
      <Figure
        name={t('size')}
        value={text(bytesFigure(known.bytes))}
        note={smaller ? t('{times} times smaller than the teacher', { times: significant(smaller) }) : ''}
        receipt={receipt}
      />
      <Figure name={t('weights')} value={count(known.parameters)} note="" receipt={receipt} />
      <Figure
        name={t('operations a sample')}
        value={known.flops === null ? '–' : flopsText(known.flops)}
        note={known.flops === null ? t('not counted by this executor') : ''}
        receipt={receipt}
      />
      <Figure
        name={t('a step')}
        value={known.msPerStep > 0 ? text(timeFigure(known.msPerStep)) : '–'}
        note={
          known.msPerStep > 0
            ? t('about {time} in all', { time: wholeTime(known.msPerStep * stepsOf(setup)) })
            : t('layer by layer')
        }
        receipt={receipt}
      />
      {known.saving && <Saved trial={known} saving={known.saving} teacher={teacher?.bytes ?? null} />}
    </dl>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface SavedProps {
  readonly trial: Trial;
  readonly saving: Saving;
  /** Bytes of its weights. */
  readonly teacher: number | null;
}

/** What storing the teacher's scores saves, measured beside the same steps with the teacher attached. */
function Saved({ trial, saving, teacher }: SavedProps) {
  const receipt = () => savingReceipt(trial, saving, teacher);
  return (
    <>
      <Figure
        name={t('scores of the teacher')}
        value={text(bytesFigure(saving.bytes))}
        note={teacher === null ? '' : t('in place of {size} of weights', { size: text(bytesFigure(teacher)) })}
        receipt={receipt}
      />
      <Figure
        name={t('a step with the teacher')}
        value={text(timeFigure(saving.besideMs))}
        note={t('beside the student')}
        receipt={receipt}
      />
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly receipt: () => Receipt;
}

function Figure({ name, value, note, receipt }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Measured trust="live" receipt={receipt}>
          {value}
        </Measured>
        {note && <span className="label">{note}</span>}
      </dd>
    </div>
  );
}

function trialReceipt({ parameters, bytes, msPerStep, steps, executor, when }: Trial): Receipt {
  return {
    title: t('The student, untrained'),
    what: t(
      'Made and run for {steps} steps on this machine, then forgotten. Size is counted, time is the pace of these steps.',
      { steps },
    ),
    rows: [
      [t('bytes'), `${count(bytes)} B`],
      [t('weights'), count(parameters)],
      [t('a step'), text(timeFigure(msPerStep))],
      [t('executor'), executor],
      [t('when'), moment(when)],
    ] as const,
  };
}

function savingReceipt({ msPerStep, steps, executor, when }: Trial, saving: Saving, teacher: number | null): Receipt {
  const { bytes, ms, besideMs, memory } = saving;
  return {
    title: t('The teacher, stored'),
    what: t(
      'The same {steps} steps were timed twice on this machine: with stored scores, and with the teacher beside the student.',
      { steps },
    ),
    rows: [
      [t('bytes of the scores'), `${count(bytes)} B`],
      ...(teacher === null ? [] : [[t('bytes of the teacher'), `${count(teacher)} B`] as const]),
      [t('computing them, once'), text(timeFigure(ms))],
      [t('a step with them'), text(timeFigure(msPerStep))],
      [t('a step with the teacher'), text(timeFigure(besideMs))],
      ...(memory
        ? [
            [t('memory with them'), text(bytesFigure(memory.stored))] as const,
            [t('memory with the teacher'), text(bytesFigure(memory.beside))] as const,
          ]
        : []),
      [t('executor'), executor],
      [t('when'), moment(when)],
    ] as const,
  };
}

const wholeTime = (ms: number): string => left(ms / 1000).replace(' left', '');

function flopsText(flops: number): string {
  return flops >= 1e6 ? `${significant(flops / 1e6)}\u00a0M` : `${significant(flops / 1e3)}\u00a0k`;
}
