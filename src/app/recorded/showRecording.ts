/** Fills the store from a recording, so that the first paint shows a comparison; every figure of it is marked so. */
import type { Measurement } from '../../studio/api.ts';
import type { ImageShelf } from '../engine/imageShelf.ts';
import { keepsAll } from '../recipe/recipe.ts';
import { keyOf, scriptOf } from '../recipe/script.ts';
import { NOT_ANSWERED } from '../stage/cells.ts';
import type { AppStore } from '../store/appStore.ts';
import { wantedKey } from '../store/results.ts';
import type { SideName, SideResult, SideSpec } from '../store/types.ts';
import type { RecordedRun, Recording } from './schema.ts';
import { RECORDED } from './schema.ts';

/**
 * Shows the recording, and again whenever a recipe changes while nothing live is there.
 *
 * @param more loads the runs that the first paint does not need; called when a recipe asks for one of them
 */
export function showRecording(store: AppStore, first: Recording, more: () => Promise<readonly RecordedRun[]>): void {
  let recording = first;
  const { key, model, data } = recording;
  store.setState({
    bases: [{ key, model: { ...model, id: RECORDED } }],
    opened: { key, data: { ...data, id: RECORDED } },
  });
  const show = (): void => {
    const { sides } = store.getState();
    for (const side of ['a', 'b'] as const) {
      const run = runFor(recording, sides[side]);
      const result = run && resultOf(store, recording, sides[side], run, side);
      if (result) store.getState().showResults({ [side]: result });
    }
    const { a, b } = sides;
    if (recording === first && !(runFor(first, a) && runFor(first, b))) void addRuns();
  };
  const addRuns = async (): Promise<void> => {
    const runs = await more();
    if (recording !== first) return;
    recording = { ...first, runs: [...first.runs, ...runs] };
    if (!isLive(store)) show();
  };
  show();
  listRuns(store, recording);
  const stop = store.subscribe((state, before) => {
    if (isLive(store) || state.bases[0]?.key !== key) return stop();
    if (state.sides !== before.sides) show();
  });
}

/** Puts the samples of the recording's picture on the shelf. */
export async function loadImages(
  store: AppStore,
  images: ImageShelf,
  recording: Recording,
  url: string,
): Promise<void> {
  const { samples, columns, labels } = recording.images;
  const shape = recording.data.shape;
  const [height = 0, width = 0] = shape.slice(-2);
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.drawImage(picture, 0, 0);
  samples.forEach((sample, i) => {
    const cell = context.getImageData((i % columns) * width, Math.floor(i / columns) * height, width, height).data;
    const pixels = Uint8Array.from({ length: width * height }, (_, k) => cell[4 * k] ?? 0);
    images.put(sample, shape, pixels, labels.slice(i, i + 1));
  });
  store.getState().imagesArrived();
}

// ---------------------------------------------------------------------------------------------------------------------

const isLive = (store: AppStore): boolean => {
  const { a, b } = store.getState().results;
  return a?.trust === 'live' || b?.trust === 'live';
};

function runFor(recording: Recording, spec: SideSpec): RecordedRun | undefined {
  const wanted = keyOf(scriptOf(spec.recipe, recording.model.layers));
  return recording.runs.find(({ recipe }) => (recipe === null ? 'original' : JSON.stringify(recipe)) === wanted);
}

function resultOf(store: AppStore, recording: Recording, spec: SideSpec, run: RecordedRun, side: SideName): SideResult {
  return {
    key: wantedKey(store.getState(), spec) ?? '',
    against: null,
    recipe: spec.recipe,
    fileName: null,
    modelId: null,
    parameters: recording.model.parameters,
    layers: run.layers,
    errors: run.errors,
    notes: [],
    measurement: measurementOf(recording, run, side === 'b' && !keepsAll(store.getState().sides.a.recipe)),
    trust: 'recorded',
  };
}

/** Changes were recorded against the original only: beside another A they are left out. */
function measurementOf(recording: Recording, { measurement }: RecordedRun, withoutChanges: boolean): Measurement {
  const { answers, agreement, flips, kl, ...rest } = measurement.quality;
  const changes = { ...(agreement ? { agreement } : {}), ...(flips ? { flips } : {}), ...(kl ? { kl } : {}) };
  const typed = {
    top: new Int32Array(recording.data.samples).fill(NOT_ANSWERED),
    confidence: new Float32Array(recording.data.samples),
  };
  recording.images.samples.forEach((sample, i) => {
    typed.top[sample] = answers.top[i] ?? NOT_ANSWERED;
    typed.confidence[sample] = answers.confidence[i] ?? 0;
  });
  return { ...measurement, quality: { ...rest, ...(withoutChanges ? {} : changes), answers: typed } };
}

function listRuns(store: AppStore, recording: Recording): void {
  const { sides } = store.getState();
  for (const side of ['a', 'b'] as const) {
    const run = runFor(recording, sides[side]);
    if (run) store.getState().addRun(sides[side], resultOf(store, recording, sides[side], run, side));
  }
}
