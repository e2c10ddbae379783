/** A sample and two answers to it without the names of the sides. */
import { useEffect, useState } from 'react';
import type { Distributions } from '../../engine/engine.ts';
import { decimals } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { OneSample } from '../../stage/OneSample.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import type { Trial } from './trials.ts';

/** Classes that are shown of many: those that either side finds likely. */
const MOST_CLASSES = 10;

export function BlindPair({ trial: { sample, aFirst } }: { readonly trial: Trial }) {
  const shown = useShares(sample);
  const names = useApp((state) => state.opened?.data.classes);
  const name = (index: number): string => names?.[index] ?? String(index);
  const [first, second] = shown ? (aFirst ? [shown.a, shown.b] : [shown.b, shown.a]) : [null, null];
  const classes = shown ? likely(shown) : [];
  return (
    <div className="blind-pair">
      <OneSample sample={sample} words={t('The sample')} size={112} />
      <Shares title={t('first')} shares={first} classes={classes} name={name} />
      <Shares title={t('second')} shares={second} classes={classes} name={name} />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function useShares(sample: number): Distributions | null {
  const { engine } = useStudio();
  const arrived = useApp((state) => state.imagesVersion);
  const [shown, setShown] = useState<Distributions | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sample may be on its way.
  useEffect(() => {
    const controller = new AbortController();
    engine.distributions(sample, controller.signal).then(
      (value) => value && !controller.signal.aborted && setShown(value),
      () => undefined, // Another trial has been asked for; its own call answers.
    );
    return () => controller.abort();
  }, [engine, sample, arrived]);
  return shown;
}

interface SharesProps {
  readonly title: string;
  readonly shares: readonly number[] | null;
  readonly classes: readonly number[];
  readonly name: (index: number) => string;
}

function Shares({ title, shares, classes, name }: SharesProps) {
  if (!shares) return <p className="quiet">{t('Both sides are being asked.')}</p>;
  const words = classes.map((k) => `${name(k)} ${decimals((shares[k] ?? 0) * 100, 1)} %`).join(', ');
  return (
    <figure className="blind-shares">
      <figcaption>{title}</figcaption>
      <div role="img" aria-label={`${title}: ${words}`}>
        {classes.map((k) => (
          <span key={k}>
            <i style={{ '--share': shares[k] ?? 0 } as Record<string, number>} />
            {name(k)}
          </span>
        ))}
      </div>
    </figure>
  );
}

function likely({ a, b }: Distributions): number[] {
  const all = a.map((_, k) => k);
  if (all.length <= MOST_CLASSES) return all;
  const weight = (k: number): number => Math.max(a[k] ?? 0, b[k] ?? 0);
  return all.sort((p, q) => weight(q) - weight(p)).slice(0, MOST_CLASSES);
}
