/** The byte source of a URL against a server on this machine: ranges, no ranges, refusals, and servers that misbehave. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { urlSource } from './url.ts';

const FILE = Uint8Array.from({ length: 600_000 }, (_, i) => (i * 31) % 251);
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const close of cleanups.splice(0)) close();
});

/** Serves with a handler and tells the address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers ranges of FILE, and notes them. */
function ranges(log: string[], headers: Record<string, string> = {}): RequestListener {
  return (request, response) => {
    const [start, end] = rangeOf(request);
    log.push(`${request.method} ${start}-${end}`);
    const total = { 'Content-Range': `bytes ${start}-${end}/${FILE.length}` };
    response
      .writeHead(206, { ...total, 'Content-Length': end - start + 1, ...headers })
      .end(FILE.subarray(start, end + 1));
  };
}

function rangeOf(request: IncomingMessage): [number, number] {
  const [, start = 0, end = 0] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
  return [Number(start), Math.min(Number(end), FILE.length - 1)];
}

const sendWhole = (response: ServerResponse, headers: Record<string, string | number> = {}) =>
  response.writeHead(200, { 'Content-Length': FILE.length, ...headers }).end(FILE);

test('ranges are fetched as they are read, small ones in blocks', async () => {
  const log: string[] = [];
  const source = await urlSource(`${await serve(ranges(log))}/a/my%20model.onnx?download=1`);
  expect([source.name, source.size]).toEqual(['my model.onnx', FILE.length]);
  expect(await source.read(10, 20)).toEqual(FILE.slice(10, 30));
  expect(await source.read(300_000, 4)).toEqual(FILE.slice(300_000, 300_004));
  expect(await source.read(300_004, 100)).toEqual(FILE.slice(300_004, 300_104));
  expect(await source.read(1, 300_000)).toEqual(FILE.slice(1, 300_001));
  expect(await source.read(FILE.length - 1, 1)).toEqual(FILE.slice(-1));
  expect(await source.read(FILE.length, 0)).toEqual(new Uint8Array(0));
  expect(log).toEqual(['GET 0-262143', 'GET 300000-562143', 'GET 1-300000', 'GET 599999-599999']);
});

test('what is read may be changed without changing later reads', async () => {
  const source = await urlSource(`${await serve(ranges([]))}/x`);
  (await source.read(0, 4)).fill(99);
  expect(await source.read(0, 4)).toEqual(FILE.slice(0, 4));
});

test('reading past the end is refused without a request', async () => {
  const log: string[] = [];
  const source = await urlSource(`${await serve(ranges(log))}/x.bin`);
  await expect(source.read(FILE.length - 1, 2)).rejects.toThrow('x.bin: 2 bytes at offset 599999');
  expect(log).toHaveLength(1);
});

test('without ranges the whole is downloaded, with progress', async () => {
  const url = await serve((_, response) => void sendWhole(response));
  const seen: { label: string; done: number; total: number }[] = [];
  const source = await urlSource(`${url}/model.bin`, { onProgress: (progress) => seen.push(progress) });
  expect(await source.read(0, source.size)).toEqual(FILE);
  expect(seen.at(-1)).toMatchObject({ label: 'fetching model.bin', done: FILE.length, total: FILE.length });
});

test('where Content-Range is hidden, HEAD tells the size', async () => {
  const log: string[] = [];
  const url = await serve((request, response) => {
    const [start, end] = rangeOf(request);
    log.push(request.method ?? '');
    if (request.method === 'HEAD') return response.writeHead(200, { 'Content-Length': FILE.length }).end();
    return response.writeHead(206).end(FILE.subarray(start, end + 1));
  });
  const source = await urlSource(`${url}/x`);
  expect(await source.read(400_000, 5)).toEqual(FILE.slice(400_000, 400_005));
  expect(log).toEqual(['GET', 'HEAD', 'GET']);
});

test('where no header tells the size, the whole is downloaded', async () => {
  const url = await serve((request, response) => {
    if (request.method === 'HEAD') return response.writeHead(405).end();
    if (!request.headers.range) return response.writeHead(200).end(FILE);
    const [start, end] = rangeOf(request);
    return response.writeHead(206).end(FILE.subarray(start, end + 1));
  });
  expect((await urlSource(`${url}/x`)).size).toBe(FILE.length);
});

test('an empty file', async () => {
  const url = await serve((_, response) => void response.writeHead(416, { 'Content-Range': 'bytes */0' }).end());
  expect((await urlSource(`${url}/x`)).size).toBe(0);
});

test.each([
  [404, {}, 'the server answered 404, there is no such file; check the address.'],
  [403, {}, 'the server answered 403, it asks for permission; download the file yourself'],
  [503, {}, 'the server answered 503, it is busy or at fault; try again later.'],
  [418, {}, 'the server answered 418, which gives no file'],
  [200, { 'Content-Type': 'text/html; charset=utf-8' }, 'is a web page, not a file'],
  [200, { 'Content-Length': '9999999999' }, 'its server sends files only whole, and 9999999999 bytes are more than'],
])('answer %i %j', async (status, headers, message) => {
  const url = await serve((_, response) => {
    response.writeHead(status, headers);
    response.write('<html>');
    if (!('Content-Length' in headers)) response.end();
  });
  await expect(urlSource(`${url}/x`)).rejects.toThrow(message);
});

test('a link that leads on to a web page', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/login') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>');
    return response.writeHead(302, { Location: '/login' }).end();
  });
  await expect(urlSource(`${url}/x`)).rejects.toThrow(`${url}/x leads on to ${url}/login, which is a web page`);
});

test.each(['model.onnx', '/model.onnx', 'ftp://host/x', 'file:///etc/passwd', 'data:,x', 'blob:http://a/b', ''])(
  '"%s" is no web address',
  async (address) => {
    await expect(urlSource(address)).rejects.toThrow(`"${address}" is no web address`);
  },
);

test('a server that is not there', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await expect(urlSource(`http://127.0.0.1:${port}/x`)).rejects.toThrow(
    'cannot be fetched: the server cannot be reached',
  );
});

test('a connection that breaks', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'Content-Length': FILE.length });
    response.write(FILE.subarray(0, 1000), () => response.destroy());
  });
  await expect(urlSource(`${url}/x`)).rejects.toThrow('the connection broke while the file was being read');
});

/** A server whose later answers differ from its first. */
async function fickle(later: (request: IncomingMessage, response: ServerResponse) => void) {
  const first = ranges([], { ETag: '"1"' });
  let requests = 0;
  return urlSource(
    `${await serve((request, response) => void (requests++ === 0 ? first : later)(request, response))}/x`,
  );
}

test.each([
  ['another version', ranges([], { ETag: '"2"' }), 'the file changed while it was being read, at byte 400000'],
  ['the whole', (_: IncomingMessage, response: ServerResponse) => sendWhole(response), 'the server sent another part'],
  ['another size', ranges([], { 'Content-Range': 'bytes 400000-599999/700000' }), 'the file changed'],
  ['another part', ranges([], { 'Content-Range': 'bytes 0-199999/600000' }), 'the server sent another part'],
  ['nothing', (_: IncomingMessage, response: ServerResponse) => response.writeHead(404).end(), 'answered 404'],
  [
    'too little',
    (_: IncomingMessage, response: ServerResponse) =>
      response.writeHead(206, { 'Content-Range': 'bytes 400000-599999/600000' }).end('abc'),
    '3 bytes came where 200000 were promised',
  ],
])('a server that later sends %s', async (_, later, message) => {
  const source = await fickle(later);
  await expect(source.read(400_000, 10)).rejects.toThrow(message);
});

test('a signal stops opening and later reads with its own reason', async () => {
  const reason = new Error('stopped');
  const url = await serve((request, response) =>
    rangeOf(request)[0] === 0 ? ranges([])(request, response) : undefined,
  );
  await expect(urlSource(`${url}/x`, { signal: AbortSignal.abort(reason) })).rejects.toThrow('stopped');
  const controller = new AbortController();
  const source = await urlSource(`${url}/x`, { signal: controller.signal });
  const pending = source.read(400_000, 10);
  controller.abort(reason);
  await expect(pending).rejects.toThrow('stopped');
});

test('a signal stops a download', async () => {
  const controller = new AbortController();
  const url = await serve((_, response) => {
    response.writeHead(200, { 'Content-Length': FILE.length });
    response.write(FILE.subarray(0, 1000));
  });
  const opening = urlSource(`${url}/x`, {
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('stopped')),
  });
  await expect(opening).rejects.toThrow('stopped');
});
