/**
 * Whether a network fits: within a person's budget of bytes, and within what this adapter lends out at once. Said before
 * it is run, from counted bytes. Pure.
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
}

/** From this share of a limit on, it is tight. */
const TIGHT = 0.9;

/** The limit that is nearest to being broken decides. */
export function verdictOf({ bytes, largest, budget, limits }: Asked): Verdict {
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
  ];
  const worst = checks.reduce<(typeof checks)[number] | null>(
    (most, one) => (most && most.share >= one.share ? most : one),
    null,
  );
  const rows = checks.map(({ taken, limit }) => t('{taken} of the {limit}', { taken: words(taken), limit }));
  if (!worst) return { fit: 'fits', limit: t('memory of this machine'), rows };
  // A person's budget is named whenever it holds, since it is what they asked about.
  const named = budget !== null && worst.share <= 1 ? (checks[0] ?? worst) : worst;
  const fit = fitOf(worst);
  return { fit, limit: budget === null && fit === 'fits' ? t('this adapter') : named.limit, rows };
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
  readonly limit: string;
  readonly share: number;
  /** Whether what is larger is refused; a layer beyond a limit of the adapter is cut by rows and runs in pieces. */
  readonly hard: boolean;
}

function check(taken: number, bound: number, limit: string): Check {
  return { taken, limit, share: taken / Math.max(1, bound), hard: true };
}

const soft = (one: Check): Check => ({ ...one, hard: false });

function fitOf({ share, hard }: Check): Fit {
  if (share > 1 && hard) return 'too large';
  return share >= TIGHT ? 'tight' : 'fits';
}

function words(bytes: number): string {
  return text(bytesFigure(bytes));
}
