/** The receipts of the figures that stand there first. Their words are loaded when the first one is opened. */
import type { Measurement } from '../../studio/api.ts';
import type { Receipt } from './receipts.ts';

const words = () => import('./receipts.ts');

export async function sizeReceipt(measurement: Measurement, parameters: number): Promise<Receipt> {
  return (await words()).sizeReceipt(measurement, parameters);
}

export async function timeReceipt(measurement: Measurement): Promise<Receipt> {
  return (await words()).timeReceipt(measurement);
}

export async function accuracyReceipt(measurement: Measurement): Promise<Receipt> {
  return (await words()).accuracyReceipt(measurement);
}

export async function agreementReceipt(measurement: Measurement): Promise<Receipt> {
  return (await words()).agreementReceipt(measurement);
}
