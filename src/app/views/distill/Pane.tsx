/** One of the two who answer: what it thinks of the sample at the temperature that is shown, its size, its accuracy. */
import type { CSSProperties, ReactNode } from 'react';
import { decimals } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { OneSample } from '../../stage/OneSample.tsx';
import { softened, topOf } from '../../training/scores.ts';

interface PaneProps {
  readonly side: 'a' | 'b';
  readonly name: string;
  readonly sentence: string;
  readonly sample: number;
  readonly scores: readonly number[] | null;
  readonly temperature: number;
  readonly classes: readonly string[];
  readonly label: number | null;
  readonly provenance: 'live' | 'recorded';
  /** Rows of figures. */
  readonly children: ReactNode;
}

/** More classes than this are cut to the likeliest. */
const MOST_ROWS = 10;

export function Pane({
  side,
  name,
  sentence,
  sample,
  scores,
  temperature,
  classes,
  label,
  provenance,
  children,
}: PaneProps) {
  const shares = scores ? softened(scores, temperature) : null;
  return (
    <section className={`who ${side}`} aria-label={name}>
      <h2>{sentence}</h2>
      <OneSample
        size={76}
        sample={sample}
        words={
          label === null
            ? t('sample {sample}', { sample })
            : t('sample {sample}, labelled {label}', { sample, label: classes[label] ?? label })
        }
      />
      {shares ? (
        <Bars {...{ side, shares, classes }} provenance={provenance} />
      ) : (
        <p className="label waits">
          {side === 'b' ? t('Answers once it has learned a little.') : t('Answers once it is open.')}
        </p>
      )}
      <dl>{children}</dl>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface BarsProps {
  readonly side: 'a' | 'b';
  readonly shares: readonly number[];
  readonly classes: readonly string[];
  readonly provenance: 'live' | 'recorded';
}

function Bars({ side, shares, classes, provenance }: BarsProps) {
  const top = topOf(shares);
  const rows = shares.map((share, k) => ({ share, k }));
  const shown = rows.length <= MOST_ROWS ? rows : [...rows].sort((p, q) => q.share - p.share).slice(0, MOST_ROWS);
  const most = Math.max(0.5, shares[top] ?? 0);
  return (
    <ol className={`ten ${side}`} data-provenance={provenance}>
      {shown.map(({ share, k }) => (
        <li key={k} className={k === top ? 'top' : ''}>
          <span>{classes[k] ?? k}</span>
          <i style={{ '--share': share / most } as CSSProperties} aria-hidden="true" />
          <span className="share">{decimals(share, 2)}</span>
        </li>
      ))}
    </ol>
  );
}
