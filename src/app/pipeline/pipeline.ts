/**
 * The chain that the page holds and the run of it: one click starts it, it can be held between stages, left, and gone on
 * with after a reload. Outlives its panel. Knows no view; the engine checks, runs and keeps.
 */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Progress } from '../../core/task.ts';
import type {
  ModelSummary,
  RunHandle,
  RunResult,
  RunTaskOptions,
  StageSummary,
  TrainingRecord,
} from '../../studio/api.ts';
import { isAbort } from '../engine/aborts.ts';
import type { Engine } from '../engine/engine.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import type { Studio } from '../store/context.tsx';
import { landInB } from '../training/landing.ts';
import { READY } from '../training/setup.ts';
import { isBuiltIn } from '../training/sources.ts';
import { trainerOf } from '../training/trainerOf.ts';
import type { Chain } from './chain.ts';
import { chainOf, READY_CHAINS, recipeOf } from './chain.ts';
import { readChain } from './chainHash.ts';

/** `stopping`: held once the stage in progress is over; `left`: ended between, and can be gone on with. */
export type PipelinePhase = 'idle' | 'running' | 'stopping' | 'held' | 'left' | 'done';

export interface PipelineState {
  readonly chain: Chain;
  readonly phase: PipelinePhase;
  /** The run, and the chain that it runs; the one above may have changed since. */
  readonly run: string | null;
  readonly ran: Chain;
  /** What the finished stages left. */
  readonly stages: readonly StageSummary[];
  /** The network before the first of them. */
  readonly original: StageSummary | null;
  readonly progress: Progress | null;
  readonly error: string | null;
  readonly result: ModelSummary | null;
  readonly when: string;
  /** A chain that an earlier visit left between its stages. */
  readonly kept: TrainingRecord | null;
}

export interface Pipeline {
  readonly store: StoreApi<PipelineState>;
  /** Another chain; what ran before stays in the table until the next run. */
  edit(chain: Chain): void;
  /** Takes a recipe as text, checked by the engine; the error, with the path of the field, or null. */
  take(text: string): Promise<string | null>;
  takeHash(hash: string): Promise<void>;
  start(): Promise<void>;
  stopAfterStage(): void;
  /** Ends the run where it is; it can be gone on with from its last checkpoint. */
  leave(): void;
  resume(): Promise<void>;
  /** Looks for a chain that an earlier visit left. */
  lookForKept(): Promise<void>;
  resumeKept(record: TrainingRecord): Promise<void>;
}

const pipelines = new WeakMap<Engine, Pipeline>();

/** The pipeline of the page: one for each engine. */
export function pipelineOf(studio: Studio): Pipeline {
  const pipeline = pipelines.get(studio.engine) ?? createPipeline(studio);
  pipelines.set(studio.engine, pipeline);
  return pipeline;
}

// ---------------------------------------------------------------------------------------------------------------------

const NO_RUN = {
  phase: 'idle',
  run: null,
  ran: [],
  stages: [],
  original: null,
  progress: null,
  error: null,
  result: null,
} as const;

function createPipeline(studio: Studio): Pipeline {
  const { decant } = studio.engine;
  const { sources } = trainerOf(studio);
  const store = createStore<PipelineState>()(() => ({ ...NO_RUN, chain: READY_CHAINS.whole, when: '', kept: null }));
  const { getState, setState } = store;
  let handle: RunHandle | null = null;
  let controller = new AbortController();

  const done = ({ model }: RunResult): void => {
    setState({ phase: 'done', result: model, progress: null });
    landInB(studio.store, handle?.run ?? 'pipeline', 'result', model);
    studio.store.getState().announce(t('The chain is through; what it made is side B.'));
  };
  const failed = (thrown: unknown): void => {
    const resumable = getState().stages.length > 0;
    setState({ phase: resumable ? 'left' : 'idle', progress: null });
    if (!isAbort(thrown)) setState({ error: told(thrown) });
  };
  const follow = (begin: (options: RunTaskOptions) => RunHandle): void => {
    controller = new AbortController();
    const { signal } = controller;
    const onProgress: RunTaskOptions['onProgress'] = ({ stages, original, label, done: made, total, secondsLeft }) =>
      setState(
        stages
          ? { stages, progress: null, ...(original ? { original } : {}) }
          : { progress: { label, done: made, total, ...(secondsLeft === undefined ? {} : { secondsLeft }) } },
      );
    const own = begin({ signal, onProgress });
    handle = own;
    setState({ run: own.run, phase: 'running', error: null, progress: null, kept: null });
    own.then(done, failed);
  };
  const pipeline: Pipeline = {
    store,
    edit: (chain) => setState({ chain, error: null }),
    take: async (text) => {
      try {
        const { text: checked } = await decant.code({ recipe: JSON.parse(text), language: 'json' });
        setState({ chain: chainOf(JSON.parse(checked)) ?? [], error: null });
        return null;
      } catch (thrown) {
        return told(thrown);
      }
    },
    takeHash: async (hash) => {
      try {
        const chain = await readChain(hash);
        if (chain) setState({ chain, error: null });
      } catch (thrown) {
        setState({ error: told(thrown) });
      }
    },
    start: async () => {
      const { chain } = getState();
      setState({ ...NO_RUN, phase: 'running', ran: chain, when: new Date().toISOString() });
      try {
        const subject = await sources.subject(READY);
        follow((options) => decant.run({ ...subject, recipe: recipeOf(chain), seed: READY.seed }, options));
      } catch (thrown) {
        failed(thrown);
      }
    },
    stopAfterStage: () => {
      setState({ phase: 'stopping' });
      void handle?.pauseAfterStage().then(() => getState().phase === 'stopping' && setState({ phase: 'held' }), failed);
    },
    leave: () => controller.abort(new DOMException('The chain was left.', 'AbortError')),
    resume: async () => {
      const { phase, run } = getState();
      if (phase === 'held' || phase === 'stopping') {
        setState({ phase: 'running' });
        await handle?.resume();
      } else if (run !== null) follow((options) => decant.resumeRun(run, options));
    },
    lookForKept: async () => {
      const records = await decant.trainings().catch(() => []);
      const left = records.filter((one) => isLeft(one) && one.run !== getState().run);
      setState({ kept: left.at(-1) ?? null });
    },
    resumeKept: async (record) => {
      const chain = chainOf(record.recipe) ?? [];
      const { stages, original = null, when } = record;
      setState({ ...NO_RUN, phase: 'running', chain, ran: chain, stages, original, when });
      if (isBuiltIn(studio.store)) await sources.reopen().catch(() => undefined);
      follow((options) => decant.resumeRun(record.run, options));
    },
  };
  return pipeline;
}

/** A chain that stands between its first and its last stage, and that nobody runs. */
const isLeft = ({ recipe, status, stages, elsewhere }: TrainingRecord): boolean =>
  (chainOf(recipe)?.length ?? 0) > 1 &&
  stages.length > 0 &&
  (status === 'interrupted' || status === 'stopped') &&
  !elsewhere;
