/** What is opened: the network, perhaps a second file, the data. */
import { ORIGINAL } from '../recipe/recipe.ts';
import type { SetState } from './appStore.ts';
import type { Sides } from './recipes.ts';
import type { Base, OpenedData, SideSpec } from './types.ts';

export interface Subject {
  /** Networks that recipes start from, the main one first; empty before anything is known. */
  readonly bases: readonly Base[];
  readonly opened: OpenedData | null;
  /** Counts up when more images have arrived. */
  readonly imagesVersion: number;
  /** Sides that began at a network which is not among these become the first one as it is. */
  setBases(bases: readonly Base[]): void;
  setOpened(opened: OpenedData | null): void;
  imagesArrived(): void;
}

export function createSubjectSlice(set: SetState): Subject {
  return {
    bases: [],
    opened: null,
    imagesVersion: 0,
    setBases: (bases) =>
      set(({ sides, past, future, runs }) => {
        const known = ({ base }: SideSpec) => base === null || bases.some(({ key }) => key === base);
        const whole = ({ a, b }: Sides) => known(a) && known(b);
        // A side whose network is gone could never be measured again; nor could one that undo or a list brings back.
        const kept = (spec: SideSpec) => (known(spec) ? spec : { base: null, recipe: ORIGINAL });
        const now = whole(sides) ? sides : { a: kept(sides.a), b: kept(sides.b) };
        const listed = runs.filter(({ spec }) => known(spec));
        return { bases, sides: now, past: past.filter(whole), future: future.filter(whole), runs: listed };
      }),
    setOpened: (opened) => set({ opened }),
    imagesArrived: () => set(({ imagesVersion }) => ({ imagesVersion: imagesVersion + 1 })),
  };
}

/** The base that a side starts from. */
export function baseOf({ bases }: Pick<Subject, 'bases'>, key: string | null): Base | undefined {
  return key === null ? bases[0] : bases.find((base) => base.key === key);
}
