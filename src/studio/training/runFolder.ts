/** What a run keeps in its folder, by what it is: checkpoints of each network, networks, graphs that stages left. */
import { DecantError, messageOf } from '../../core/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import type { TrainingPlace } from '../../recipes/context.ts';
import type { Finish } from '../../recipes/training/finish.ts';
import type { CheckpointListener } from '../../training/boundedCheckpoints.ts';
import { boundedCheckpoints } from '../../training/boundedCheckpoints.ts';
import type { CheckpointStore, TrainingCheckpoint } from '../../training/checkpoint.ts';
import { latestCheckpoint, readCheckpoint } from '../../training/checkpoint.ts';
import { graphFromBytes, graphToBytes } from './graphBytes.ts';
import { filesUnder, runFileNames } from './runFiles.ts';

/** Of one network: enough to scrub through, few enough that a large network leaves room for others. */
const limits = { most: 50, mostBytes: 2 ** 28 };

export class RunFolder {
  readonly #files: CheckpointStore;
  readonly #stores = new Map<string, CheckpointStore>();

  constructor(files: CheckpointStore) {
    this.#files = files;
  }

  /** The checkpoints of a network; bounded where somebody listens, and then by one store however often it is asked for. */
  checkpoints({ step, part }: TrainingPlace, listener?: CheckpointListener): CheckpointStore {
    const prefix = runFileNames.checkpoints(step, part);
    const known = this.#stores.get(prefix);
    if (known) return known;
    const store = filesUnder(this.#files, prefix);
    if (!listener) return store;
    const bounded = boundedCheckpoints(store, limits, listener);
    this.#stores.set(prefix, bounded);
    return bounded;
  }

  checkpoint(place: TrainingPlace, step: number): Promise<TrainingCheckpoint> {
    return readCheckpoint(this.checkpoints(place), step);
  }

  newest(place: TrainingPlace): ReturnType<typeof latestCheckpoint> {
    return latestCheckpoint(this.checkpoints(place));
  }

  /** @param finish what becomes of it when it has learned */
  async keepNetwork({ step, part }: TrainingPlace, graph: Graph, finish?: Finish): Promise<void> {
    await this.#keep(runFileNames.network(step, part), await graphToBytes(graph));
    if (finish) await this.#keep(runFileNames.finish(step, part), new TextEncoder().encode(JSON.stringify(finish)));
  }

  /** Undefined where the network stays as it learned, and for runs of a time that did not keep it. */
  async finish({ step, part }: TrainingPlace): Promise<Finish | undefined> {
    const bytes = await this.#files.read(runFileNames.finish(step, part));
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  }

  network({ step, part }: TrainingPlace): Promise<Graph | undefined> {
    return this.#graph(runFileNames.network(step, part));
  }

  async keepStage(stage: number, graph: Graph): Promise<void> {
    return this.#keep(runFileNames.stage(stage), await graphToBytes(graph));
  }

  /** What a finished stage left. @throws DecantError `training/file` when it is not whole */
  stage(stage: number): Promise<Graph | undefined> {
    return this.#graph(runFileNames.stage(stage));
  }

  /** What the last of the finished stages left. */
  async lastStage(): Promise<Graph | undefined> {
    const stages = (await this.#files.names()).flatMap((name) => /^graph-(\d+)$/.exec(name)?.slice(1) ?? []);
    return stages.length === 0 ? undefined : this.stage(Math.max(...stages.map(Number)));
  }

  /** Copies what a branch goes on from: the stages and networks before it, and its checkpoint. */
  async copyTo(other: CheckpointStore, { step, part }: TrainingPlace, checkpoint: string): Promise<void> {
    const names = await this.#files.names();
    const wanted = names.filter((name) => {
      const [kind, stage, network] = name.split(/[-.]/);
      if (kind === 'graph') return Number(stage) < step;
      return Number(stage) === step && Number(network) < part;
    });
    const own = runFileNames.checkpoints(step, part) + checkpoint;
    for (const name of [...wanted, runFileNames.network(step, part), runFileNames.finish(step, part)])
      await copy(this.#files, other, name);
    const bytes = await this.checkpoints({ step, part }).read(checkpoint);
    if (bytes) await other.write(own, bytes);
  }

  // -------------------------------------------------------------------------------------------

  async #keep(name: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.#files.write(name, bytes);
    } catch (error) {
      throw new DecantError(
        'training/storage',
        `A stage of the run could not be kept (${messageOf(error)}): the run goes on, but after a reload it begins this stage anew.`,
      );
    }
  }

  async #graph(name: string): Promise<Graph | undefined> {
    const bytes = await this.#files.read(name);
    return bytes && graphFromBytes(bytes, name);
  }
}

// ---------------------------------------------------------------------------------------------

async function copy(from: CheckpointStore, to: CheckpointStore, name: string): Promise<void> {
  const bytes = await from.read(name);
  if (bytes) await to.write(name, bytes);
}
