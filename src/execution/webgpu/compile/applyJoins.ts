/** Makes joins of steps real where memory allows: operands laid end to end, one dispatch in the place of the last. */
import type { BufferRef } from '../bufferRef.ts';
import type { Limits } from '../capabilities.ts';
import type { AliasClasses } from './aliasClasses.ts';
import { foldGrid } from './foldGrid.ts';
import type { Copy, Dispatch, Join, Program, Step } from './program.ts';
import { wholeOf } from './program.ts';

/**
 * @param copies those that could not be avoided
 * @returns the program's steps with joined ones in one
 */
export function applyJoins(
  program: Program,
  classes: AliasClasses,
  copies: ReadonlySet<Copy>,
  limits: Limits,
): readonly Step[] {
  const times = timesOf(program);
  // A copy that was avoided reads and writes nothing.
  const happening = new Map([...times].filter(([one]) => one.kind === 'dispatch' || copies.has(one)));
  const replaced = new Map<Step, Step>();
  for (const join of program.joins) {
    const inPlace = join.steps.every(({ dispatches }) =>
      dispatches.every((one) => one.kind === 'dispatch' || !copies.has(one)),
    );
    if (!inPlace || !canLie(join, classes, happening, limits)) continue;
    const last = join.steps[join.steps.length - 1];
    const time = times.get(join.dispatches[join.dispatches.length - 1]) ?? 0;
    const dispatch = joinedDispatch(join, classes, limits, time);
    for (const step of join.steps) replaced.set(step, { nodes: step.nodes, dispatches: [] });
    replaced.set(last, { nodes: join.steps.flatMap(({ nodes }) => nodes), dispatches: [dispatch] });
  }
  return program.steps.map((step) => replaced.get(step) ?? step);
}

// ---------------------------------------------------------------------------------------------

type Times = ReadonlyMap<Dispatch | Copy, number>;

function timesOf({ steps }: Program): Times {
  return new Map(steps.flatMap(({ dispatches }) => dispatches).map((one, time) => [one, time]));
}

/** Whether every operand's buffers can be laid end to end without any dispatch noticing. */
function canLie(join: Join, classes: AliasClasses, times: Times, limits: Limits): boolean {
  const own = new Set<Dispatch | Copy>(join.steps.flatMap(({ dispatches }) => dispatches));
  const moments = join.dispatches.map((dispatch) => times.get(dispatch) ?? 0);
  const others = [...times].filter(([one]) => !own.has(one));
  const between = others.filter(([, time]) => time > Math.min(...moments) && time < Math.max(...moments));
  return join.bindings.every((binding) => {
    const members = join.dispatches.map(({ buffers }) => buffers[binding]);
    const views = members.map((ref) => classes.of(wholeOf(ref)));
    const keys = new Set(views.map(({ key }) => key));
    const states = views.filter(({ fixed }) => fixed?.kind === 'state').length;
    const free = views.filter(({ fixed, input }) => !fixed && !input).length;
    const alone =
      keys.size === members.length && members.every(({ part }) => !part) && views.every(({ offset }) => offset === 0);
    const bytes = views.reduce((sum, view) => sum + view.bytes + limits.minStorageBufferOffsetAlignment, 0);
    const touched = (one: Dispatch | Copy) => touches(one, classes, keys);
    return (
      alone &&
      (states === members.length || free === members.length) &&
      bytes <= Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) &&
      others.every(([one]) => !(touched(one).read && touched(one).written)) &&
      (states === 0 || between.every(([one]) => !touched(one).read && !touched(one).written))
    );
  });
}

/** Whether a dispatch reads, and whether it writes, any of some classes. */
function touches(one: Dispatch | Copy, classes: AliasClasses, keys: ReadonlySet<object>) {
  const isOf = (ref: BufferRef) => keys.has(classes.of(wholeOf(ref)).key);
  if (one.kind === 'copy') return { read: isOf(one.from), written: isOf(one.to) };
  const accessed = (access: 'read' | 'read_write') =>
    one.buffers.some((ref, i) => one.linked.bindings[i].access === access && isOf(ref));
  return { read: accessed('read'), written: accessed('read_write') };
}

function joinedDispatch(join: Join, classes: AliasClasses, limits: Limits, time: number): Dispatch {
  const [first] = join.dispatches;
  const buffers = [...first.buffers];
  for (const binding of join.bindings) {
    const members = join.dispatches.map((dispatch) => dispatch.buffers[binding]);
    buffers[binding] = classes.layEndToEnd(members, limits.minStorageBufferOffsetAlignment, time);
  }
  const count = buffers[join.bindings[0]].count / 4;
  const params = first.params.slice(0);
  new DataView(params).setUint32(0, count, true);
  const { kernel, constants, sizes } = first.linked;
  const grid = foldGrid(kernel.grid({ count }, { ...constants, ...sizes }), limits.maxComputeWorkgroupsPerDimension);
  return { ...first, params, grid, buffers };
}
