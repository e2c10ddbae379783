/** What is looked at: view, layer, divider, open sample, open panel. */
import type { GetState, SetState } from './appStore.ts';
import type { PanelName, SampleFilter, ViewName } from './types.ts';

export interface ViewSlice {
  readonly view: ViewName;
  /** Node of the layer that histogram and table show; null for the largest one. */
  readonly layer: string | null;
  /** Where the divider stands, 0 to 1. */
  readonly split: number;
  /** Sample whose note is open. */
  readonly sample: number | null;
  readonly filter: SampleFilter;
  readonly panel: PanelName | null;
  /** Whether keys without a modifier act (WCAG 2.1.4 wants them to be switched off). */
  readonly singleKeys: boolean;
  setView(view: ViewName): void;
  setLayer(layer: string | null): void;
  setSplit(split: number): void;
  openSample(sample: number | null): void;
  setFilter(filter: SampleFilter): void;
  openPanel(panel: PanelName | null): void;
  setSingleKeys(singleKeys: boolean): void;
}

export function createViewSlice(set: SetState, get: GetState): ViewSlice {
  return {
    view: 'samples',
    layer: null,
    split: 0.5,
    sample: null,
    filter: 'all',
    panel: null,
    singleKeys: true,
    setView: (view) => set({ view, sample: null }),
    setLayer: (layer) => set({ layer }),
    setSplit: (split) => set({ split: Math.min(1, Math.max(0, split)) }),
    openSample: (sample) => set({ sample }),
    setFilter: (filter) => set({ filter, sample: get().filter === filter ? get().sample : null }),
    openPanel: (panel) => set({ panel }),
    setSingleKeys: (singleKeys) => set({ singleKeys }),
  };
}
