/**
 * The evaluator under answers that come in any order: recipes, baseline and bases change while calls are under way, calls
 * heed their signal or cross with it, and now and then one is cancelled by somebody else. Whatever the order, at rest both
 * sides must be live, and their figures must be about what the sides now say.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { Decant, MeasureRequest, RunHandle, RunResult } from '../../studio/api.ts';
import { measurementOf, modelSummary } from '../../testing/answers.ts';
import type { Bits } from '../recipe/recipe.ts';
import { keyOf, scriptOf } from '../recipe/script.ts';
import type { AppStore } from '../store/appStore.ts';
import { createAppStore } from '../store/appStore.ts';
import { trustOf, wantedBaseline } from '../store/results.ts';
import { createCompressor } from './compressor.ts';
import { createEvaluator } from './evaluator.ts';
import { createImageShelf } from './imageShelf.ts';

const SEEDS = 60;
const CHANGES = 25;
const WIDTHS: readonly Bits[] = [8, 4, 3];

const modelNamed = (id: string) => modelSummary({ id });

/** A measurement that says what it is about. */
const measured = ({ model, baseline = 'none', samples }: MeasureRequest) =>
  measurementOf({
    accuracy: { value: 0.9, low: 0.8, high: 0.95, n: samples ?? 2000 },
    notes: [`${model} by ${baseline}`],
  });

const isAborted = () => new DOMException('Replaced by newer work.', 'AbortError');

/** A session whose calls answer when they are told to. A model's id is the recipe that made it. */
function shuffledSession(random: ReturnType<typeof createRandom>) {
  const waiting: ((cancelled: boolean) => void)[] = [];
  const held = <T>(value: T, signal: AbortSignal | undefined, heeds: boolean): Promise<T> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (heeds) signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      waiting.push((cancelled) => (cancelled ? reject(isAborted()) : resolve(value)));
    });
  const heeds = () => random.uniform() < 0.5;
  const fake: Partial<Decant> = {
    run: ({ model, recipe }, { signal } = {}) => {
      const id = `${model} ${JSON.stringify(recipe)}`;
      return held<RunResult>({ id, model: modelNamed(id), steps: [] }, signal, heeds()) as RunHandle;
    },
    measure: (request, { signal } = {}) => held(measured(request), signal, heeds()),
    close: async () => undefined,
  };
  const answer = (cancelled: boolean) => waiting.splice(random.integer(waiting.length), 1)[0]?.(cancelled);
  return { decant: fake as Decant, answer, waiting };
}

/** The id that the session gives to what a side says. */
function idOf(store: AppStore, side: 'a' | 'b'): string {
  const { sides, bases } = store.getState();
  const base = bases.find(({ key }) => key === sides[side].base) ?? bases[0];
  const recipe = scriptOf(sides[side].recipe, []);
  return keyOf(recipe) === keyOf(null) ? `${base?.model.id}` : `${base?.model.id} ${JSON.stringify(recipe)}`;
}

/** Figures on the screen that pass for live and are about something else. */
function liesOf(store: AppStore): string[] {
  const state = store.getState();
  const other = state.baseline === 'a' ? idOf(store, 'a') : 'net';
  return (['a', 'b'] as const).flatMap((side) => {
    const shown = state.results[side]?.measurement.quality.notes[0];
    const wanted = `${idOf(store, side)} by ${wantedBaseline(state, side) === null ? 'none' : other}`;
    return trustOf(state, side) !== 'stale' && shown !== wanted ? [`${shown}, not ${wanted}`] : [];
  });
}

function change(store: AppStore, random: ReturnType<typeof createRandom>): void {
  const { changeRecipe, swapSides, copyAToB, undo, redo, setBaseline, setSide, sides } = store.getState();
  const side = random.uniform() < 0.5 ? 'a' : 'b';
  const actions = [
    () => changeRecipe(side, { bits: WIDTHS[random.integer(WIDTHS.length)] ?? 4 }),
    () => setSide(side, { ...sides[side], base: random.uniform() < 0.5 ? 'second' : null }),
    swapSides,
    copyAToB,
    undo,
    redo,
    () => setBaseline(random.uniform() < 0.5 ? 'a' : 'original'),
  ];
  actions[random.integer(actions.length)]?.();
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
  'no order of answers loses a change (seed %d)',
  async (seed) => {
    const random = createRandom(seed);
    const store = createAppStore();
    const data = { id: 'data', name: 'digits', samples: 2000, classes: ['0', '1'], shape: [1], dtype: 'u8' as const };
    const bases = ['net', 'second'].map((key) => ({ key, model: modelNamed(key) }));
    store.setState({ bases, opened: { key: 'data', data }, phase: 'idle' });
    const session = shuffledSession(random);
    const context = { decant: session.decant, store, images: createImageShelf() };
    const evaluator = createEvaluator(context, createCompressor(session.decant));
    const untrue: string[] = [];
    store.subscribe((now, before) => {
      untrue.push(...liesOf(store));
      if (now.sides !== before.sides || now.baseline !== before.baseline) evaluator.refresh();
    });
    evaluator.refresh();
    let strangers = 2;
    for (let i = 0; i < CHANGES; i++) {
      if (random.uniform() < 0.6) change(store, random);
      if (random.uniform() < 0.05) evaluator.again();
      const cancelled = strangers > 0 && random.uniform() < 0.05;
      if (cancelled) strangers--;
      // An answer and a change may fall into one turn: the answer then is on its way already.
      session.answer(cancelled);
      if (random.uniform() < 0.3) change(store, random);
      await vi.advanceTimersByTimeAsync(random.integer(150));
    }
    await vi.advanceTimersByTimeAsync(200);
    while (session.waiting.length > 0) {
      session.answer(strangers-- > 0);
      await vi.advanceTimersByTimeAsync(1);
    }
    const { phase, work, problem } = store.getState();
    expect({ phase, work, problem }).toEqual({ phase: 'idle', work: null, problem: null });
    for (const side of ['a', 'b'] as const) expect(trustOf(store.getState(), side)).toBe('live');
    expect(untrue).toEqual([]);
  },
);
