/**
 * Takes a training run in from an archive: its record, its checkpoints and the networks that they belong to. Each file is
 * looked at before it is kept; what is not whole is said in a sentence and left out, the rest stays.
 */
import { messageOf } from '../../core/errors.ts';
import type { KeyValueStore } from '../../core/keyValueStore.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Finish } from '../../recipes/training/finish.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { CheckpointStore } from '../../training/checkpoint.ts';
import { checkpointName, decodeCheckpoint } from '../../training/checkpoint.ts';
import { graphFromBytes } from './graphBytes.ts';
import type { StoredTraining } from './records.ts';
import { keepRecord, readRecord } from './records.ts';
import type { RunStorage } from './runFiles.ts';
import { runFileNames } from './runFiles.ts';

/**
 * @param files the run's files in the archive, by the names that they had
 * @param problems what was left out is added, as sentences
 * @returns `known` when the run is here already, `busy` when a tab has it
 */
export async function takeTraining(
  record: StoredTraining,
  files: ReadonlyMap<string, Uint8Array>,
  { store, storage }: { readonly store: KeyValueStore; readonly storage: RunStorage },
  problems: string[],
): Promise<'added' | 'known' | 'busy'> {
  if (await readRecord(store, record.run)) return 'known';
  const letGo = await storage.locks.take(record.run);
  if (!letGo) return 'busy';
  try {
    const own = storage.files.of(record.run);
    const kept = await keepWhole(record.name, files, own, problems);
    const checkpoints = record.checkpoints.filter((one) => kept.has(fileOf(one)));
    for (const one of record.checkpoints.filter((own) => !files.has(fileOf(own))))
      problems.push(`The checkpoint after step ${one.step} of "${record.name}" is not in the archive.`);
    await keepRecord(store, { ...record, checkpoints });
    return 'added';
  } finally {
    letGo();
  }
}

// ---------------------------------------------------------------------------------------------

const CHECKPOINT = /^checkpoint-\d+-\d+\.step-(\d+)\.ckpt$/;
const NETWORK = /^(?:network-\d+-\d+|graph-\d+)$/;
const FINISH = /^finish-(\d+)-(\d+)$/;

const fileOf = ({ stage, part = 0, step }: { stage: number; part?: number; step: number }): string =>
  runFileNames.checkpoints(stage, part) + checkpointName(step);

/** The names of the files that were kept. */
async function keepWhole(
  run: string,
  files: ReadonlyMap<string, Uint8Array>,
  own: CheckpointStore,
  problems: string[],
): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  for (const [name, bytes] of files) {
    const why = whyNot(run, name, bytes, files);
    if (why !== undefined) {
      problems.push(why);
      continue;
    }
    try {
      await own.write(name, bytes);
      kept.add(name);
    } catch (error) {
      problems.push(
        `Not all of "${run}" could be kept: ${messageOf(error)} Free storage and take the archive in again.`,
      );
      return kept;
    }
  }
  return kept;
}

/** A sentence about a file that is not kept; undefined for one that is whole. */
function whyNot(
  run: string,
  name: string,
  bytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
): string | undefined {
  const [, step] = CHECKPOINT.exec(name) ?? [];
  try {
    if (step !== undefined) decodeCheckpoint(bytes, name);
    else if (NETWORK.test(name)) graphFromBytes(bytes, name);
    else if (FINISH.test(name)) checkFinish(name, bytes, files);
    else return `The file "${name}" of "${run}" is none that a run keeps, so it was left out.`;
    return undefined;
  } catch {
    return step === undefined
      ? `A network of "${run}" (${name}) is not whole, so it was left out: checkpoints of that stage cannot be opened.`
      : `The checkpoint after step ${Number(step)} of "${run}" is not whole, so it was left out.`;
  }
}

/** Packing works on matrices of the sizes that are named here: they must be those of the network. */
function checkFinish(name: string, bytes: Uint8Array, files: ReadonlyMap<string, Uint8Array>): void {
  const finish: Finish = JSON.parse(new TextDecoder().decode(bytes));
  if (finish.kind === 'merge') return;
  const network = files.get(name.replace('finish', 'network'));
  const graph: Graph | undefined = network && graphFromBytes(network, name);
  for (const { parameter, layout } of finish.aware.weights) {
    const shape = graph?.parameters.get(parameter)?.shape;
    if (!shape || sizeOf(shape) !== layout.rows * layout.columns) throw new Error(`${name} does not fit its network.`);
  }
}
