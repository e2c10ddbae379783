/** What may go wrong while a network learns: a sentence, the cause, and one way on. */
import { DecantError } from '../../core/errors.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import type { TrainingProblem, TrainingState } from './state.ts';

/** A rate that diverged is tried again at a tenth. */
const GENTLER = 0.1;

/** @param state as it was when the run ended */
export function trainingProblem(
  thrown: unknown,
  { settings, checkpoints, asked, run, setup }: TrainingState,
): TrainingProblem {
  const { code, data } = thrown instanceof DecantError ? thrown : new DecantError('', '');
  const why = told(thrown);
  const learningRate = (settings.learningRate ?? (asked ?? setup).learningRate) * GENTLER;
  if (code === 'training/diverged') {
    const good = typeof data.lastGood === 'number' ? data.lastGood : 0;
    const kept = checkpoints.findLast(({ step, stage }) => step === good && stage === (data.stage ?? stage));
    const title = t('The student lost its way.');
    if (kept && run !== null && good > 0) {
      const label = t('Go back to step {step}, at a tenth of the rate', { step: kept.at });
      return { title, why, action: { kind: 'branch', label, step: kept.at, learningRate } };
    }
    const label = t('Begin again at a tenth of the rate');
    return { title, why, action: { kind: 'again', label, learningRate } };
  }
  if (/quota|storage/i.test(`${code} ${why}`)) {
    return {
      title: t('There is no room for another checkpoint.'),
      why,
      action: { kind: 'free', label: t('Delete runs that have ended') },
    };
  }
  if (run !== null && /device|lost|gpu/i.test(code)) {
    return {
      title: t('The GPU went away.'),
      why,
      action: { kind: 'resume', label: t('Go on from the last checkpoint') },
    };
  }
  return { title: t('The run ended.'), why, action: { kind: 'dismiss', label: t('Back to the recipe') } };
}
