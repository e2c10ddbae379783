/** A result card that was dropped back: the page becomes what it was made from. */
import type { Card } from '../card/cardFile.ts';
import { stateFromHash } from '../engine/hashState.ts';
import { t } from '../messages/t.ts';
import type { Studio } from '../store/context.tsx';
import { openReceipt } from './receiptShelf.ts';

export function takeCard({ store }: Studio, { link, receipt }: Card): void {
  const before = store.getState();
  const { sides, ...rest } = stateFromHash(link, before);
  store.setState(rest);
  if (sides) {
    store.getState().setSide('a', sides.a);
    store.getState().setSide('b', sides.b);
  }
  store.getState().announce(t('The card is open: both sides have its recipes.'));
  if (receipt !== null) openReceipt(store, receipt);
}
