/** Everything out as one zip, and in again; both say in sentences what they did. */
import type { Packed, Unpacked } from '../../studio/api.ts';
import { bytesFigure, count, text } from '../format/numbers.ts';
import { t, tn } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import { saveBlob } from '../panels/save.ts';
import type { Studio } from '../store/context.tsx';
import { askToPersist } from './persist.ts';
import { shelfOf } from './shelf.ts';

/** @throws DecantError when something that is kept cannot be read */
export async function saveEverything({ engine }: Studio): Promise<readonly string[]> {
  void askToPersist();
  const { name, blob, trainings, notes } = await engine.decant.pack({ link: location.hash });
  saveBlob(name, blob);
  const saved = t('{name} is saved, {size}.', { name, size: text(bytesFigure(blob.size)) });
  return [saved, ...(trainings.runs === 0 ? [] : [trainingWords(trainings)]), ...notes.map(tell)];
}

/** Shows the training runs that are kept now, where they are shown. */
export async function refreshTrainings(studio: Studio): Promise<void> {
  const { trainerOf } = await import('../training/trainerOf.ts');
  await trainerOf(studio).refreshRecords();
}

/**
 * Takes an archive in, and opens the network and the data that it holds where only the sample is open.
 *
 * @throws DecantError `library/archive` when it is none
 */
export async function takeArchive(studio: Studio, archive: Blob): Promise<readonly string[]> {
  const { engine, store } = studio;
  void askToPersist();
  const unpacked = await engine.decant.unpack(archive);
  await shelfOf(studio).refresh();
  if (unpacked.trainings.added > 0) void refreshTrainings(studio);
  const onlySample = store.getState().bases.every(({ model }) => model.format === 'built-in');
  const opened = onlySample ? await openAll(studio, unpacked) : [];
  const left = unpacked.models.filter(({ name }) => !opened.includes(name)).map(({ name }) => name);
  return [
    runWords(unpacked),
    ...trainingsIn(unpacked),
    ...opened.map((name) => t('{name} is open again.', { name })),
    ...(left.length === 0 ? [] : [leftWords(left)]),
    ...unpacked.problems.map(tell),
  ];
}

// ---------------------------------------------------------------------------------------------------------------------

async function openAll({ engine }: Studio, { models }: Unpacked): Promise<string[]> {
  const model = models.find(({ role }) => role === 'model');
  const data = models.find(({ role }) => role === 'data');
  if (model) await engine.openModel(model.files, model.input);
  if (data) await engine.openData(data.files);
  return [model, data].flatMap((part) => (part ? [part.name] : []));
}

function runWords({ added, known }: Unpacked): string {
  const came = tn(added, 'One run came in', '{count} runs came in', { count: count(added) });
  return known === 0
    ? `${came}.`
    : `${came}; ${tn(known, 'one was here already', '{count} were here already', { count: count(known) })}.`;
}

const trainingWords = ({ runs, bytes }: Packed['trainings']): string =>
  tn(
    runs,
    'One training run is in it; its checkpoints and networks take {size}.',
    '{count} training runs are in it; their checkpoints and networks take {size}.',
    { count: count(runs), size: text(bytesFigure(bytes)) },
  );

function trainingsIn({ trainings: { added, known } }: Unpacked): string[] {
  if (added + known === 0) return [];
  const came = tn(added, 'One training run came in', '{count} training runs came in', { count: count(added) });
  return [
    known === 0
      ? `${came}.`
      : `${came}; ${tn(known, 'one was here already', '{count} were here already', { count: count(known) })}.`,
  ];
}

function leftWords(names: readonly string[]): string {
  return t('Also in the archive, and left there since another network is open: {names}.', { names: names.join(', ') });
}
