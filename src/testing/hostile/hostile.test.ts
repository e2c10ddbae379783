/** Hostile files through a whole session: each a sentence within two seconds or a model, and open work stays as it was. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DecantError } from '../../core/errors.ts';
import type { Session } from '../../studio/session.ts';
import { createNodeSession, fileOf } from '../nodeSession.ts';
import type { HostileFile } from './hostileFile.ts';
import { hostileFiles, validFiles } from './hostileFiles.ts';

/** What a person waits before thinking that the page hangs; in time of this process, since other tests run beside. */
const mostMs = 2000;
/** Bytes that opening a file of some kilobytes may take beyond what was there. */
const mostBytes = 2 ** 28;
const samples = 20;

let session: Session;
let files: readonly HostileFile[];
beforeAll(async () => {
  const valid = await validFiles();
  session = createNodeSession(valid.onnx[0]);
  files = await hostileFiles();
});
afterAll(() => {
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(4 * mostBytes);
});

test('hostile files are opened or refused by a sentence, and what is open stays', { timeout: 120_000 }, async () => {
  const model = await session.openModel('sample:digits');
  const answersOf = async () => {
    const data = await session.openData('sample:digits', { limit: samples });
    const { quality } = await session.measure({ model: model.id, data: data.id, executor: 'onnx', skipSpeed: true });
    return [...(quality.answers?.top ?? [])];
  };
  const before = await answersOf();
  const faults: string[] = [];
  for (const file of files) faults.push(...(await faultsOf(file)));
  expect(faults).toEqual([]);
  expect(before).toHaveLength(samples);
  expect(await answersOf()).toEqual(before);
});

// ---------------------------------------------------------------------------------------------------------------------

/** What is wrong with how a file was received; nothing when it was refused well, or opened. */
async function faultsOf(file: HostileFile): Promise<string[]> {
  const about = `${file.format}, ${file.about}`;
  const heldBefore = process.memoryUsage().arrayBuffers;
  const start = process.cpuUsage();
  const faults: string[] = [];
  try {
    const { id } = await session.openModel(file.files.map(({ name, bytes }) => fileOf(name, bytes)));
    await session.close(id);
  } catch (error) {
    if (!(error instanceof DecantError)) faults.push(`${about}: ${String(error)}`);
    else if (!/^.{10,}\.$/s.test(error.message)) faults.push(`${about}: "${error.message}" is no sentence`);
  }
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  if (ms > mostMs) faults.push(`${about}: took ${ms.toFixed(0)} ms`);
  const held = process.memoryUsage().arrayBuffers - heldBefore;
  if (held > mostBytes) faults.push(`${about}: took ${held} bytes`);
  return faults;
}
