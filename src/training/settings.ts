/** Numbers that may change while a network learns, and the marks that each change leaves on the curve. */
import { DecantError } from '../core/errors.ts';

/** A change of a setting, in force from a step on (counted from 0). */
export interface Mark {
  readonly step: number;
  /** `learningRate`, `weight.task`, `temperature`. */
  readonly name: string;
  readonly value: number;
}

/** The word under which the schedule's highest learning rate is set. */
export const learningRateName = 'learningRate';

/** What the settings are in a step, after all marks up to it. */
export function settingsAt(
  initial: Readonly<Record<string, number>>,
  marks: readonly Mark[],
  step: number,
): Record<string, number> {
  const settings = { ...initial };
  for (const mark of marks) if (mark.step <= step) settings[mark.name] = mark.value;
  return settings;
}

/** The teacher's share of a loss, which stands for the weights of several terms. */
const shareName = 'alpha';

/**
 * Settings with the teacher's share as the weights that it stands for: `alpha` for the teachers' terms, in the proportions
 * that they began with, the rest for the labels.
 *
 * @throws DecantError `training/setting` when there is no such setting, or the value is out of bounds
 */
export function asWeights(
  initial: Readonly<Record<string, number>>,
  { [shareName]: share, ...settings }: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  for (const [name, value] of Object.entries(settings)) checkSetting(initial, name, value);
  if (share === undefined) return settings;
  const terms = Object.keys(initial).filter((name) => teachersTerm.test(name));
  if (terms.length === 0) checkSetting(initial, shareName, share);
  if (!(share >= 0 && share <= 1))
    throw new DecantError('training/setting', `"${shareName}" was set to ${share}; it is a share from 0 to 1.`, {
      name: shareName,
      value: share,
    });
  const sum = terms.reduce((total, name) => total + initial[name], 0);
  const part = (name: string) => (sum > 0 ? initial[name] / sum : 1 / terms.length);
  const labels: Record<string, number> = labelsTerm in initial ? { [labelsTerm]: 1 - share } : {};
  return { ...settings, ...Object.fromEntries(terms.map((name) => [name, share * part(name)])), ...labels };
}

// ---------------------------------------------------------------------------------------------

const labelsTerm = 'weight.task';
/** One a teacher: `weight.kl`, `weight.kl2`, `weight.response`. */
const teachersTerm = /^weight\.(?:kl|response)\d*$/;

/** @throws DecantError `training/setting` when there is no such setting, or the value is no number */
function checkSetting(initial: Readonly<Record<string, number>>, name: string, value: number): void {
  if (!(name in initial))
    throw new DecantError(
      'training/setting',
      `"${name}" is no setting of this run; there are ${Object.keys(initial).join(', ')}.`,
      { name },
    );
  if (!Number.isFinite(value) || value < 0)
    throw new DecantError('training/setting', `"${name}" was set to ${value}; give a number of at least 0.`, {
      name,
      value,
    });
}
