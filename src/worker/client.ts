/** The page's side: `window.decant`, whose every call runs in the engine worker. */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { Decant, DecantEvent } from '../studio/api.ts';
import { runHandles } from '../studio/training/handle.ts';
import type { EngineMethods, TestHooks } from './protocol.ts';
import { engineWithHooks } from './protocol.ts';
import type { Port } from './rpc.ts';
import { createCaller, whenStillborn } from './rpc.ts';

/** Starts the engine worker; with test hooks only for tests of the page. */
export function startEngine(options: { readonly testHooks?: boolean } = {}): Worker {
  const name = options.testHooks ? engineWithHooks : 'decant-engine';
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name });
}

export interface Client {
  readonly decant: Decant;
  /** The same, for callers whose arguments no compiler has seen: each is checked, and refused by a sentence. */
  readonly scripting: Decant;
  readonly hooks: TestHooks;
}

/** The scripting interface over a port to the engine, and the hooks that an engine started for tests answers. */
export function createClient(port: Port = startEngine()): Client {
  const listeners = new Set<(event: DecantEvent) => void>();
  const caller = createCaller(port, ({ event }) => {
    for (const listener of listeners) listener(event);
  });
  whenStillborn(port, () => caller.abandon(stillborn()));
  const ready = caller.call('readiness', []) as Decant['ready'];
  const subscribe: Decant['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const checked: Send = async (method, args, options) =>
    (await import('./checkedCall.ts')).checkedCall(caller, method, args, options);
  return {
    decant: decantOver((...given) => caller.call(...given), ready, subscribe),
    scripting: decantOver(checked, ready, subscribe),
    hooks: {
      loseDevice: async () => void (await caller.call('loseDevice', [])),
      fillStorage: async (full) => void (await caller.call('fillStorage', [full])),
    },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

const stillborn = (): DecantError =>
  new DecantError('worker/stillborn', 'The part of the page that computes could not be started. Load the page again.');

type Send = (method: string, args: readonly unknown[], options?: TaskOptions) => Promise<unknown>;

function decantOver(send: Send, ready: Decant['ready'], subscribe: Decant['subscribe']): Decant {
  const call = <K extends keyof EngineMethods>(method: K, args: readonly unknown[], options?: TaskOptions) =>
    send(method, args, options) as ReturnType<EngineMethods[K]>;
  return {
    ready,
    subscribe,
    openModel: (source, options) => call('openModel', [source, ownOf(options)], options),
    openData: (source, options) => call('openData', [source, ownOf(options)], options),
    ...runHandles({
      startRun: (run, request, options) => call('startRun', [run, request], options),
      continueRun: (run, options) => call('continueRun', [run], options),
      startBranch: (run, parent, changes, options) => call('startBranch', [run, parent, changes], options),
      steerRun: (run, command) => call('steerRun', [run, command]),
      checkpointsOf: (run) => call('checkpointsOf', [run]),
    }),
    trainings: (options) => call('trainings', [], options),
    openCheckpoint: (request, options) => call('openCheckpoint', [request], options),
    deleteTraining: (run, options) => call('deleteTraining', [run], options),
    featurePairs: (request, options) => call('featurePairs', [request], options),
    exportTrainingStep: (run, options) => call('exportTrainingStep', [run], options),
    measure: (request, options) => call('measure', [request], options),
    predict: (request, options) => call('predict', [request], options),
    exportModel: (model, request, options) => call('exportModel', [model, request], options),
    runs: (options) => call('runs', [], options),
    reopen: (options) => call('reopen', [ownOf(options)], options),
    close: (id, options) => call('close', [id], options),
    histogram: (request, options) => call('histogram', [request], options),
    samples: (request, options) => call('samples', [request], options),
    drift: (request, options) => call('drift', [request], options),
    profile: (request, options) => call('profile', [request], options),
    selfCheck: (options) => call('selfCheck', [], options),
    tuning: (request, options) => call('tuning', [request ?? {}], options),
    activations: (request, options) => call('activations', [request], options),
    weightRow: (request, options) => call('weightRow', [request], options),
    outline: (model, options) => call('outline', [model], options),
    trace: (request, options) => call('trace', [request], options),
    clipSearch: (request, options) => call('clipSearch', [request], options),
    weigh: (what, options) => call('weigh', [what], options),
    ceilings: (options) => call('ceilings', [], options),
    sensitivity: (request, options) => call('sensitivity', [request], options),
    allocate: (request, options) => call('allocate', [request], options),
    sweep: (request, options) => call('sweep', [request], options),
    heal: (request, options) => call('heal', [request], options),
    claims: (options) => call('claims', [], options),
    checkClaim: (request, options) => call('checkClaim', [request], options),
    receipt: (request, options) => call('receipt', [request], options),
    replay: (request, options) => call('replay', [request], options),
    report: (request, options) => call('report', [request], options),
    code: (request, options) => call('code', [request], options),
    readCode: (text, options) => call('readCode', [text], options),
    keep: (request, options) => call('keep', [request], options),
    kept: (options) => call('kept', [], options),
    changeKept: (id, change, options) => call('changeKept', [id, change], options),
    keepWeights: (id, model, options) => call('keepWeights', [id, model], options),
    keptWeights: (id, options) => call('keptWeights', [id], options),
    stored: (options) => call('stored', [], options),
    dropStored: (key, options) => call('dropStored', [key], options),
    pack: (request, options) => call('pack', [request ?? {}], options),
    unpack: (archive, options) => call('unpack', [archive], options),
  };
}

/** What options say beside signal and listener, which cannot cross to a worker. */
function ownOf(options: TaskOptions | null = {}): object {
  const { signal: _, onProgress: __, ...rest } = options ?? {};
  return rest;
}
