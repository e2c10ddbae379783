/** Why fewer bits are or are not faster here, as sentences from the measured nodes of both sides. Pure. */
import type { Ceilings } from '../../../studio/api.ts';
import { decimals, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { RoofPoint, Tally } from './roofline.ts';
import { mainLimit, tallyOf } from './roofline.ts';

/** Sums of nodes nearer than this are not called different. */
const NOTICEABLE = 1.1;
/** Below this share of the ceilings, a kernel itself is the limit. */
const POOR = 0.2;

/** One to four sentences. */
export function whySentences(a: readonly RoofPoint[], b: readonly RoofPoint[], ceilings: Ceilings): string[] {
  const [before, after] = [tallyOf(a), tallyOf(b)];
  if (before.ms === 0 || after.ms === 0) return [];
  return [verdict(before, after), reasons(before, after, ceilings).join(' '), ...poor(after), ...mostChanged(a, b)];
}

// ---------------------------------------------------------------------------------------------------------------------

type Outcome = 'faster' | 'slower' | 'alike';

function outcomeOf(before: Tally, after: Tally): Outcome {
  const times = before.ms / after.ms;
  if (times > NOTICEABLE) return 'faster';
  return times < 1 / NOTICEABLE ? 'slower' : 'alike';
}

function verdict(before: Tally, after: Tally): string {
  const values = { a: text(timeFigure(before.ms)), b: text(timeFigure(after.ms)) };
  switch (outcomeOf(before, after)) {
    case 'faster':
      return t('The nodes of B take {b} together, those of A {a}: B is faster.', values);
    case 'slower':
      return t('The nodes of B take {b} together, those of A {a}: B is slower.', values);
    default:
      return t('The nodes of B take {b} together, those of A {a}: no difference worth a name.', values);
  }
}

/** What most of B's time waits for, and what that means for the outcome. */
function reasons(before: Tally, after: Tally, { launchMs }: Ceilings): string[] {
  const limit = mainLimit(after);
  const share = decimals(after.shares[limit] * 100, 0);
  const outcome = outcomeOf(before, after);
  switch (limit) {
    case 'start':
      return [
        t('{share} % of B’s time is in nodes so short that starting a kernel, {launch} here, is most of it.', {
          share,
          launch: text(timeFigure(launchMs)),
        }),
        t('Fewer bytes cannot shorten that; larger batches can.'),
      ];
    case 'bytes':
      return [
        t('{share} % of B’s time is in nodes that wait for bytes.', { share }),
        outcome === 'faster'
          ? t('Narrower weights are fewer bytes, and here that pays.')
          : t('Narrower weights are fewer bytes, but unpacking them takes what that saves.'),
      ];
    case 'arithmetic':
      return [
        t('{share} % of B’s time is in nodes that wait for arithmetic.', { share }),
        outcome === 'faster'
          ? t(
              'As many multiplications as in A: what B gains comes from other kernels and from the nodes that wait for bytes.',
            )
          : t(
              'Narrower weights are as many multiplications, and codes must be turned into numbers first, so a width cannot pay here.',
            ),
      ];
    default:
      return limit satisfies never;
  }
}

function poor(after: Tally): string[] {
  if (after.reached >= POOR) return [];
  return [
    t('On average they reach {share} % of what this adapter can do: the work is too small to keep it busy.', {
      share: significant(after.reached * 100),
    }),
  ];
}

/** The node whose time changed most. */
function mostChanged(a: readonly RoofPoint[], b: readonly RoofPoint[]): string[] {
  const pairs = b.flatMap((point) => {
    const before = a.find(({ node }) => node === point.node);
    return before ? [{ node: point.node, before: before.ms, after: point.ms }] : [];
  });
  const [most] = pairs.sort((p, q) => Math.abs(q.after - q.before) - Math.abs(p.after - p.before));
  if (!most || Math.max(most.before, most.after) / Math.min(most.before, most.after) < NOTICEABLE) return [];
  const values = { node: most.node, a: text(timeFigure(most.before)), b: text(timeFigure(most.after)) };
  return [
    most.after < most.before
      ? t('{node} gained most: {b} instead of {a}.', values)
      : t('{node} lost most: {b} instead of {a}.', values),
  ];
}
