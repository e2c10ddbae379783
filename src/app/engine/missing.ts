/** Files that were open before a reload and were too large to be copied: asked for again, by handle or by hand. */
import type { InputAdaptation, MissingFiles, Source } from '../../studio/api.ts';
import type { AppStore } from '../store/appStore.ts';
import { filesOf, mayRead } from './lentAgain.ts';
import { raiseProblem } from './raiseProblem.ts';

interface Openers {
  openModel(source: Source, input?: InputAdaptation): Promise<void>;
  openSecond(source: Source): Promise<void>;
  openData(source: Source | readonly Source[]): Promise<void>;
}

/** Opens what may be read without a question, else says what is missing with one button. */
export async function askForMissing(
  store: AppStore,
  missing: readonly MissingFiles[],
  openAgain: () => Promise<void>,
): Promise<void> {
  const [lost] = missing;
  if (!lost) return;
  const handles = missing.flatMap((one) => one.handles ?? []);
  const readable = handles.length > 0 ? await mayRead(handles).catch(() => null) : null;
  if (readable) return openAgain();
  const names = missing.map(({ name }) => name).join(', ');
  await raiseProblem(store, ({ toOpenAgain, toDropAgain }) =>
    readable === false ? toOpenAgain(names) : toDropAgain(lost.name),
  );
}

/** Asks for permission and opens; what cannot be read any more must be chosen by hand. */
export async function openMissing(store: AppStore, missing: readonly MissingFiles[], open: Openers): Promise<void> {
  for (const one of missing) {
    const files = one.handles ? await filesOf(one.handles).catch(() => null) : null;
    if (!files) {
      await raiseProblem(store, ({ toDropAgain }) => toDropAgain(one.name));
      return;
    }
    await openOne(one, files, open);
  }
}

// ---------------------------------------------------------------------------------------------------------------------

function openOne({ role, input }: MissingFiles, files: readonly File[], open: Openers): Promise<void> {
  const [only] = files;
  const source: Source = files.length === 1 && only ? only : files;
  switch (role) {
    case 'model':
      return open.openModel(source, input);
    case 'second':
      return open.openSecond(source);
    case 'data':
      return open.openData(files);
    default:
      return role satisfies never;
  }
}
