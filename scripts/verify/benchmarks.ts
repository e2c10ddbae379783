/** What the last benchmark found beside the peers: read from its file, since measuring needs a quiet machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verify } from './report.ts';
import { atLeast } from './report.ts';

/** Where `npm run bench -- --json FILE` is asked to write. */
const folder = join('bench', 'results');

const names = ['matmul-f32-512', 'gemv-int4-2048-g32', 'gemm-int4-128x2048-g32', 'train-mlp', 'train-mlp-wasm'];
/** Rows of packed weights must leave onnxruntime-web's MatMulNBits behind by so much. */
const leastAgainstOrt: Readonly<Record<string, number>> = { 'gemv-int4-2048-g32': 2, 'gemm-int4-128x2048-g32': 2 };

interface Result {
  readonly name: string;
  readonly ours: { readonly medianMs: number };
  readonly ratio: Readonly<Record<string, number>>;
}

export const verifyBenchmarks: Verify = async (add) => {
  const file = newestResults();
  if (file === undefined) {
    add({ what: 'a benchmark was run', ok: false, got: `${folder} holds no results`, wanted: 'results' });
    return [];
  }
  const { results }: { results: Result[] } = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of names) {
    const result = results.find((one) => one.name === name);
    if (!result) {
      add({ what: name, ok: false, got: 'no result', wanted: 'a result' });
      continue;
    }
    const against = Object.entries(result.ratio);
    const [peer, ratio] = against.reduce((worst, one) => (one[1] < worst[1] ? one : worst), ['no peer', Infinity]);
    add(atLeast(`${name}, ${result.ours.medianMs.toFixed(2)} ms, against the best peer (${peer})`, ratio, 1, 'x'));
    const ort = against.find(([name]) => name.startsWith('ort-webgpu'))?.[1];
    const least = leastAgainstOrt[name];
    if (least !== undefined) add(atLeast(`${name} against onnxruntime-web`, ort ?? 0, least, 'x'));
  }
  return [];
};

// ---------------------------------------------------------------------------------------------------------------------

/** Files are named by their day. */
function newestResults(): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const newest = names.sort().at(-1);
  return newest === undefined ? undefined : join(folder, newest);
}
