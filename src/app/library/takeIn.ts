/**
 * What is dropped on the page and is neither a network nor data: a result card, a receipt, a recipe or a program with
 * one, an archive. Each is known by its content; everything else is given back to be opened as before.
 */
import { cardIn } from '../card/cardFile.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import type { Studio } from '../store/context.tsx';
import { takeArchive } from './archive.ts';
import { loadRecipe } from './loadRecipe.ts';
import { openReceipt } from './receiptShelf.ts';
import { takeCard } from './takeCard.ts';

/** Larger texts hold data, not recipes. */
const LONGEST_TEXT = 2 ** 20;

/** Begins every zip. */
const ZIP = [0x50, 0x4b];
const MANIFEST = 'manifest.json';

/** Takes in what it knows; gives back the other files. */
export async function takeIn(studio: Studio, files: readonly File[]): Promise<readonly File[]> {
  const rest: File[] = [];
  for (const file of files) {
    try {
      if (!(await takeOne(studio, file))) rest.push(file);
    } catch (thrown) {
      await say(studio, told(thrown));
    }
  }
  return rest;
}

// ---------------------------------------------------------------------------------------------------------------------

async function takeOne(studio: Studio, file: File): Promise<boolean> {
  const { name } = file;
  if (/\.png$/i.test(name)) return takePicture(studio, file);
  if (/\.zip$/i.test(name)) return takeZip(studio, file);
  return /\.(?:json|py|js|mjs|txt|html)$/i.test(name) && file.size <= LONGEST_TEXT && takeText(studio, file);
}

async function takePicture(studio: Studio, file: File): Promise<boolean> {
  const card = await cardIn(file);
  if (card === null) return false;
  takeCard(studio, card);
  return true;
}

/** An archive of Decant names its manifest in its directory, which ends the file. */
async function takeZip(studio: Studio, file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, ZIP.length).arrayBuffer());
  const directory = await file.slice(Math.max(0, file.size - DIRECTORY)).text();
  if (!ZIP.every((byte, i) => head[i] === byte) || !directory.includes(MANIFEST)) return false;
  const sentences = await takeArchive(studio, file);
  studio.store.getState().announce(sentences.join(' '));
  studio.store.getState().openPanel('library');
  return true;
}

/** Bytes at the end of a zip that are searched: the manifest is the last entry of its directory. */
const DIRECTORY = 2 ** 12;

async function takeText(studio: Studio, file: File): Promise<boolean> {
  const text = await file.text();
  const receipt = receiptIn(text);
  if (receipt !== undefined) {
    openReceipt(studio.store, receipt);
    return true;
  }
  // A checkpoint's config.json is text as well: it holds no recipe, and is given back.
  if (!/decant|"steps"/.test(text)) return false;
  const recipe = await studio.engine.decant.readCode(text);
  await loadRecipe(studio, 'b', recipe, file.name);
  return true;
}

/** A receipt as it was saved, or inside of a report. */
function receiptIn(text: string): unknown {
  const inside = /<script type="application\/json" id="decant-receipt">(.*?)<\/script>/s.exec(text);
  try {
    const value: unknown = JSON.parse(inside?.[1] ?? text);
    return typeof value === 'object' && value !== null && 'decant' in value && value.decant === 'receipt'
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}

async function say({ store }: Studio, why: string): Promise<void> {
  store.getState().announce(why);
  store.getState().setProblem({
    kind: 'bad-file',
    label: t('Not opened'),
    title: t('This file could not be read.'),
    why,
    facts: [],
    action: { kind: 'dismiss', label: t('Carry on') },
  });
}
