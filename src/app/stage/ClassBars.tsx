/** How one side weighs the classes of one sample: a bar a class, or one sentence until the shares are known. */

import { decimals } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { SideName } from '../store/types.ts';
import type { Answer } from './cells.ts';

/** More classes than this are cut to those that either side finds likely. */
const MOST_BARS = 10;

interface ClassBarsProps {
  readonly side: SideName;
  readonly answer: Answer | null;
  readonly shares: readonly number[] | null;
  readonly label: number | null;
  readonly name: (index: number) => string;
}

export function ClassBars({ side, answer, shares, label, name }: ClassBarsProps) {
  return (
    <div className="row">
      <i className={`mark mark-${side}`}>{side.toUpperCase()}</i>
      {shares ? (
        <Bars side={side} shares={shares} answer={answer} label={label} name={name} />
      ) : (
        <span className="label">
          {answer
            ? t('{answer}, {share} % sure', {
                answer: name(answer.top),
                share: decimals(answer.confidence * 100, 1),
              })
            : t('not measured yet')}
        </span>
      )}
    </div>
  );
}

function Bars({ side, shares, answer, label, name }: ClassBarsProps & { readonly shares: readonly number[] }) {
  const classes = likely(shares);
  const words = classes.map((k) => `${name(k)} ${decimals((shares[k] ?? 0) * 100, 1)} %`).join(', ');
  return (
    <>
      <span className={`classes ${side}`} role="img" aria-label={words}>
        {classes.map((k) => (
          <i key={k} style={{ '--share': shares[k] ?? 0 } as Record<string, number>} />
        ))}
      </span>
      <span className="classes-names" aria-hidden="true">
        {classes.map((k) =>
          k === label || k === answer?.top ? <b key={k}>{name(k)}</b> : <span key={k}>{name(k)}</span>,
        )}
      </span>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function likely(shares: readonly number[]): number[] {
  const all = shares.map((_, k) => k);
  if (all.length <= MOST_BARS) return all;
  return [...all].sort((p, q) => (shares[q] ?? 0) - (shares[p] ?? 0)).slice(0, 5);
}
