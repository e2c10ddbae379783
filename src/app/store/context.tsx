/** How views reach the store and the engine controllers: one context, one hook each. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Engine } from '../engine/engine.ts';
import type { AppState, AppStore } from './appStore.ts';

export interface Studio {
  readonly store: AppStore;
  readonly engine: Engine;
}

const StudioContext = createContext<Studio | null>(null);

export const StudioProvider = StudioContext.Provider;

/** Store and engine; only inside of `StudioProvider`. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('This part of the page stands outside of StudioProvider.');
  return studio;
}

/** A part of the state; renders again when that part changes. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useStudio().store, select);
}
