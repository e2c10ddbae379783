/**
 * Whether a network fits: within a person's budget of bytes, within what this adapter lends out at once, and into memory.
 * Said before it is run, or even opened, from counted bytes. Pure.
 */
import { bytesFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';

export type Fit = 'fits' | 'tight' | 'too large';

export interface Verdict {
  readonly fit: Fit;
  /** What decides, with its bound: "64 kB budget". */
  readonly limit: string;
  /** Every limit that was asked, with how much of it is taken. */
  readonly rows: readonly string[];
  readonly checks: readonly LimitCheck[];
}

/** One limit: what it is, what is taken of it and how much there is, in bytes. */
export interface LimitCheck {
  readonly limit: string;
  readonly taken: number;
  readonly bound: number;
  readonly fit: Fit;
}

interface Asked {
  /** Bytes of all parameters. */
  readonly bytes: number;
  /** Bytes of the largest layer. */
  readonly largest: number;
  /** Bytes that a person allows; null where nothing was said. */
  readonly budget: number | null;
  /** Limits of the WebGPU adapter; empty without one. */
  readonly limits: Readonly<Record<string, number>>;
  /** Memory that may be had, with whose it is; null where nobody says. */
  readonly memory?: Memory | null;
}

export interface Memory {
  readonly bytes: number;
  /** "memory of this machine" */
  readonly name: string;
}

/** From this share of a limit on, it is tight. */
const TIGHT = 0.9;

/** The limit that is nearest to being broken decides. */
export function verdictOf({ bytes, largest, budget, limits, memory = null }: Asked): Verdict {
  const { maxBufferSize, maxStorageBufferBindingSize } = limits;
  const checks = [
    ...(budget === null ? [] : [check(bytes, budget, t('{size} budget', { size: words(budget) }))]),
    ...(maxBufferSize === undefined
      ? []
      : [soft(check(largest, maxBufferSize, t('largest buffer, {size}', { size: words(maxBufferSize) })))]),
    ...(maxStorageBufferBindingSize === undefined
      ? []
      : [
          soft(
            check(
              largest,
              maxStorageBufferBindingSize,
              t('largest binding, {size}', { size: words(maxStorageBufferBindingSize) }),
            ),
          ),
        ]),
    ...(memory === null
      ? []
      : [check(bytes, memory.bytes, t('{name}, {size}', { name: memory.name, size: words(memory.bytes) }))]),
  ];
  const worst = checks.reduce<(typeof checks)[number] | null>(
    (most, one) => (most && most.share >= one.share ? most : one),
    null,
  );
  const rows = checks.map(({ taken, limit }) => t('{taken} of the {limit}', { taken: words(taken), limit }));
  const told = checks.map((one) => ({ limit: one.limit, taken: one.taken, bound: one.bound, fit: fitOf(one) }));
  if (!worst) return { fit: 'fits', limit: t('this machine'), rows, checks: told };
  const fit = fitOf(worst);
  // A person's budget is named where everything fits, since it is what they asked about; else the limit that decides.
  const named = budget !== null && fit === 'fits' ? (checks[0] ?? worst) : worst;
  const free = budget === null && fit === 'fits';
  const here = maxBufferSize === undefined ? t('this machine') : t('this adapter');
  return { fit, limit: free ? here : named.limit, rows, checks: told };
}

/** "fits 64 kB budget" */
export function verdictWords({ fit, limit }: Verdict): string {
  switch (fit) {
    case 'fits':
      return t('fits {limit}', { limit });
    case 'tight':
      return t('tight for {limit}', { limit });
    case 'too large':
      return t('too large for {limit}', { limit });
    default:
      return fit satisfies never;
  }
}

// ---------------------------------------------------------------------------------------------------------------------

interface Check {
  readonly taken: number;
  readonly bound: number;
  readonly limit: string;
  readonly share: number;
  /** Whether what is larger is refused; a layer beyond a limit of the adapter is cut by rows and runs in pieces. */
  readonly hard: boolean;
}

function check(taken: number, bound: number, limit: string): Check {
  return { taken, bound, limit, share: taken / Math.max(1, bound), hard: true };
}

const soft = (one: Check): Check => ({ ...one, hard: false });

function fitOf({ share, hard }: Check): Fit {
  if (share > 1 && hard) return 'too large';
  return share >= TIGHT ? 'tight' : 'fits';
}

function words(bytes: number): string {
  return text(bytesFigure(bytes));
}
