/** A receipt as a link that replays it, or as a file where it is too long for one. */
import type { Receipt } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import { saveFile } from '../panels/save.ts';
import { packText } from '../recipe/hashPacked.ts';
import type { Studio } from '../store/context.tsx';
import type { SideName } from '../store/types.ts';

/** What chat programs and mail let pass in one piece. */
const LONGEST_LINK = 4000;

/** The link of a receipt. */
async function receiptLink(receipt: Receipt): Promise<string> {
  return `${location.origin}${location.pathname}#v=1&receipt=${await packText(JSON.stringify(receipt))}`;
}

/** Copies the link of a receipt, or saves it as a file; says which. */
export async function shareReceipt({ store }: Pick<Studio, 'store'>, receipt: Receipt): Promise<string> {
  const said = await share(receipt).catch(told);
  store.getState().announce(said);
  return said;
}

/** The receipt of what a side shows now. */
export async function receiptOf({ engine, store }: Studio, side: SideName): Promise<Receipt | null> {
  const { results, opened } = store.getState();
  const { modelId, measurement } = results[side] ?? {};
  if (!modelId || !measurement) return null;
  const data = opened ? { data: opened.data.id } : {};
  const batch = measurement.speed ? { batch: measurement.speed.batch } : {};
  const samples = measurement.quality.answers?.top.length ?? measurement.quality.accuracy?.n;
  const counted = samples === undefined ? {} : { samples };
  return engine.decant.receipt({ model: modelId, ...data, ...batch, ...counted, measurement });
}

// ---------------------------------------------------------------------------------------------------------------------

async function share(receipt: Receipt): Promise<string> {
  const link = await receiptLink(receipt);
  if (link.length > LONGEST_LINK) {
    saveFile('receipt.json', new TextEncoder().encode(JSON.stringify(receipt, null, 2)));
    return t('The receipt is too long for a link, so it is saved as receipt.json. Drop it on the page to replay it.');
  }
  await navigator.clipboard.writeText(link);
  return t('The receipt link is copied.');
}
