/** What a network takes, told from its header: of a file of 21 GB only the first block is fetched. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createNodeSession, fileOf } from '../testing/nodeSession.ts';

const WIDTH = 2 ** 16;
const [FIRST, SECOND] = [WIDTH * 16 * 4, WIDTH * WIDTH * 4];

/** The header of an MLP with one square layer of 17 GB, as safetensors. */
function header(): Uint8Array {
  const entry = (shape: number[], begin: number, end: number) => ({ dtype: 'F32', shape, data_offsets: [begin, end] });
  const text = JSON.stringify({
    'layers.0.weight': entry([WIDTH, 16], 0, FIRST),
    'layers.1.weight': entry([WIDTH, WIDTH], FIRST, FIRST + SECOND),
    'layers.2.weight': entry([16, WIDTH], FIRST + SECOND, 2 * FIRST + SECOND),
  });
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(new TextEncoder().encode(text), 8);
  return bytes;
}

test('a file that no tab can hold is weighed from its first block, by ranges', async () => {
  const head = header();
  const total = head.length + 2 * FIRST + SECOND;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [, start = '0', end = '0'] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    asked.push(`${start}-${end}`);
    const body = Buffer.alloc(Number(end) - Number(start) + 1);
    body.set(head.subarray(Number(start), Number(end) + 1));
    response.writeHead(206, { 'Content-Range': `bytes ${start}-${end}/${total}`, 'Content-Length': body.length });
    response.end(body);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/large.safetensors`;
    const session = createNodeSession(new Uint8Array());
    const weighed = await session.weigh(address);
    expect(weighed).toMatchObject({
      name: 'large.safetensors',
      format: 'safetensors',
      fileBytes: total,
      bytes: 2 * FIRST + SECOND,
      largest: { parameter: 'layers.1.weight', bytes: SECOND },
    });
    const four = weighed.rounded.find(({ bits }) => bits === 4);
    // 4 bits a weight and a scale of 16 bits for 32 of them; rows of 16 weights are filled up to a block.
    expect(four?.bytes).toBeGreaterThan(weighed.bytes * (4.5 / 32));
    expect(four?.bytes).toBeLessThan(weighed.bytes * (4.51 / 32));
    expect(asked).toEqual(['0-262143']);
    const opened = await session.openModel(address, { remember: false });
    expect(opened.bytes).toBe(weighed.bytes);
    expect(asked, 'what was weighed is not fetched again').toHaveLength(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('an open network is weighed as its file is', async () => {
  const bytes = new Uint8Array(await readFile('public/samples/digits-cnn.onnx'));
  const session = createNodeSession(bytes);
  const weighed = await session.weigh(fileOf('digits-cnn.onnx', bytes));
  const model = await session.openModel('sample:digits');
  expect(await session.weigh({ model: model.id })).toEqual({ ...weighed, name: model.name, format: 'built-in' });
  expect(weighed.bytes).toBe(model.bytes);
  expect(weighed.fileBytes).toBe(bytes.length);
});
