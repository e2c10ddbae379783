/** Errors and conditions as states that a person can act on: what happened, why, facts, one button. */
import type { ModelSummary, Readiness, Weighed } from '../../studio/api.ts';
import { bytesFigure, count, decimals, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tell, told } from '../messages/tell.ts';
import type { Verdict } from '../sides/budgetVerdict.ts';
import type { Problem } from '../store/types.ts';

/** The state when opening a file fails, whatever the reason: what was open before still is. */
export function openingProblemOf(thrown: unknown): Problem {
  const problem = problemOf(thrown);
  // What cannot be computed at all is no fault of the file.
  return problem.kind === 'fault' && !codeOf(thrown).startsWith('worker/')
    ? badFile(told(thrown), factsOf(thrown))
    : problem;
}

/** The state for anything that was thrown. */
export function problemOf(thrown: unknown): Problem {
  const [code, why] = [codeOf(thrown), told(thrown)];
  if (/out-of-memory|too-large/.test(code)) return tooLarge(thrown, why);
  if (/device-lost/.test(code)) return deviceLost(why);
  if (/unsupported|^webgpu\/node/.test(code)) return unknownOperator(why, factsOf(thrown));
  if (isFileTrouble(thrown, code)) return badFile(why, factsOf(thrown));
  return {
    kind: 'fault',
    label: t('failed'),
    title: t('This did not work.'),
    why,
    facts: factsOf(thrown),
    action: { kind: 'measure', label: t('Try again') },
  };
}

/** No WebGPU here: nothing is broken, the work moves to the CPU. */
export function noWebGpu({ chosen }: Readiness): Problem {
  return {
    kind: 'no-webgpu',
    label: t('No WebGPU'),
    title: t('This browser does not lend out its GPU.'),
    why: t(
      'Everything still runs live, on the CPU. Chrome, Edge and Safari 26 have WebGPU switched on; in Firefox it is dom.webgpu.enabled.',
    ),
    facts: [
      [t('runs on'), chosen.executor],
      [t('because'), tell(chosen.why)],
    ],
    action: { kind: 'dismiss', label: t('Carry on') },
  };
}

export function deviceLost(why: string): Problem {
  return {
    kind: 'device-lost',
    label: t('device lost'),
    title: t('The GPU let go. Your work did not.'),
    why: `${why} ${t('Networks and recipes are kept; what you see was measured before.')}`,
    facts: [],
    action: { kind: 'measure', label: t('Measure again') },
  };
}

/** A network that runs only in part: its weights can still be looked at, quantized and exported. */
export function partlyKnown(model: ModelSummary): Problem {
  const [first] = model.unsupported;
  const operators = Object.values(model.operators).reduce((sum, n) => sum + n, 0);
  return {
    kind: 'unknown-operator',
    label: t('Unknown operator'),
    title: t('One part is new to Decant: {operator}.', { operator: first?.operator ?? t('an operator') }),
    why: t(
      'So the network may not run here, but its weights are readable: {layers} layers can be quantized and exported.',
      { layers: count(model.layers.length) },
    ),
    facts: [
      [t('where'), first?.node ?? ''],
      [t('reason'), tell(first?.reason ?? '')],
      [
        t('known'),
        t('{known} of {all} nodes', { known: count(operators - model.unsupported.length), all: count(operators) }),
      ],
    ],
    action: { kind: 'dismiss', label: t('Carry on with {layers} layers', { layers: count(model.layers.length) }) },
  };
}

/** A network whose header says that this machine cannot take it; nothing but the header was read. */
export function tooLargeHere({ name, bytes, parameters, rounded }: Weighed, { limit, checks }: Verdict): Problem {
  const bound = Math.min(...checks.filter(({ fit }) => fit === 'too large').map((check) => check.bound));
  const small = rounded.find((width) => width.bytes <= bound);
  return {
    kind: 'too-large',
    label: t('Too large'),
    title: t('{name} is too large for this machine.', { name }),
    why: t('It takes {size}, more than the {limit}. Only its header was read; what was open before still is.', {
      size: text(bytesFigure(bytes)),
      limit,
    }),
    facts: [
      [t('parameters'), count(parameters)],
      ...checks.map((check) => [check.limit, text(bytesFigure(check.taken))] as const),
      [
        t('would fit'),
        small
          ? t('rounded to {bits} bits, {size}', { bits: small.bits, size: text(bytesFigure(small.bytes)) })
          : t('at no width'),
      ],
    ],
    action: { kind: 'open-anyway', label: t('Open it all the same') },
  };
}

/** A file that was open before the page was left and was too large to be kept. */
export function toDropAgain(name: string): Problem {
  return {
    kind: 'bad-file',
    label: t('To be dropped again'),
    title: t('{name} is not here any more.', { name }),
    why: t(
      'It was too large to be kept in this browser. Recipes and runs are kept; the built-in sample stands in until the file is back.',
    ),
    facts: [[t('file'), name]],
    action: { kind: 'choose-file', label: t('Choose the file'), lent: true },
  };
}

/** Files that the browser still lends, but not without a question. */
export function toOpenAgain(name: string): Problem {
  return {
    kind: 'bad-file',
    label: t('To be opened again'),
    title: t('{name} waits for you.', { name }),
    why: t(
      'It was too large to be copied, so the browser asks before it is read again. Recipes and runs are kept; the built-in sample stands in until then.',
    ),
    facts: [[t('file'), name]],
    action: { kind: 'open-again', label: t('Open it again') },
  };
}

/** A link of a page that knows more than this one. */
export function newerLink(): Problem {
  return {
    kind: 'fault',
    label: t('A newer link'),
    title: t('This link comes from a newer Decant.'),
    why: t(
      'What it asks for cannot be read here, so the page shows its own comparison. Reload it to get the newer one.',
    ),
    facts: [],
    action: { kind: 'dismiss', label: t('Carry on') },
  };
}

/** A link that did not arrive whole. */
export function brokenLink(thrown: unknown): Problem {
  return {
    kind: 'fault',
    label: t('A broken link'),
    title: t('This link is not whole.'),
    why: told(thrown),
    facts: [],
    action: { kind: 'dismiss', label: t('Carry on') },
  };
}

/** Accuracy that guessing would reach: most often the input is scaled or laid out in another way. */
export function atChance(accuracy: number, classes: number): Problem {
  return {
    kind: 'at-chance',
    label: t('At chance'),
    title: t('It answers as if it were guessing.'),
    why: t('The network may want its input scaled, centred or laid out in another way than the data comes.'),
    facts: [
      [t('right'), `${decimals(accuracy * 100, 1)} %`],
      [t('by guessing'), `${decimals(100 / classes, 1)} %`],
    ],
    action: { kind: 'adapt', label: t('Adapt the input') },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

function isFileTrouble(thrown: unknown, code: string): boolean {
  const name = thrown instanceof Error ? thrown.name : '';
  return (
    name === 'FileError' || name === 'DataError' || /^(?:file|onnx|safetensors|data|bytes|csv|idx|npy|zip)/.test(code)
  );
}

function badFile(why: string, facts: Problem['facts']): Problem {
  return {
    kind: 'bad-file',
    label: t('Not opened'),
    title: t('This file could not be read.'),
    why: `${why} ${t('What was open before still is.')}`,
    facts,
    action: { kind: 'choose-file', label: t('Choose another file') },
  };
}

function unknownOperator(why: string, facts: Problem['facts']): Problem {
  return {
    kind: 'unknown-operator',
    label: t('Unknown operator'),
    title: t('One part is new to Decant.'),
    why,
    facts,
    action: { kind: 'choose-file', label: t('Choose another file') },
  };
}

function tooLarge(thrown: unknown, why: string): Problem {
  const data = dataOf(thrown);
  const sizes: readonly (readonly [string, unknown])[] = [
    [t('needs'), data.bytes ?? data.needed],
    [t('lent'), data.limit ?? data.bound],
  ];
  return {
    kind: 'too-large',
    label: t('Too large'),
    title: t('It would not fit in the glass.'),
    why,
    facts: sizes.flatMap(([term, value]) =>
      typeof value === 'number' ? [[term, text(bytesFigure(value))] as const] : [],
    ),
    action: { kind: 'choose-file', label: t('Choose another file') },
  };
}

function dataOf(thrown: unknown): Readonly<Record<string, unknown>> {
  const data = thrown instanceof Error && 'data' in thrown ? thrown.data : undefined;
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

/** The facts of an error that are short enough to be set in a line. */
function factsOf(thrown: unknown): Problem['facts'] {
  const entries = Object.entries(dataOf(thrown)).slice(0, 4);
  return entries.flatMap(([term, value]) => {
    const shown = typeof value === 'number' ? count(value) : typeof value === 'string' ? value : undefined;
    return shown !== undefined && shown.length < 60 ? [[t(term), shown] as const] : [];
  });
}
