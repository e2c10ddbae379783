/** Makes joins of dispatches real where memory allows: operands laid end to end, one dispatch in the place of the last. */
import type { BufferRef } from '../bufferRef.ts';
import { bytesOfRef } from '../bufferRef.ts';
import type { Limits } from '../capabilities.ts';
import type { AliasClasses } from './aliasClasses.ts';
import { foldGrid } from './foldGrid.ts';
import { paramAt } from './joinParams.ts';
import type { Copy, Dispatch, Join, JoinMember, Program, Step } from './program.ts';
import { wholeOf } from './program.ts';

/**
 * @param copies those that could not be avoided
 * @returns the program's steps with joined dispatches in one
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
  const replaced = new Map<Dispatch, readonly Dispatch[]>();
  const moved = new Map<Step, readonly Step[]>();
  for (const join of program.joins.flatMap((each) => cut(each, limits))) {
    const { members } = join;
    const inPlace = members.every(({ step }) =>
      step.dispatches.every((one) => one.kind === 'dispatch' || !copies.has(one)),
    );
    if (members.length < 2 || !inPlace || !canLie(join, classes, happening, limits)) continue;
    const last = members.reduce((a, b) => (timeOf(times, b) > timeOf(times, a) ? b : a));
    const dispatch = joinedDispatch(join, classes, limits, timeOf(times, last));
    for (const member of members) replaced.set(member.dispatch, []);
    replaced.set(last.dispatch, [dispatch]);
    moved.set(last.step, [...new Set(members.map(({ step }) => step))]);
  }
  return program.steps.map((step) => ({
    nodes: (moved.get(step) ?? [step]).flatMap(({ nodes }) => nodes),
    dispatches: step.dispatches.flatMap((one): readonly (Dispatch | Copy)[] =>
      one.kind === 'dispatch' ? (replaced.get(one) ?? [one]) : [one],
    ),
  }));
}

// ---------------------------------------------------------------------------------------------

type Times = ReadonlyMap<Dispatch | Copy, number>;

function timesOf({ steps }: Program): Times {
  return new Map(steps.flatMap(({ dispatches }) => dispatches).map((one, time) => [one, time]));
}

const timeOf = (times: Times, { dispatch }: JoinMember): number => times.get(dispatch) ?? 0;

/** A member's bytes when it is followed by another. */
const paddedBytes = (ref: BufferRef, alignment: number): number =>
  Math.ceil(bytesOfRef(wholeOf(ref)) / alignment) * alignment;

/** Joins of as many members each as one binding holds. */
function cut({ members, bindings }: Join, limits: Limits): Join[] {
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const parts: JoinMember[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const member of members) {
    const own = bindings.map((i) => paddedBytes(member.dispatch.buffers[i], limits.minStorageBufferOffsetAlignment));
    bytes += Math.max(...own);
    if (bytes > most) {
      parts.push([]);
      bytes = Math.max(...own);
    }
    parts[parts.length - 1].push(member);
  }
  return parts.map((part) => ({ members: part, bindings }));
}

/** Whether every operand's buffers lie end to end already, or can without any dispatch noticing. */
function canLie({ members, bindings }: Join, classes: AliasClasses, times: Times, limits: Limits): boolean {
  const own = new Set<Dispatch | Copy>(members.flatMap(({ step, dispatch }) => [dispatch, ...copiesOf(step)]));
  const moments = members.map((member) => timeOf(times, member));
  const others = [...times].filter(([one]) => !own.has(one));
  const between = others.filter(([, time]) => time > Math.min(...moments) && time < Math.max(...moments));
  return bindings.every((binding) => {
    const refs = members.map(({ dispatch }) => dispatch.buffers[binding]);
    if (classes.laidEndToEnd(refs, limits.minStorageBufferOffsetAlignment)) return true;
    const views = refs.map((ref) => classes.of(wholeOf(ref)));
    const keys = new Set(views.map(({ key }) => key));
    const states = views.filter(({ fixed }) => fixed?.kind === 'state').length;
    const free = views.filter(({ fixed, input }) => !fixed && !input).length;
    const alone =
      keys.size === refs.length && refs.every(({ part }) => !part) && views.every(({ offset }) => offset === 0);
    const touched = (one: Dispatch | Copy) => touches(one, classes, keys);
    return (
      alone &&
      (states === refs.length || free === refs.length) &&
      others.every(([one]) => !(touched(one).read && touched(one).written)) &&
      (states === 0 || between.every(([one]) => !touched(one).read && !touched(one).written))
    );
  });
}

const copiesOf = ({ dispatches }: Step): readonly Copy[] => dispatches.filter((one) => one.kind === 'copy');

/** Whether a dispatch reads, and whether it writes, any of some classes. */
function touches(one: Dispatch | Copy, classes: AliasClasses, keys: ReadonlySet<object>) {
  const isOf = (ref: BufferRef) => keys.has(classes.of(wholeOf(ref)).key);
  if (one.kind === 'copy') return { read: isOf(one.from), written: isOf(one.to) };
  const accessed = (access: 'read' | 'read_write') =>
    one.buffers.some((ref, i) => one.linked.bindings[i].access === access && isOf(ref));
  return { read: accessed('read'), written: accessed('read_write') };
}

function joinedDispatch({ members, bindings }: Join, classes: AliasClasses, limits: Limits, time: number): Dispatch {
  const [{ dispatch: first }] = members;
  const buffers = [...first.buffers];
  for (const binding of bindings) {
    const refs = members.map(({ dispatch }) => dispatch.buffers[binding]);
    buffers[binding] = classes.layEndToEnd(refs, limits.minStorageBufferOffsetAlignment, time);
  }
  const { kernel, constants, sizes } = first.linked;
  const numberOf = ({ dispatch }: JoinMember, name: string) => paramAt(kernel, dispatch.params, name).get();
  const params = first.params.slice(0);
  const sum = members.reduce((total, member) => total + numberOf(member, 'count'), 0);
  const count = kernel.joins?.count === 'sum' ? sum : buffers[bindings[0]].count / 4;
  paramAt(kernel, params, 'count').set(count);
  const share = kernel.joins?.share;
  if (share) {
    const sharing = members.filter((member) => numberOf(member, share.amount) !== 0);
    const alignment = limits.minStorageBufferOffsetAlignment;
    const bytes = sharing.reduce((end, { dispatch }) => end + paddedBytes(dispatch.buffers[bindings[0]], alignment), 0);
    paramAt(kernel, params, share.until).set(bytes / 16);
  }
  const grid = foldGrid(kernel.grid({ count }, { ...constants, ...sizes }), limits.maxComputeWorkgroupsPerDimension);
  return { ...first, params, grid, buffers };
}
