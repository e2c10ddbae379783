/** What is looked at: view, layer, divider, open sample, open panel, open lesson. */

import type { Language } from '../messages/language.ts';
import type { Flags } from '../teach/flags.ts';
import { NO_FLAGS } from '../teach/flags.ts';
import type { GetState, SetState } from './appStore.ts';
import type { ChoiceName, LessonStage, PanelName, SampleFilter, SampleSelection, ViewName } from './types.ts';

export interface ViewSlice {
  readonly view: ViewName;
  /** Node of the layer that histogram and table show; null for the largest one. */
  readonly layer: string | null;
  /** Where the divider stands, 0 to 1. */
  readonly split: number;
  /** Sample whose note is open. */
  readonly sample: number | null;
  readonly filter: SampleFilter;
  /** Which samples the filter is among; null for all. */
  readonly only: SampleSelection | null;
  /** What views are set to, where that is not as they open. */
  readonly choices: Readonly<Partial<Record<ChoiceName, string>>>;
  /** Bytes that a network may take; null where nothing was said. */
  readonly budget: number | null;
  readonly panel: PanelName | null;
  /** Whether keys without a modifier act (WCAG 2.1.4 wants them to be switched off). */
  readonly singleKeys: boolean;
  /** Id of the lesson in the dock; null where the dock is shut. */
  readonly lesson: string | null;
  /** Its page, from 1. */
  readonly page: number;
  /** Whether the page has set recipes and view, or the link brought its own. */
  readonly prepared: boolean;
  readonly lessonStage: LessonStage | null;
  /** The language that the page was last drawn in. */
  readonly language: Language;
  /** What the link asks of the page beside its state. */
  readonly flags: Flags;
  setView(view: ViewName): void;
  setLayer(layer: string | null): void;
  setSplit(split: number): void;
  openSample(sample: number | null): void;
  setFilter(filter: SampleFilter): void;
  setOnly(only: SampleSelection | null): void;
  /** Sets a view; null sets it back. */
  choose(name: ChoiceName, value: string | null): void;
  setBudget(budget: number | null): void;
  openPanel(panel: PanelName | null): void;
  setSingleKeys(singleKeys: boolean): void;
  /** Opens a page of a lesson, which then sets recipes and view; null shuts the dock. */
  openLesson(lesson: string | null, page?: number): void;
  setLessonStage(lessonStage: LessonStage | null): void;
  setLanguage(language: Language): void;
  setFlags(flags: Flags): void;
}

export function createViewSlice(set: SetState, get: GetState): ViewSlice {
  return {
    view: 'samples',
    layer: null,
    split: 0.5,
    sample: null,
    filter: 'all',
    only: null,
    choices: {},
    budget: null,
    panel: null,
    singleKeys: true,
    lesson: null,
    page: 1,
    prepared: true,
    lessonStage: null,
    language: 'en',
    flags: NO_FLAGS,
    setView: (view) => set({ view, sample: null }),
    setLayer: (layer) => set({ layer }),
    setSplit: (split) => set({ split: Math.min(1, Math.max(0, split)) }),
    openSample: (sample) => set({ sample }),
    setFilter: (filter) => set({ filter, sample: get().filter === filter ? get().sample : null }),
    setOnly: (only) => set({ only, sample: null }),
    choose: (name, value) => {
      const { [name]: _, ...others } = get().choices;
      set({ choices: value === null ? others : { ...others, [name]: value } });
    },
    setBudget: (budget) => set({ budget }),
    openPanel: (panel) => set({ panel }),
    setSingleKeys: (singleKeys) => set({ singleKeys }),
    openLesson: (lesson, page = 1) => set({ lesson, page, prepared: false, sample: null, panel: null }),
    setLessonStage: (lessonStage) => set({ lessonStage }),
    setLanguage: (language) => set({ language }),
    setFlags: (flags) => set({ flags }),
  };
}
