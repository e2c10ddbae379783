/**
 * Packed weights as DequantizeLinear over int4 or int8 (symmetric), uint4 or uint8 (asymmetric): the QDQ form.
 * Widths that ONNX has no container for go into the next larger one; 2-bit containers exist, but onnxruntime 1.30
 * computes wrong numbers with them. https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html
 */
import type { PackedStorage, Parameter } from '../../../graph/graph.ts';
import type { DType } from '../../../tensor/dtype.ts';
import type { PackedLayout } from '../../../tensor/packed.ts';
import { groupsPerRow, symmetricZero, unpackCodes } from '../../../tensor/packed.ts';
import { transposed } from './arrange.ts';
import type { LoweredParameter, Naming } from './loweredParameter.ts';
import { computedParameter, lowerScales, operatorNode } from './loweredParameter.ts';

/** The initializers and nodes that give the parameter's own shape, f32. */
export function lowerToDequantize(parameter: Parameter, storage: PackedStorage, unique: Naming): LoweredParameter {
  const { layout } = storage;
  const { name } = parameter;
  const dtype = containerOf(layout);
  // Groups run over flattened columns, so a kernel's weight is dequantized as a matrix and reshaped.
  const flat = layout.strategy === 'group' && parameter.shape.length > 2;
  const shape = flat ? [layout.rows, layout.columns] : parameter.shape;
  const codes = computedParameter(unique(`${name}.codes`), dtype, shape, () => loadCodes(storage, dtype));
  const perScale = scaleShape(storage);
  const arrange = <T extends Float32Array | Uint8Array>(values: T): T => arrangeScales(storage, values);
  const scales = lowerScales(parameter, storage, perScale, arrange, unique);
  const zeros = layout.symmetric
    ? undefined
    : computedParameter(unique(`${name}.zeros`), dtype, perScale, async () => arrange(zerosOf(await storage.load())));
  const made = flat ? unique(`${name}.matrix`) : name;
  const dequantize = operatorNode(
    'DequantizeLinear',
    unique(`${name}/dequantize`),
    [codes.name, scales.value, ...(zeros ? [zeros.name] : [])],
    made,
    dequantizeAttributes(storage),
  );
  const target = computedParameter(unique(`${name}.shape`), 'i64', [parameter.shape.length], async () =>
    BigInt64Array.from(parameter.shape, BigInt),
  );
  const reshape = operatorNode('Reshape', unique(`${name}/reshape`), [made, target.name], name);
  return {
    parameters: [codes, scales.parameter, ...(zeros ? [zeros] : []), ...(flat ? [target] : [])],
    nodes: [...scales.nodes, dequantize, ...(flat ? [reshape] : [])],
    substitutions: substitutions(name, layout, dtype),
  };
}

// ---------------------------------------------------------------------------------------------

function containerOf({ bits, symmetric }: PackedLayout): DType {
  if (bits <= 4) return symmetric ? 'i4' : 'u4';
  return symmetric ? 'i8' : 'u8';
}

const containerWords: Readonly<Partial<Record<DType, string>>> = { i4: 'int4', u4: 'uint4', i8: 'int8', u8: 'uint8' };

function substitutions(name: string, { bits }: PackedLayout, dtype: DType): string[] {
  if (bits === 4 || bits === 8) return [];
  return [
    `"${name}" has ${bits}-bit codes, which are written in ${containerWords[dtype]}: ONNX has no ${bits}-bit type that onnxruntime computes with.`,
  ];
}

/** Codes in the order of the parameter's shape; symmetric ones as signed integers. */
async function loadCodes(storage: PackedStorage, dtype: DType): Promise<Int8Array | Uint8Array> {
  const { rows, columns, bits } = storage.layout;
  const matrix = await storage.load();
  const codes = unpackCodes(bits, rows, columns, matrix.codes);
  const ordered = storage.orientation === 'rows' ? codes : transposed(codes, rows, columns);
  if (dtype === 'u4' || dtype === 'u8') return ordered;
  const zero = symmetricZero(bits);
  return Int8Array.from(ordered, (code) => code - zero);
}

const zerosOf = ({ zeroPoints = new Uint8Array() }: { zeroPoints?: Uint8Array }): Uint8Array => zeroPoints;

/** Axis of the rows (output channels) in the value that is dequantized, and of the columns. */
const axesOf = (storage: PackedStorage): { rows: number; columns: number } =>
  storage.orientation === 'rows' ? { rows: 0, columns: 1 } : { rows: 1, columns: 0 };

function scaleShape(storage: PackedStorage): number[] {
  const { layout } = storage;
  if (layout.strategy === 'tensor') return [];
  if (layout.strategy === 'channel') return [layout.rows];
  const groups = groupsPerRow(layout);
  return storage.orientation === 'rows' ? [layout.rows, groups] : [groups, layout.rows];
}

function arrangeScales<T extends Float32Array | Uint8Array>(storage: PackedStorage, values: T): T {
  const { layout, orientation } = storage;
  if (layout.strategy !== 'group' || orientation === 'rows') return values;
  return transposed(values, layout.rows, groupsPerRow(layout));
}

function dequantizeAttributes(storage: PackedStorage): Record<string, number> {
  const { strategy, groupSize } = storage.layout;
  const axes = axesOf(storage);
  if (strategy === 'tensor') return {};
  return strategy === 'channel' ? { axis: axes.rows } : { axis: axes.columns, block_size: groupSize };
}
