/** What is opened: the network, perhaps a second file, the data. */
import type { SetState } from './appStore.ts';
import type { Base, OpenedData } from './types.ts';

export interface Subject {
  /** Networks that recipes start from, the main one first; empty before anything is known. */
  readonly bases: readonly Base[];
  readonly opened: OpenedData | null;
  /** Counts up when more images have arrived. */
  readonly imagesVersion: number;
  setBases(bases: readonly Base[]): void;
  setOpened(opened: OpenedData | null): void;
  imagesArrived(): void;
}

export function createSubjectSlice(set: SetState): Subject {
  return {
    bases: [],
    opened: null,
    imagesVersion: 0,
    setBases: (bases) => set({ bases }),
    setOpened: (opened) => set({ opened }),
    imagesArrived: () => set(({ imagesVersion }) => ({ imagesVersion: imagesVersion + 1 })),
  };
}

/** The base that a side starts from. */
export function baseOf({ bases }: Pick<Subject, 'bases'>, key: string | null): Base | undefined {
  return key === null ? bases[0] : bases.find((base) => base.key === key);
}
