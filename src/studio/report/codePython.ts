/**
 * A recipe as a Python program for onnxruntime's own quantizers, step by step, and in words where these do something
 * else. Not a copy of what Decant computes: the program is for people whose pipeline is Python.
 * API: onnxruntime 1.30, `onnxruntime.quantization` and its `matmul_nbits_quantizer`.
 */
import type { QuantizeStep, Recipe } from '../../recipes/schema.ts';
import type { CodeFile } from '../apiResults.ts';
import { check, copy, output, reader, selection, text } from './pythonSnippets.ts';
import { recipeMark } from './readCode.ts';

/** @param model file name of the float model that the program opens */
export function pythonProgram(recipe: Recipe, model: string): CodeFile {
  const steps = recipe.steps.filter((step) => step.kind === 'quantize');
  const parts = steps.map((step, index) => stepCode(step, index, steps.length, model));
  const missing = recipe.steps.flatMap(({ kind }) =>
    kind === 'quantize' ? [] : [`The step "${kind}" is left out: onnxruntime's quantizers have nothing like it.`],
  );
  const differences = [...new Set([...missing, ...parts.flatMap((part) => part.differences)])];
  const imports = [...new Set(['import os', 'import onnx', ...parts.flatMap((part) => part.imports)])].sort(
    plainImportsFirst,
  );
  const blocks = [
    header(recipe, differences),
    imports.join('\n'),
    ...(parts.some(({ selects }) => selects) ? [selection(model)] : []),
    ...(parts.some(({ calibrates }) => calibrates) ? [reader] : []),
    ...(parts.length === 0 ? [copy(model)] : parts.map(({ body }) => body)),
    check(model),
  ];
  return { name: 'quantize.py', text: `${blocks.join('\n\n').replaceAll(/\n{4,}/g, '\n\n\n')}\n`, differences };
}

// ---------------------------------------------------------------------------------------------

interface StepCode {
  readonly imports: readonly string[];
  readonly body: string;
  readonly differences: readonly string[];
  readonly selects?: boolean;
  readonly calibrates?: boolean;
}

function header(recipe: Recipe, differences: readonly string[]): string {
  const notes =
    differences.length === 0 ? [] : ['#', '# Other than in Decant:', ...differences.map((text) => `# - ${text}`)];
  return [
    `# ${oneLine(recipe.name ?? 'A recipe')}, as onnxruntime's quantizers do it.`,
    '# pip install onnxruntime onnx onnx_ir numpy',
    ...notes,
    '#',
    `# ${recipeMark} ${JSON.stringify(recipe)}`,
  ].join('\n');
}

function stepCode(step: QuantizeStep, index: number, count: number, model: string): StepCode {
  const from = index === 0 ? model : stage(index);
  const to = index === count - 1 ? output : stage(index + 1);
  const code = quantizeCode(step, from, to);
  return { ...code, body: `# Step ${index + 1}: ${wordsOf(step)}.\n${code.body}` };
}

const stage = (index: number): string => `step-${index}.onnx`;

function quantizeCode(step: QuantizeStep, from: string, to: string): StepCode {
  if (step.activations?.mode === 'static') return staticCode(step, from, to);
  if (step.activations) return dynamicCode(step, from, to);
  return step.weights?.bits === 16 ? halfCode(step, from, to) : weightCode(step, from, to);
}

function halfCode(step: QuantizeStep, from: string, to: string): StepCode {
  const selects = hasSelection(step);
  const left = selects ? `, node_block_list=others(${selectionArguments(step)})` : '';
  return {
    imports: [
      ...selectionImports(step),
      'from onnxruntime.quantization.onnx_model import ONNXModel',
      'from onnxruntime.transformers.float16 import convert_float_to_float16',
    ],
    body: [
      `model = onnx.load(${text(from)})`,
      `model = convert_float_to_float16(model, keep_io_types=True${left})`,
      'model = ONNXModel(model)',
      'model.topological_sort()',
      `onnx.save(model.model, ${text(to)})`,
    ].join('\n'),
    differences: ['Half floats are also computed with; Decant stores half floats and computes in 32 bits.'],
    selects,
  };
}

/** Widths that the quantizer has. */
const nearestWidth = (bits: number): number => (bits === 2 ? 2 : bits <= 4 ? 4 : 8);

function weightCode(step: QuantizeStep, from: string, to: string): StepCode {
  const { weights } = step;
  if (!weights || weights.bits === 16) return { imports: [], body: '', differences: [] };
  const bits = nearestWidth(weights.bits);
  const block = weights.strategy === 'group' ? (weights.groupSize ?? 128) : 128;
  const differences = [
    'Weights of Conv stay floats: no quantizer of onnxruntime takes them without activations.',
    'The range is that of the weights in a block (least to greatest); other ranges are not offered.',
    ...(bits === weights.bits ? [] : [`${weights.bits} bits become ${bits}: the quantizer has 2, 4 and 8.`]),
    ...(weights.strategy === 'group'
      ? []
      : [`One scale a ${weights.strategy} becomes one a block of ${block} weights.`]),
  ];
  const selects = hasSelection(step);
  return {
    imports: [
      ...selectionImports(step),
      'from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer',
      'from onnxruntime.quantization.onnx_model import ONNXModel',
    ],
    body: [
      `model = ONNXModel(onnx.load(${text(from)}))`,
      'model.replace_gemm_with_matmul()  # which the quantizer takes',
      'quantizer = MatMulNBitsQuantizer(',
      '    model.model,',
      `    bits=${bits},`,
      `    block_size=${block},`,
      `    is_symmetric=${literal(weights.symmetric)},`,
      '    accuracy_level=1,  # computes in float32: activations are not rounded',
      '    op_types_to_quantize=("MatMul", "Gather"),',
      ...(selects ? [`    nodes_to_exclude=others(${selectionArguments(step)}),`] : []),
      ')',
      'quantizer.process()',
      `onnx.save(quantizer.model.model, ${text(to)})`,
    ].join('\n'),
    differences,
    selects,
  };
}

function dynamicCode(step: QuantizeStep, from: string, to: string): StepCode {
  const { options, differences } = integerWeights(step);
  return {
    imports: [...selectionImports(step), 'from onnxruntime.quantization import QuantType, quantize_dynamic'],
    body: call('quantize_dynamic', [text(from), text(to), ...options, ...selectionOption(step)]),
    differences: [
      'Scales of activations are found for a whole tensor; Decant finds one a row or a sample.',
      ...differences,
    ],
    selects: hasSelection(step),
  };
}

const methods = {
  minmax: { method: 'MinMax', difference: undefined },
  'moving-average': { method: 'MinMax', difference: undefined },
  percentile: { method: 'Percentile', difference: undefined },
  entropy: { method: 'Entropy', difference: undefined },
  mse: {
    method: 'Entropy',
    difference: 'Ranges of least squared error are not offered; those of least divergence (entropy) stand in.',
  },
} as const;

function staticCode(step: QuantizeStep, from: string, to: string): StepCode {
  const { activations } = step;
  if (activations?.mode !== 'static') return { imports: [], body: '', differences: [] };
  const { options, extra, differences } = integerWeights(step);
  const { method, difference } = methods[activations.observer];
  const symmetric = activations.symmetric ?? false;
  const own = [
    ...extra,
    `"ActivationSymmetric": ${literal(symmetric)}`,
    ...(activations.observer === 'moving-average' ? ['"CalibMovingAverage": True'] : []),
    ...(activations.percentile === undefined ? [] : [`"CalibPercentile": ${activations.percentile}`]),
  ];
  return {
    imports: [
      ...selectionImports(step),
      'import numpy as np',
      'from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static',
    ],
    body: call('quantize_static', [
      text(from),
      text(to),
      `Samples("calibration.npy", ${text(from)}, ${activations.samples ?? 256})`,
      'quant_format=QuantFormat.QDQ',
      `calibrate_method=CalibrationMethod.${method}`,
      `activation_type=QuantType.${symmetric ? 'QInt8' : 'QUInt8'}`,
      ...options.filter((option) => !option.startsWith('extra_options')),
      `extra_options={${own.join(', ')}}`,
      ...selectionOption(step),
    ]),
    differences: [
      'Calibration samples are read from calibration.npy, one a row, as the model takes them.',
      ...(difference ? [difference] : []),
      ...differences,
    ],
    selects: hasSelection(step),
    calibrates: true,
  };
}

/** What the quantizers of activations do to weights: 8 bits, a tensor or a channel. */
function integerWeights({ weights }: QuantizeStep) {
  const integer = weights && weights.bits !== 16 ? weights : undefined;
  const symmetric = integer?.symmetric ?? true;
  const channel = (integer?.strategy ?? 'channel') !== 'tensor';
  const extra = [`"WeightSymmetric": ${literal(symmetric)}`];
  const options = [
    'op_types_to_quantize=["MatMul", "Gemm", "Conv", "Gather"]',
    `weight_type=QuantType.${symmetric ? 'QInt8' : 'QUInt8'}`,
    `per_channel=${literal(channel)}`,
    `extra_options={${extra.join(', ')}}`,
  ];
  const differences = [
    ...(integer ? [] : ['Weights are rounded to 8 bits too: these quantizers take both or neither.']),
    ...(integer && integer.bits !== 8 ? [`${integer.bits} bits become 8: with activations only 8 are offered.`] : []),
    ...(integer?.strategy === 'group' ? ['Groups become channels: with activations no groups are offered.'] : []),
  ];
  return { options, extra, differences };
}

// Words and snippets -------------------------------------------------------------------------

function hasSelection({ targets, ignore, exempt }: QuantizeStep): boolean {
  return targets !== undefined || (ignore?.length ?? 0) > 0 || (exempt?.length ?? 0) > 0;
}

const selectionImports = (step: QuantizeStep): string[] => (hasSelection(step) ? ['import re'] : []);

function selectionArguments({ targets, ignore, exempt }: QuantizeStep): string {
  const list = (names: readonly string[]) => `[${names.map(text).join(', ')}]`;
  return `targets=${targets ? list(targets) : 'None'}, ignore=${list(ignore ?? [])}, exempt=${list(exempt ?? [])}`;
}

function selectionOption(step: QuantizeStep): string[] {
  return hasSelection(step) ? [`nodes_to_exclude=others(${selectionArguments(step)})`] : [];
}

const call = (name: string, parameters: readonly string[]): string =>
  [`${name}(`, ...parameters.map((parameter) => `    ${parameter},`), ')'].join('\n');

const literal = (value: boolean): string => (value ? 'True' : 'False');
const oneLine = (value: string): string => value.replace(/\s+/g, ' ');

function wordsOf({ weights, activations }: QuantizeStep): string {
  const bits = weights ? `weights to ${weights.bits} bits` : 'weights as they are';
  return activations ? `${bits}, activations to 8 bits, ${activations.mode}` : bits;
}

const plainImportsFirst = (a: string, b: string): number =>
  Number(a.startsWith('from')) - Number(b.startsWith('from')) || a.localeCompare(b);
