/**
 * The pour as a header over a view: both sides' levels, small, with their names, and the divider, which in views of tables
 * leaves one side alone when it is pushed to an end.
 */

import type { CSSProperties } from 'react';
import { t } from '../messages/t.ts';
import { useSize } from '../shell/useSize.ts';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import { Divider } from './Divider.tsx';
import { Liquid, PourLine, stopsOf } from './Pour.tsx';
import { useEased } from './useEased.ts';
import { levelsOf } from './useLevels.ts';
import { usePourState } from './usePourState.ts';

const RIM = 8;
const RADIUS = 15;

interface StripProps {
  readonly bytesA: number;
  readonly bytesB: number;
  readonly nameA: string;
  readonly nameB: string;
  readonly noteA: string;
  readonly noteB: string;
  /** False where the view has the divider itself. */
  readonly divided?: boolean;
}

export function Strip({ bytesA, bytesB, nameA, nameB, noteA, noteB, divided = true }: StripProps) {
  const [ref, { width, height }] = useSize<HTMLDivElement>();
  const split = useApp((state) => state.split);
  const trusts = [useApp((state) => trustOf(state, 'a')), useApp((state) => trustOf(state, 'b'))];
  const levels = levelsOf(bytesA, bytesB);
  const eased: [number, number] = [useEased(levels.a), useEased(levels.b)];
  // The strip is a header: its middle stays, so that both names can be read wherever the divider stands.
  const at = Math.min(0.8, Math.max(0.2, split));
  const stops = stopsOf({ width, height }, at, eased, RIM);
  return (
    <div className="strip vessel" ref={ref} style={{ '--split': at } as CSSProperties}>
      <Liquid height={height} stops={stops} radius={RADIUS} />
      <PourLine width={width} height={height} stops={stops} radius={RADIUS} state={usePourState()} />
      <span className="name" style={{ left: 14, maxWidth: `calc(${at * 100}% - 24px)` }}>
        <i className="mark mark-a">{t('A')}</i>
        {nameA} <small data-provenance={trusts[0]}>{noteA}</small>
      </span>
      <span className="name" style={{ left: `calc(${at * 100}% + 14px)`, maxWidth: `calc(${(1 - at) * 100}% - 24px)` }}>
        <i className="mark mark-b">{t('B')}</i>
        {nameB} <small data-provenance={trusts[1]}>{noteB}</small>
      </span>
      {divided && <Divider />}
    </div>
  );
}
