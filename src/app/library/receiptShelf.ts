/** The receipt that was opened by a link or a file, until its panel has replayed it. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { AppStore } from '../store/appStore.ts';

/** Any value: it comes from someone else, and the engine checks it. */
export const receiptShelf: StoreApi<{ readonly receipt: unknown }> = createStore(() => ({ receipt: null }));

/** Opens the panel on a receipt. */
export function openReceipt(store: AppStore, receipt: unknown): void {
  receiptShelf.setState({ receipt });
  store.getState().openPanel('receipt');
}
