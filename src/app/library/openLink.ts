/** Links that carry more than words: a packed state, a receipt, a version that is newer than this page. */
import { raiseProblem } from '../engine/raiseProblem.ts';
import { isNewer } from '../recipe/hash.ts';
import { unpackHash, unpackText } from '../recipe/hashPacked.ts';
import type { AppStore } from '../store/appStore.ts';
import { openReceipt } from './receiptShelf.ts';

/** The plain hash of a link, which takes its place in the address; a receipt in it opens its panel. */
export async function openLink(store: AppStore, hash: string): Promise<string> {
  if (isNewer(hash)) await raiseProblem(store, ({ newerLink }) => newerLink());
  try {
    const plain = await unpackHash(hash);
    if (plain !== hash) history.replaceState(null, '', plain);
    const receipt = new URLSearchParams(plain.slice(1)).get('receipt');
    if (receipt !== null) openReceipt(store, JSON.parse(await unpackText(receipt)));
    return plain;
  } catch (thrown) {
    await raiseProblem(store, ({ brokenLink }) => brokenLink(thrown));
    return '';
  }
}
