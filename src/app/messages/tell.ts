/**
 * The engine's sentences in the reader's language. The engine speaks English, everywhere and always: in errors, notes,
 * reasons and labels of progress, in kept runs and receipts, and to scripts. The page knows which templates such
 * sentences are made from (`teller.ts`), recognises them where it shows them, and says them again. What it does not
 * recognise it shows as it came.
 */
import { messageOf } from '../../core/errors.ts';

/** From a sentence of the engine to the same in another language. */
export type Teller = (sentence: string) => string;

let teller: Teller | undefined;

/** Takes another language for what the engine says from now on; English without one. */
export function takeTeller(next: Teller | undefined): void {
  teller = next;
}

/** A sentence, clause or label of the engine, for the reader. */
export function tell(sentence: string): string {
  return teller ? teller(sentence) : sentence;
}

/** The message of anything that was thrown, for the reader. */
export function told(thrown: unknown): string {
  return tell(messageOf(thrown));
}
