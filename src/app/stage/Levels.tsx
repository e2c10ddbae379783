/** The vessel's own drawing at its present size: liquid below the content, line and graduations above it. */
import { NARROW, useMedia } from '../shell/useMedia.ts';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import { Liquid, PourLine, stopsOf } from './Pour.tsx';
import type { Stop } from './pour.ts';
import { Scale } from './Scale.tsx';
import { useEased } from './useEased.ts';
import { useLevels } from './useLevels.ts';
import { usePourState } from './usePourState.ts';

/** Distance of the fullest level from the top of the vessel. */
const RIM = 10;

interface LevelsProps {
  readonly width: number;
  readonly height: number;
}

export function LevelLiquid({ width, height }: LevelsProps) {
  const { stops, radius } = useStops(width, height);
  return <Liquid height={height} stops={stops} radius={radius} />;
}

export function LevelLine({ width, height }: LevelsProps) {
  const { stops, radius } = useStops(width, height);
  return <PourLine width={width} height={height} stops={stops} radius={radius} state={usePourState()} />;
}

export function LevelScales({ height }: Pick<LevelsProps, 'height'>) {
  const { full, bytesA, bytesB } = useLevels();
  const trusts = { a: useApp((state) => trustOf(state, 'a')), b: useApp((state) => trustOf(state, 'b')) };
  if (full === 0) return null;
  const shared = { full, a: bytesA, b: bytesB, height: height - RIM, trusts };
  return (
    <>
      <Scale side="left" {...shared} />
      <Scale side="right" {...shared} />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function useStops(width: number, height: number): { stops: [Stop, Stop]; radius: number } {
  const levels = useLevels();
  const [a, b] = [useEased(levels.a), useEased(levels.b)];
  const split = useApp((state) => state.split);
  const radius = useMedia(NARROW) ? 16 : 22;
  return { stops: stopsOf({ width, height }, split, [a, b], RIM), radius };
}
