/**
 * The byte source of a URL that a person gave: ranges of it where the server serves ranges, else the whole in memory.
 * This is the only file that may reach another origin. It sends no cookies, no credentials and no referrer.
 * Source: RFC 9110, section 14 (range requests); the Fetch standard on what other origins let a page see.
 */
import { FileError, messageOf } from '../errors.ts';
import type { TaskOptions } from '../task.ts';
import { createProgressReporter } from '../task.ts';
import type { ByteSource } from './byteSource.ts';
import { checkRange, memorySource } from './byteSource.ts';
import { collect } from './collect.ts';

/**
 * Opens an absolute http or https address. One request tells whether the server serves ranges; if so nothing more is
 * fetched until it is read, else the file is downloaded now, with progress in bytes. The signal also stops later reads.
 *
 * @throws FileError `url/...` as a sentence when there is no such file, the server or its CORS rules refuse, a web page
 *   comes in the place of a file, or bytes are missing
 */
export async function urlSource(address: string, options: TaskOptions = {}): Promise<ByteSource> {
  const place = parseAddress(address);
  const { signal } = options;
  const response = await request(place, { headers: rangeHeaders(0, BLOCK_BYTES), signal });
  if (response.status === 416 && totalOf(response) === 0) return memorySource(place.name, new Uint8Array(0));
  checkAnswer(place, response);
  if (response.status !== 206) return downloadWhole(place, response, options);
  const size = totalOf(response) ?? (await sizeByHead(place, signal));
  if (size !== undefined) return rangedSource(place, size, response, signal);
  await response.body?.cancel();
  const whole = await request(place, { signal });
  checkAnswer(place, whole);
  return downloadWhole(place, whole, options);
}

// ---------------------------------------------------------------------------------------------------------------------

/** Small reads fetch this much at once: headers are walked in steps of a few bytes. */
const BLOCK_BYTES = 262_144;

/** A file that must be held whole may be this large; above it a tab runs out of memory. */
const MAX_WHOLE_BYTES = 2 ** 31;

interface Place {
  readonly url: string;
  /** The file's name: the last part of the path. */
  readonly name: string;
}

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

function parseAddress(address: string): Place {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new FileError('url/address', `"${address}" is no web address; give one that begins with https://.`, {
      address,
    });
  }
  const last = url.pathname.split('/').at(-1) || url.hostname;
  return { url: url.href, name: /%(?![0-9a-f]{2})/i.test(last) ? last : decodeName(last) };
}

/** Percent signs may spell bytes that are no UTF-8; such a name stays as it is written. */
function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const rangeHeaders = (offset: number, length: number) => ({ Range: `bytes=${offset}-${offset + length - 1}` });

interface RequestOptions {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Record<string, string>;
  readonly signal: AbortSignal | undefined;
}

async function request({ url }: Place, { method = 'GET', headers = {}, signal }: RequestOptions): Promise<Response> {
  try {
    const init = { method, headers, credentials: 'omit', referrerPolicy: 'no-referrer' } as const;
    return await fetch(url, signal ? { ...init, signal } : init);
  } catch (cause) {
    signal?.throwIfAborted();
    const message = `${url} cannot be fetched: the server cannot be reached, or does not let other sites read it (CORS). Download the file and drop it here.`;
    throw new FileError('url/unreachable', message, { url, cause: messageOf(cause) });
  }
}

function checkAnswer({ url }: Place, response: Response): void {
  const { status, redirected } = response;
  const type = response.headers.get('Content-Type') ?? '';
  if (status === 200 || status === 206) {
    if (!/^text\/html\b/i.test(type)) return;
    const way = redirected ? `leads on to ${response.url}, which is a web page` : 'is a web page';
    throw new FileError('url/page', `${url} ${way}, not a file; copy the link of the file's own download.`, { url });
  }
  throw new FileError('url/status', `${url}: the server answered ${status}, ${adviceFor(status)}`, { url, status });
}

function adviceFor(status: number): string {
  if (status === 404 || status === 410) return 'there is no such file; check the address.';
  if (status === 401 || status === 403) return 'it asks for permission; download the file yourself and drop it here.';
  if (status === 429 || status >= 500) return 'it is busy or at fault; try again later.';
  return 'which gives no file; check the address.';
}

/** The file's size by Content-Range ("bytes 0-9/1234"), where the server lets this page see it. */
function totalOf({ headers }: Response): number | undefined {
  const total = /^bytes\s+(?:\d+-\d+|\*)\/(\d+)$/i.exec(headers.get('Content-Range') ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

/** Other origins may hide Content-Range, but Content-Length is always to be seen. */
async function sizeByHead(place: Place, signal: AbortSignal | undefined): Promise<number | undefined> {
  const { ok, headers } = await request(place, { method: 'HEAD', signal });
  const length = headers.get('Content-Length');
  return ok && length !== null && !headers.has('Content-Encoding') ? Number(length) : undefined;
}

/** Keeps the first block and the latest small one; larger reads are passed on and not held. */
async function rangedSource(
  place: Place,
  size: number,
  response: Response,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const version = response.headers.get('ETag');
  const first: Block = { offset: 0, bytes: await bodyOf(place, response, Math.min(BLOCK_BYTES, size), signal) };
  let latest = first;
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    checkRange(place.name, size, offset, length);
    const held = [first, latest].find((block) => covers(block, offset, length));
    if (held) return held.bytes.slice(offset - held.offset, offset - held.offset + length);
    const wanted = Math.max(length, Math.min(BLOCK_BYTES, size - offset));
    const answer = await request(place, { headers: rangeHeaders(offset, wanted), signal });
    checkPart(place, answer, offset, size, version);
    const bytes = await bodyOf(place, answer, wanted, signal);
    if (wanted > BLOCK_BYTES) return bytes;
    latest = { offset, bytes };
    return bytes.slice(0, length);
  };
  return { name: place.name, size, read };
}

const covers = ({ offset, bytes }: Block, start: number, length: number): boolean =>
  start >= offset && start + length <= offset + bytes.length;

/** The server must still serve ranges, of the same file, from the byte that was asked for. */
function checkPart(place: Place, response: Response, offset: number, size: number, version: string | null): void {
  checkAnswer(place, response);
  const { headers, status } = response;
  const start = /^bytes\s+(\d+)-/i.exec(headers.get('Content-Range') ?? '')?.[1];
  const moved = start !== undefined && Number(start) !== offset;
  const same = (totalOf(response) ?? size) === size && (headers.get('ETag') ?? version) === version;
  if (status === 206 && same && !moved) return;
  const what = same ? 'the server sent another part than was asked for' : 'the file changed while it was being read';
  throw new FileError('url/changed', `${place.url}: ${what}, at byte ${offset}; open it again.`, {
    url: place.url,
    offset,
    size,
  });
}

async function bodyOf(place: Place, response: Response, length: number, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = await reading(place, signal, async () => new Uint8Array(await response.arrayBuffer()));
  if (bytes.length === length) return bytes;
  throw cutShort(place, bytes.length, length);
}

async function downloadWhole(
  place: Place,
  response: Response,
  { signal, onProgress }: TaskOptions,
): Promise<ByteSource> {
  const declared = Number(response.headers.get('Content-Length') ?? 0);
  checkWhole(place, declared);
  const report = createProgressReporter(`fetching ${place.name}`, declared, onProgress);
  const bytes = await reading(place, signal, () =>
    collect(response.body ?? new Blob([]).stream(), (size) => {
      checkWhole(place, size);
      report(size);
    }),
  );
  const short = bytes.length < declared && !response.headers.has('Content-Encoding');
  if (short) throw cutShort(place, bytes.length, declared);
  return memorySource(place.name, bytes);
}

/** Turns a connection that breaks while a body is read into a sentence. */
async function reading<T>({ url }: Place, signal: AbortSignal | undefined, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof FileError) throw cause;
    const message = `${url}: the connection broke while the file was being read; open it again.`;
    throw new FileError('url/broken', message, { url, cause: messageOf(cause) });
  }
}

function checkWhole({ url }: Place, size: number): void {
  if (size <= MAX_WHOLE_BYTES) return;
  const message = `${url}: its server sends files only whole, and ${size} bytes are more than the ${MAX_WHOLE_BYTES} that fit into memory. Download the file and drop it here.`;
  throw new FileError('url/too-large', message, { url, size, most: MAX_WHOLE_BYTES });
}

function cutShort({ url }: Place, size: number, wanted: number): FileError {
  const message = `${url}: ${size} bytes came where ${wanted} were promised; open it again.`;
  return new FileError('url/cut-short', message, { url, size, wanted });
}
