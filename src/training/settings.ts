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

/** @throws DecantError `training/setting` when there is no such setting, or the value is no number */
export function checkSetting(initial: Readonly<Record<string, number>>, name: string, value: number): void {
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
