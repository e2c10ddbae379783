/**
 * Weighs a network before it is opened: says whether it fits and by which limit, and holds one that memory cannot take
 * until a person says otherwise. Loaded with the first network that somebody brings.
 */
import type { Source } from '../../studio/api.ts';
import { bytesFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { Verdict } from '../sides/budgetVerdict.ts';
import { verdictOf, verdictWords } from '../sides/budgetVerdict.ts';
import { machineMemory } from '../sides/machineMemory.ts';
import type { AppState } from '../store/appStore.ts';
import type { EngineContext } from './engine.ts';
import { raiseProblem } from './raiseProblem.ts';

/** Bytes that a verdict needs of a network. */
export interface Weight {
  readonly bytes: number;
  readonly largest: number;
}

/** The verdict on a network by what is known of this machine now, and by the person's budget. */
export function verdictHere(state: Pick<AppState, 'readiness' | 'budget'>, { bytes, largest }: Weight): Verdict {
  const { readiness, budget } = state;
  return verdictOf({ bytes, largest, budget, limits: readiness?.limits ?? {}, memory: machineMemory(readiness) });
}

/** "digits.onnx: 431 kB, fits this adapter" */
export function weightWords(name: string, bytes: number, verdict: Verdict): string {
  return t('{name}: {size}, {verdict}', { name, size: text(bytesFigure(bytes)), verdict: verdictWords(verdict) });
}

/**
 * Whether a network may be opened: false where it is held. A budget never holds: to reach it is what the page is for.
 *
 * @throws FileError when the files cannot be read as a network
 */
export async function admit(
  { decant, store }: Pick<EngineContext, 'decant' | 'store'>,
  source: Source,
  signal: AbortSignal,
): Promise<boolean> {
  const weighed = await decant.weigh(source, { signal });
  const weight = { bytes: weighed.bytes, largest: weighed.largest.bytes };
  const state = store.getState();
  const verdict = verdictHere(state, weight);
  state.setWeighed(weightWords(weighed.name, weighed.bytes, verdict));
  state.announce(weightWords(weighed.name, weighed.bytes, verdict));
  const here = verdictHere({ ...state, budget: null }, weight);
  if (here.fit !== 'too large') return true;
  await raiseProblem(store, ({ tooLargeHere }) => tooLargeHere(weighed, here));
  return false;
}
