/** Quality with labels: accuracy, class by class, and what is taken for what. */
import { DataError } from '../core/errors.ts';
import type { Scores } from './scores.ts';
import { predictions } from './scores.ts';
import type { Estimate } from './statistics.ts';
import { wilson } from './statistics.ts';

export interface Classification {
  readonly accuracy: Estimate;
  /** Of the samples that carry each label, the share that was found. */
  readonly perClass: readonly Estimate[];
  /** (classes, classes) counts: row is the label, column the prediction. */
  readonly confusion: readonly (readonly number[])[];
  /** The predicted class of each sample. */
  readonly predictions: Int32Array;
}

/**
 * @param labels one a sample; only the first `scores.samples` are read
 * @throws DataError `data/labels` when there are fewer labels than samples, or one lies beyond the scores
 */
export function classify(scores: Scores, labels: Int32Array): Classification {
  checkLabels(scores, labels);
  const predicted = predictions(scores);
  const confusion = Array.from({ length: scores.classes }, () => new Array<number>(scores.classes).fill(0));
  let correct = 0;
  for (let i = 0; i < scores.samples; i++) {
    if (predicted[i] >= 0) confusion[labels[i]][predicted[i]]++;
    if (predicted[i] === labels[i]) correct++;
  }
  const counts = new Array<number>(scores.classes).fill(0);
  for (let i = 0; i < scores.samples; i++) counts[labels[i]]++;
  return {
    accuracy: wilson(correct, scores.samples),
    perClass: counts.map((count, label) => wilson(confusion[label][label], count)),
    confusion,
    predictions: predicted,
  };
}

/** True when the accuracy's interval holds what guessing gives: usually a wrong preprocessing, or the wrong data. */
export function isAtChance({ accuracy, perClass }: Classification): boolean {
  const chance = 1 / perClass.filter(({ n }) => n > 0).length;
  return accuracy.low <= chance;
}

// ---------------------------------------------------------------------------------------------

function checkLabels(scores: Scores, labels: Int32Array): void {
  if (labels.length < scores.samples)
    throw new DataError(
      'data/labels',
      `${scores.samples} samples were run, but there are ${labels.length} labels. Open data whose labels belong to it.`,
    );
  const wrong = labels.subarray(0, scores.samples).findIndex((label) => label < 0 || label >= scores.classes);
  if (wrong < 0) return;
  throw new DataError(
    'data/labels',
    `The label of sample ${wrong} is ${labels[wrong]}, but output "${scores.output}" has ${scores.classes} scores. Choose data of the same classes.`,
    { sample: wrong, label: labels[wrong], classes: scores.classes },
  );
}
