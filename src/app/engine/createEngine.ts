/** Puts the controllers together: readiness, opening, measuring, answering, and what the machine says by itself. */

import type { Decant, DecantEvent } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import { RECORDED } from '../recorded/schema.ts';
import type { AppStore } from '../store/appStore.ts';
import type { SideName } from '../store/types.ts';
import { distributionsOf } from './answers.ts';
import { createCompressor } from './compressor.ts';
import type { Engine, EngineContext } from './engine.ts';
import { createEvaluator } from './evaluator.ts';
import { createImageLoader } from './imageLoader.ts';
import type { ImageShelf } from './imageShelf.ts';
import { createLooks } from './looks.ts';
import { createOpener } from './opener.ts';
import { raiseProblem } from './raiseProblem.ts';
import { createStudies } from './studies.ts';

/** The controllers over the scripting interface. */
export function createEngine(decant: Decant, store: AppStore, images: ImageShelf): Engine {
  const context: EngineContext = { decant, store, images };
  const compressor = createCompressor(decant);
  const evaluator = createEvaluator(context, compressor);
  const opener = createOpener(context, evaluator);
  const loadImages = createImageLoader(context);
  const modelOf = (side: SideName): string | null => store.getState().results[side]?.modelId ?? null;
  const withModel = async <T>(side: SideName, ask: (model: string) => Promise<T>): Promise<T | null> => {
    const model = modelOf(side);
    return model === null ? null : ask(model);
  };
  const engine: Engine = {
    decant,
    images,
    ...opener,
    ...createStudies(context),
    ...createLooks(context),
    start: () => start(context, evaluator, opener),
    stop: () => {
      opener.stop();
      evaluator.stop();
    },
    measureAgain: () => {
      const opened = store.getState().bases[0]?.model.id !== RECORDED;
      if (opened) evaluator.again();
      else void opener.openBuiltIn();
    },
    wantImages: loadImages,
    distributions: async (sample, signal) => {
      const image = images.get(sample);
      return image ? distributionsOf(context, image.pixels, signal) : null;
    },
    distributionsOf: (values, signal) => distributionsOf(context, values, signal),
    histogram: (side, parameter, bins, options) =>
      withModel(side, (model) => {
        const baseline = store.getState().bases[0]?.model.id;
        return decant.histogram({ model, parameter, bins, ...(baseline ? { baseline } : {}) }, options);
      }),
    profile: (side, { batch = 1, ...options }) => withModel(side, (model) => decant.profile({ model, batch }, options)),
    measureOn: (executor, side, { batch = 1, threads, ...options }) =>
      withModel(side, (model) => {
        const data = store.getState().opened?.data.id;
        const how = { samples: PEER_SAMPLES, batch, ...(threads === undefined ? {} : { threads }) };
        return decant.measure({ model, executor, ...(data ? { data } : {}), ...how }, options);
      }),
    exportSide: (side, format, options) => withModel(side, (model) => decant.exportModel(model, { format }, options)),
    selfCheck: (options) => decant.selfCheck(options),
    tuning: (options) => decant.tuning({}, options),
    tune: (side, options) => withModel(side, (model) => decant.tuning({ model }, options)),
    takeIn: async (files) => {
      if (!files.some(({ name }) => MAY_HOLD_WORK.test(name))) return files;
      return (await import('../library/takeIn.ts')).takeIn({ engine, store }, files);
    },
  };
  return engine;
}

// ---------------------------------------------------------------------------------------------------------------------

/** Another executor is asked for its time, not for its answers: these are compared elsewhere. */
const PEER_SAMPLES = 64;

/** Files that may be a card, a receipt, a recipe or an archive; what they are is read from their content. */
const MAY_HOLD_WORK = /\.(?:png|json|py|m?js|txt|html|zip)$/i;

function start(
  { decant, store }: EngineContext,
  evaluator: ReturnType<typeof createEvaluator>,
  opener: ReturnType<typeof createOpener>,
): void {
  store.getState().setPhase('starting');
  decant.subscribe(deviceWatch(store, evaluator));
  store.subscribe((state, before) => {
    const changed = state.sides !== before.sides || state.baseline !== before.baseline;
    if (changed && state.phase !== 'starting' && state.phase !== 'recorded') evaluator.refresh();
  });
  decant.ready.then(
    (readiness) => {
      store.getState().setReadiness(readiness);
      if (readiness.adapter === null) void raiseProblem(store, ({ noWebGpu }) => noWebGpu(readiness));
    },
    (thrown) => fail(store, thrown),
  );
  void opener.openLast();
}

/** Hears that the device goes and comes back; what failed meanwhile is measured again by itself. */
function deviceWatch(store: AppStore, evaluator: ReturnType<typeof createEvaluator>): (event: DecantEvent) => void {
  let lost = false;
  const over = (): void => {
    lost = false;
    const { problem, phase, setProblem } = store.getState();
    if (problem?.kind === 'device-lost') setProblem(null);
    if (phase === 'failed') evaluator.refresh();
  };
  return (event) => {
    const app = store.getState();
    switch (event.kind) {
      case 'ready':
        app.setReadiness(event.readiness);
        over();
        if (event.readiness.adapter === null) void raiseProblem(store, ({ noWebGpu }) => noWebGpu(event.readiness));
        break;
      case 'device-lost':
        lost = !event.recovered;
        if (lost)
          void raiseProblem(
            store,
            ({ deviceLost }) => deviceLost(tell(event.message)),
            () => lost,
          );
        else {
          over();
          app.announce(t('The GPU is back.'));
        }
        break;
      case 'closed':
      case 'library':
        break;
      default:
        event satisfies never;
    }
  };
}

function fail(store: AppStore, thrown: unknown): void {
  void raiseProblem(store, ({ problemOf }) => problemOf(thrown));
  store.getState().setPhase('failed');
}
