/**
 * Networks to be made, in the words of recipes: a preset, or a smaller one from a teacher by width, depth, left-out
 * layers or low-rank factors; and what each takes in parameters, bytes and operations, before anything is trained.
 */
import { GraphError } from '../../core/errors.ts';
import { measureSize } from '../../evaluation/size.ts';
import type { Graph } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { cnn, mlp } from '../../models/networks.ts';
import { isConcrete, sizeOf } from '../../tensor/shape.ts';
import { findChannelGroups } from '../pruning/channelGroups.ts';
import { channelImportance, largest } from '../pruning/channelImportance.ts';
import { flopsOf } from '../pruning/prune.ts';
import { removeChannels } from '../pruning/removeChannels.ts';
import { dropLayers } from './dropLayers.ts';
import { factorize } from './factorize.ts';
import { freshWeights } from './freshWeights.ts';

export interface MlpPreset {
  readonly preset: 'mlp';
  readonly hidden: readonly number[];
}

export interface CnnPreset {
  readonly preset: 'cnn';
  readonly channels: readonly number[];
  /** One hidden linear layer. */
  readonly hidden: readonly [number];
  readonly kernel?: 3 | 5;
}

export interface FromTeacher {
  readonly from: 'teacher';
  /** Share of the channels of each layer. */
  readonly width?: number;
  /** Share of the layers that can be left out, that stay. */
  readonly depth?: number;
  /** How many, or which, of the layers that can be left out stay. */
  readonly layers?: number | readonly string[];
  /** Share of the full rank that each weight keeps, as two factors. */
  readonly rank?: number;
  /** `teacher`: begins with the teacher's weights, as far as they stay; `fresh`: with new ones. */
  readonly init?: 'teacher' | 'fresh';
}

export type StudentSpec = MlpPreset | CnnPreset | FromTeacher;

export interface StudentContext {
  readonly teacher?: Graph;
  /** The samples that presets take, [channels, height, width], and their classes; the teacher's when left out. */
  readonly sample?: readonly number[];
  readonly classes?: number;
  readonly seed?: number;
}

/** What a network takes: known before it is trained. */
export interface NetworkCost {
  readonly parameters: number;
  readonly bytes: number;
  /** Of one sample, forward. */
  readonly flops: number | undefined;
}

/** @throws GraphError `students/teacher` when it is to be made from a teacher and there is none, or samples are unknown */
export async function buildStudent(spec: StudentSpec, context: StudentContext): Promise<Graph> {
  if ('from' in spec) return fromTeacher(spec, context);
  const { input, classes } = await ends(context);
  const common = { input, classes };
  switch (spec.preset) {
    case 'mlp':
      return mlp({ ...common, hidden: spec.hidden }, context.seed);
    case 'cnn':
      return cnn({ ...common, channels: spec.channels, hidden: spec.hidden[0], kernel: spec.kernel }, context.seed);
    default:
      return spec satisfies never;
  }
}

/** Bytes as stored; operations of one sample's forward pass, undefined where a shape is not known before running. */
export async function networkCost(graph: Graph): Promise<NetworkCost> {
  const { parameters, bytes } = measureSize(graph);
  return { parameters, bytes, flops: await flopsOf(graph) };
}

// ---------------------------------------------------------------------------------------------

async function fromTeacher(spec: FromTeacher, { teacher, seed = 0 }: StudentContext): Promise<Graph> {
  if (!teacher)
    throw new GraphError(
      'students/teacher',
      'A student from the teacher needs a teacher; open a model, or choose a preset.',
    );
  const { width, depth, layers, rank, init } = spec;
  let student = teacher;
  if (depth !== undefined) student = await dropLayers(student, { share: depth });
  if (layers !== undefined)
    student = await dropLayers(student, typeof layers === 'number' ? { count: layers } : { names: layers });
  if (width !== undefined && width < 1) student = await narrow(student, width);
  if (rank !== undefined) student = await factorize(student, rank);
  const kept = init ?? (width === undefined && (depth ?? layers ?? rank) !== undefined ? 'teacher' : 'fresh');
  const own = kept === 'teacher' ? student : freshWeights(student, seed);
  return { ...own, name: `${teacher.name} student` };
}

/** A share of each group's channels: those with the largest weights. */
async function narrow(graph: Graph, width: number): Promise<Graph> {
  const groups = findChannelGroups(graph, await inferTypes(graph)).filter(({ fixed }) => fixed === undefined);
  const kept = await Promise.all(
    groups.map(async (group) => {
      const count = Math.max(1, Math.round(width * group.channels));
      return { group, channels: largest(await channelImportance(graph, group, 'l1'), count) };
    }),
  );
  return removeChannels(graph, kept);
}

/** What goes in and comes out: of the data when it is known, else of the teacher. */
async function ends({
  teacher,
  sample,
  classes,
}: StudentContext): Promise<{ input: [number, number, number]; classes: number }> {
  const types = teacher && (await inferTypes(teacher)).types;
  const shape = sample ?? teacher?.inputs[0]?.shape.slice(1) ?? [];
  const scores = classes ?? types?.get(teacher?.outputs[0] ?? '')?.shape[1];
  if (!isConcrete(shape) || shape.length === 0 || typeof scores !== 'number')
    throw new GraphError(
      'students/teacher',
      'A network from a preset needs to know its samples and classes; open data with labels, or a teacher.',
    );
  const [channels, height, width] = shape.length === 3 ? shape : [1, 1, sizeOf(shape)];
  return { input: [channels, height, width], classes: scores };
}
