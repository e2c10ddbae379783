/** Starts the page: recording first, then the engine behind it; React is only the skin. */

import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import type { Decant } from '../studio/api.ts';
import { App } from './App.tsx';
import { startDisplay } from './display.ts';
import { createEngine } from './engine/createEngine.ts';
import { keepHash, openHash, stateFromHash } from './engine/hashState.ts';
import { createImageShelf } from './engine/imageShelf.ts';
import { speak, wantedLanguage } from './messages/language.ts';
import recording from './recorded/digits.recorded.json';
import picture from './recorded/digits.recorded.png';
import type { RecordedRun, Recording } from './recorded/schema.ts';
import { loadImages, showRecording } from './recorded/showRecording.ts';
import type { AppStore } from './store/appStore.ts';
import { createAppStore } from './store/appStore.ts';
import type { Studio } from './store/context.tsx';
import { StudioProvider } from './store/context.tsx';
import { isAsked } from './teach/flags.ts';
import './styles/index.css';

/** Recorded runs at the other stops of the dial. */
const otherRuns = async () => (await import('./recorded/digitsDial.recorded.json')).default as readonly RecordedRun[];

/** Mounts the page on `root`. */
export async function start(root: HTMLElement, decant: Decant): Promise<void> {
  const store = createAppStore();
  startDisplay();
  const language = wantedLanguage();
  if (language !== 'en') await speak(language);
  store.setState({ language });
  store.setState(stateFromHash(await openHash(store, location.hash), store.getState()));
  const images = createImageShelf();
  showRecording(store, recording as Recording, otherRuns);
  void loadImages(store, images, recording as Recording, picture);
  keepHash(store);
  loadModes(store);
  const engine = createEngine(decant, store, images);
  const page = (
    <StrictMode>
      <StudioProvider value={{ store, engine }}>
        <App />
      </StudioProvider>
    </StrictMode>
  );
  // As a transition, so that React draws in slices and never holds the main thread for the whole of it.
  startTransition(() => createRoot(root).render(page));
  engine.start();
  if (import.meta.env.PROD && 'serviceWorker' in navigator) keepWhenLive({ store, engine });
}

// ---------------------------------------------------------------------------------------------------------------------

/** Styles that a link asks for, and those of paper: with the link, else once the first comparison stands. */
function loadModes(store: AppStore): void {
  const load = () => import('./styles/modes.css');
  const stop = store.subscribe(({ phase, flags }) => {
    if (phase !== 'idle' && !isAsked(flags)) return;
    stop();
    void load();
  });
  if (isAsked(store.getState().flags)) void load();
}

/** Once the first comparison stands, the page sees to it that it opens without a network. */
function keepWhenLive(studio: Studio): void {
  const stop = studio.store.subscribe(({ phase }) => {
    if (phase !== 'idle') return;
    stop();
    void import('./offline/startOffline.tsx').then(({ startOffline }) => startOffline(studio));
  });
}
