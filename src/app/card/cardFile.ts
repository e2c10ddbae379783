/** What a result card carries inside its picture: the link it was made from, and the receipt of its figures. */
import { DecantError } from '../../core/errors.ts';
import type { Receipt } from '../../studio/api.ts';
import { isPng, textIn, withText } from './pngText.ts';

const KEYWORD = 'decant';
const VERSION = 1;

/** Larger pictures are photographs, not cards. */
const LARGEST = 16 * 2 ** 20;

export interface Card {
  /** The hash of the page. */
  readonly link: string;
  /** Checked by the engine before it is replayed. */
  readonly receipt: unknown;
}

/** The picture with the card inside. */
export function writeCard(png: Uint8Array, link: string, receipt: Receipt | null): Uint8Array {
  return withText(png, KEYWORD, JSON.stringify({ decant: 'card', version: VERSION, link, receipt }));
}

/**
 * The card in a picture; null where the picture is none of ours.
 *
 * @throws DecantError `png/damaged`, `card/newer` or `card/damaged` when it is one that cannot be opened
 */
export async function cardIn(file: Blob): Promise<Card | null> {
  if (file.size > LARGEST) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = isPng(bytes) ? textIn(bytes, KEYWORD) : null;
  return text === null ? null : parseCard(text);
}

// ---------------------------------------------------------------------------------------------------------------------

function parseCard(text: string): Card {
  const { decant, version, link, receipt }: Record<string, unknown> = fieldsOf(text);
  if (decant !== 'card' || typeof version !== 'number' || typeof link !== 'string') {
    throw new DecantError('card/damaged', 'This picture carries a card that cannot be read. Save it again.');
  }
  if (version > VERSION) {
    throw new DecantError(
      'card/newer',
      `This card is of version ${version}, and this page reads ${VERSION}. Reload the page to get a newer one.`,
      { version },
    );
  }
  return { link, receipt: receipt ?? null };
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
