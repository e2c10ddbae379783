/**
 * A stage as a sentence: texts, and words that are menus. The menus are those of single runs and of recipes; each word
 * says which field of the stage it changes. Made at the time of showing, in the reader's language.
 */
import { t } from '../messages/t.ts';
import type { Option } from '../recipe/options.ts';
import { GRAIN_OPTIONS } from '../recipe/options.ts';
import * as words from '../recipe/trainingOptions.ts';
import { studentOf } from '../training/setup.ts';
import type { Kind, Step } from './chain.ts';
import { kindOf, newStep, valueAt, withValue } from './chain.ts';

/** A word that is a menu. */
export interface Word {
  readonly label: string;
  readonly options: readonly Option<string>[];
  readonly value: string;
  /** To show where the value is none of the menu's. */
  readonly other?: string;
  /** The stage with another choice. */
  change(value: string): Step;
}

export type Part = string | Word;

export const kindOptions = (): readonly Option<Kind>[] => [
  { value: 'prune', word: t('Prune'), help: t('Takes out channels or small weights.') },
  { value: 'distill', word: t('Teach'), help: t('The network, or a new student, learns from the original’s answers.') },
  { value: 'train', word: t('Train on labels'), help: t('The network, or a new one, learns from labels alone.') },
  { value: 'qat', word: t('Train rounded'), help: t('QAT: learns with its weights rounded, then packs them.') },
  { value: 'adaround', word: t('Learn how to round'), help: t('AdaRound: each weight learns to go up or down.') },
  { value: 'lora', word: t('Mend with thin layers'), help: t('LoRA: thin layers learn what was lost before.') },
  { value: 'quantize', word: t('Round'), help: t('Rounds what no stage before has rounded. Learns nothing.') },
];

/** The sentence of a stage, its kind first. */
export function sentenceOf(step: Step): readonly Part[] {
  const kind = kindOf(step);
  const word: Word = {
    label: t('what the stage does'),
    options: kindOptions(),
    value: kind ?? String(step.kind),
    change: (chosen) => newStep(kindOptions().find(({ value }) => value === chosen)?.value ?? 'quantize'),
  };
  return [word, ...(kind ? restOf(kind, step) : [t('as the JSON says.')])];
}

// ---------------------------------------------------------------------------------------------------------------------

function restOf(kind: Kind, step: Step): readonly Part[] {
  switch (kind) {
    case 'prune':
      return pruneOf(step);
    case 'distill':
      return [studentWord(step, 'student'), t('by the original’s'), ...lossOf(step, []), ...learningOf(step, [])];
    case 'train':
      return [studentWord(step, 'model'), ...learningOf(step, [])];
    case 'qat':
      return [t('to'), bitsWord(step), t('with'), endsWord(step), teacherWord(step), ...learningOf(step, [])];
    case 'adaround':
      return [t('to'), bitsWord(step), t('with'), stepsWord(step, []), t('steps a layer.')];
    case 'lora':
      return [t('of rank'), rankWord(step), ...learningOf(step, [])];
    case 'quantize':
      return [t('to'), bitsWord(step), ...grainOf(step)];
    default:
      return kind satisfies never;
  }
}

function pruneOf(step: Step): readonly Part[] {
  const sparsity = numberWord(step, ['sparsity'], t('share that goes'), words.sparsityOptions());
  const gradual = valueAt(step, ['gradual']) !== undefined;
  const options = [
    { value: 'structured', word: t('whole channels'), help: t('Really removed: smaller and faster.') },
    { value: 'magnitude', word: t('small weights'), help: t('They become zero; the file stays as large.') },
    { value: 'gradual', word: t('small weights while it learns'), help: t('More and more become zero in 300 steps.') },
  ];
  const learning = { every: 15, ...withoutKind(newStep('distill')) };
  const method: Word = {
    label: t('what is taken out'),
    options,
    value: gradual ? 'gradual' : String(step.method),
    change: (value) => ({
      kind: 'prune',
      method: value === 'structured' ? 'structured' : 'magnitude',
      sparsity: step.sparsity,
      ...(value === 'gradual' ? { gradual: learning } : {}),
    }),
  };
  return [method, t('until'), sparsity, t('are gone'), ...(gradual ? learningOf(step, ['gradual']) : ['.'])];
}

const withoutKind = ({ kind: _, ...rest }: Step): Step => rest;

/** Which network learns: that of the stage before, or one to be made. */
function studentWord(step: Step, field: 'student' | 'model'): Word {
  const made = new Map(
    words
      .studentOptions()
      .map((option) => [JSON.stringify(studentOf({ student: option.value, depth: 'all' })), option]),
  );
  const current = { value: 'current', word: t('it'), help: t('The network as the stage before has left it.') };
  const options = [...made].map(([value, { word, help }]) => ({ value, help, word: t('a student {word}', { word }) }));
  const own = step[field];
  return {
    label: t('which network learns'),
    options: [current, ...options],
    value: own === undefined ? 'current' : JSON.stringify(own),
    other: t('a network of its own'),
    change: (value) => withValue(step, [field], value === 'current' ? undefined : JSON.parse(value)),
  };
}

function lossOf(step: Step, path: readonly string[]): readonly Part[] {
  const kind = textWord(step, [...path, 'loss', 'kind'], t('what is taught'), words.lossOptions());
  const loss: Word = {
    ...kind,
    change: (value) => {
      const { temperature = 4, alpha = 0.9 } = (valueAt(step, [...path, 'loss']) ?? {}) as Step;
      const soft = value === 'response' ? {} : { temperature };
      return withValue(step, [...path, 'loss'], { kind: value, alpha, ...soft });
    },
  };
  const temperature = [...path, 'loss', 'temperature'];
  const hot = [t('at temperature'), numberWord(step, temperature, t('temperature'), words.temperatureOptions())];
  return [loss, ...(valueAt(step, temperature) === undefined ? [] : hot)];
}

function learningOf(step: Step, path: readonly string[]): readonly Part[] {
  const rate = [...path, 'optimizer', 'learningRate'];
  return [
    t('in'),
    stepsWord(step, path),
    t('steps at a rate of'),
    numberWord(step, rate, t('learning rate'), words.rateOptions()),
    '.',
  ];
}

function stepsWord(step: Step, path: readonly string[]): Word {
  const few = ['20', '150', '300'].map((value) => ({ value, word: value, help: t('Short: a stage among others.') }));
  const word = numberWord(step, [...path, 'steps'], t('steps'), [...few, ...words.stepOptions()]);
  const checkpoints = [...path, 'checkpointEvery'];
  const interval = (count: number) => Math.max(1, Math.round(count / 12));
  return {
    ...word,
    change: (value) => {
      const changed = word.change(value);
      const has = valueAt(step, checkpoints) !== undefined;
      return has ? withValue(changed, checkpoints, interval(Number(value))) : changed;
    },
  };
}

const bitsWord = (step: Step): Word =>
  numberWord(step, ['weights', 'bits'], t('bits of the weights'), words.roundedOptions());

function rankWord(step: Step): Word {
  const options = ['2', '4', '8', '16'].map((value) => ({ value, word: value, help: t('A higher rank mends more.') }));
  return numberWord(step, ['rank'], t('rank of the layers'), options);
}

function endsWord(step: Step): Word {
  const options = [
    {
      value: 'ends',
      word: t('first and last spared'),
      help: t('The two most sensitive layers stay for a later stage.'),
    },
    { value: 'all', word: t('every layer alike'), help: t('The same width from the first layer to the last.') },
  ];
  return {
    label: t('which layers'),
    options,
    value: step.exempt === undefined ? 'all' : 'ends',
    change: (value) => withValue(step, ['exempt'], value === 'ends' ? ['first', 'last'] : undefined),
  };
}

function teacherWord(step: Step): Word {
  const options = [
    { value: 'labels', word: t('from labels'), help: t('QAT: learns from labels alone.') },
    {
      value: 'original',
      word: t('taught by the original'),
      help: t('QAD: the float network teaches the rounded one.'),
    },
  ];
  return {
    label: t('who teaches'),
    options,
    value: step.teacher === undefined ? 'labels' : 'original',
    change: (value) => {
      const { teacher: _teacher, loss: _loss, ...plain } = step;
      const { teacher, loss } = newStep('distill');
      return value === 'labels' ? plain : { ...plain, teacher, loss };
    },
  };
}

function grainOf(step: Step): readonly Part[] {
  const weights = ['weights'];
  const { strategy, groupSize } = (valueAt(step, weights) ?? {}) as Step;
  const word: Word = {
    label: t('scales of the weights'),
    options: GRAIN_OPTIONS,
    value: strategy === 'group' ? `g${groupSize}` : String(strategy),
    change: (value) => {
      const plain = withValue(step, ['weights', 'groupSize'], undefined);
      const size = Number(value.slice(1));
      const grouped = withValue(step, ['weights', 'groupSize'], size);
      return Number.isNaN(size)
        ? withValue(plain, ['weights', 'strategy'], value)
        : withValue(grouped, ['weights', 'strategy'], 'group');
    },
  };
  return strategy === undefined ? ['.'] : [t('with'), word, '.'];
}

function textWord(step: Step, path: readonly string[], label: string, options: readonly Option<string>[]): Word {
  return { label, options, value: String(valueAt(step, path)), change: (value) => withValue(step, path, value) };
}

function numberWord(step: Step, path: readonly string[], label: string, options: readonly Option<string>[]): Word {
  return { ...textWord(step, path, label, options), change: (value) => withValue(step, path, Number(value)) };
}
