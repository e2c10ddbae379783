/** ScatterElements and ScatterND: the data copied (or taken over), then the updates applied in place. */
import { sizeOf, stridesOf } from '../../../../tensor/shape.ts';
import { scatter } from '../../kernels/movement/scatter.ts';
import { scatterAtomic } from '../../kernels/movement/scatterAtomic.ts';
import { scatterColumns } from '../../kernels/movement/scatterColumns.ts';
import type { LoweringContext } from '../lowering.ts';
import { elementPlaces, indicesOf, tupleAxes } from './gathers.ts';
import type { IndexedPlaces } from './indexed.ts';
import { indexedCall, shapeOf } from './indexed.ts';

export function lowerScatterElements(context: LoweringContext): void {
  const [table, indices] = [shapeOf(context, 0), shapeOf(context, 1)];
  emitScatter(context, elementPlaces(table, indices, context.int('axis')));
}

export function lowerScatterND(context: LoweringContext): void {
  const [table, indices] = [shapeOf(context, 0), shapeOf(context, 1)];
  const length = indices[indices.length - 1];
  const strides = stridesOf(table);
  const width = sizeOf(table.slice(length));
  const tuples = sizeOf(indices.slice(0, -1));
  emitScatter(context, {
    tupleInner: width,
    tupleCount: tuples,
    base: { shape: [tuples, width], strides: [0, 1] },
    tuple: tupleAxes(table, strides, 0, length),
  });
}

// ---------------------------------------------------------------------------------------------

/** Up to here every thread may look at every tuple, which makes the result independent of the order of threads. */
const mostOrdered = 4096;
/** Slices at least this wide have a thread a column, which goes over the updates once. */
const leastColumns = 32;
/** Beyond so many updates one after another, threads in any order are faster. */
const mostInRow = 65536;

const reductions: readonly unknown[] = ['none', 'add', 'mul', 'max', 'min'];

function emitScatter(context: LoweringContext, places: IndexedPlaces): void {
  const output = context.output(0);
  const updates = context.input(2);
  context.copy(context.input(0), output);
  const { constants, params } = indexedCall(places, updates.count);
  const call = {
    constants: { ...constants, REDUCTION: reductions.indexOf(context.attribute('reduction')) },
    types: { Elem: output.element },
    params,
    bindings: { indices: indicesOf(context), updates, scattered: output },
  };
  if (places.tupleInner >= leastColumns && places.tupleCount <= mostInRow) context.emit(scatterColumns, call);
  else if (places.tupleCount <= mostOrdered) context.emit(scatter, call);
  else context.emit(scatterAtomic, call);
}
