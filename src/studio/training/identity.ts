/** How a run knows its models and data again after a reload, when ids have begun anew. */
import { DecantError } from '../../core/errors.ts';
import { DIGITS_ID, DIGITS_TRAIN_ID } from '../../data/digits/digitsDataset.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import type { Graph } from '../../graph/graph.ts';
import { hashOf } from '../../training/checkpoint.ts';
import type { ModelEntry, Registry } from '../models.ts';
import type { DataEntry } from '../openings.ts';

export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly print: string;
  /** The run that made it, which keeps it. */
  readonly run?: string;
  /** What is built in can be opened again by itself. */
  readonly builtIn?: { readonly source: string; readonly limit?: number };
}

/** Weights beyond so many a parameter add nothing: files that differ do so early. */
const bytesLooked = 2 ** 16;
const samplesLooked = 16;

export async function identityOfModel({ id, name, graph, run, format }: ModelEntry): Promise<Identity> {
  const builtIn = format === 'built-in' ? { builtIn: { source: DIGITS_ID } } : {};
  return { id, name, print: await printOfGraph(graph), ...(run === undefined ? {} : { run }), ...builtIn };
}

export function identityOfData({ id, dataset, source, limit }: DataEntry): Identity {
  const known = source === DIGITS_ID || source === DIGITS_TRAIN_ID;
  const builtIn = known ? { builtIn: { source, ...(limit === undefined ? {} : { limit }) } } : {};
  return { id, name: dataset.name, print: printOfData(dataset), ...builtIn };
}

function printOfData(source: SampleSource): string {
  const { samples, labels } = source;
  const seen = source.batch(Int32Array.from({ length: Math.min(samplesLooked, samples) }, (_, i) => i));
  const words = [
    samples,
    seen.shape.slice(1).join('x'),
    hashOf(bytesOf(seen.data)),
    labels ? hashOf(bytesOf(labels)) : 0,
  ];
  return words.join(' ');
}

/** The opened model that is the same as one was, by its weights. */
export async function findModel(models: Registry<ModelEntry>, wanted: Identity): Promise<ModelEntry | undefined> {
  for (const entry of models.all()) if ((await printOfGraph(entry.graph)) === wanted.print) return entry;
  return undefined;
}

/** The opened data that has the same samples. */
export function findData(opened: Registry<DataEntry>, wanted: Identity): DataEntry | undefined {
  return opened.all().find(({ dataset }) => printOfData(dataset) === wanted.print);
}

export function notOpen(run: string, kind: 'model' | 'data', { name }: Identity): DecantError {
  const what = kind === 'model' ? `the model "${name}"` : `the data "${name}"`;
  return new DecantError(
    'training/not-open',
    `The run goes on with ${what}, which is not open. Open it again and resume the run.`,
    { run, kind, name },
  );
}

// ---------------------------------------------------------------------------------------------

const prints = new WeakMap<Graph, Promise<string>>();

function printOfGraph(graph: Graph): Promise<string> {
  const known = prints.get(graph) ?? makePrint(graph);
  prints.set(graph, known);
  return known;
}

async function makePrint({ nodes, parameters }: Graph): Promise<string> {
  const words: (string | number)[] = [nodes.length, parameters.size];
  for (const { name, shape, storage } of parameters.values()) {
    const data = storage.kind === 'dense' ? await storage.load() : (await storage.load()).codes;
    words.push(`${name} ${shape.join('x')} ${hashOf(bytesOf(data))}`);
  }
  return `${words.slice(0, 2).join(' ')} ${hashOf(new TextEncoder().encode(words.join('\n')))}`;
}

const bytesOf = (view: ArrayBufferView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, Math.min(view.byteLength, bytesLooked));
