/**
 * Holds the architecture (docs/architecture.md): who may import whom, no cycles, and which few files may touch the
 * device, onnxruntime-web, React and the network. Tests and `src/testing/` are not bound.
 */

import { expect, test } from 'vitest';
import type { SourceFile, SourceImport } from './testing/sources.ts';
import { filesBelow, isTest, sourceFiles } from './testing/sources.ts';

/** Floor of each room. A file imports from lower floors and from its own room; never from the room beside it. */
const FLOORS: Readonly<Record<string, number>> = {
  core: 1,
  tensor: 2,
  data: 3,
  graph: 3,
  files: 4,
  models: 5,
  execution: 5,
  evaluation: 6,
  training: 7,
  compression: 8,
  recipes: 9,
  studio: 10,
  worker: 11,
  app: 12,
};

/** What the page may load of the floors below `worker/`: data, so that no engine code gets into its bundle. */
const DATA_FOR_THE_PAGE = [/\/meta\.ts$/, /^src\/recipes\/presets/, /^src\/tensor\/formats/, /^src\/core\/errors\.ts$/];

/** Files that may call `fetch`, each with its reason. Only the first may leave this origin. */
const MAY_FETCH: Readonly<Record<string, string>> = {
  'src/core/bytes/url.ts': 'the byte source of a URL that the user gave',
  'src/worker/environment.ts': 'fetches the built-in network from the folder of the page',
  'src/app/serviceWorker.ts': 'passes the requests of the page on, adding isolation headers; same origin only',
};

/** Other ways out of the tab; nobody needs them. */
const NETWORK = /\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon|WebTransport|RTCPeerConnection)\b/;

const sources = sourceFiles().filter(({ path }) => !isTest(path));

test('every file is in a room that has a floor', () => {
  expect(sources.map(({ path }) => path).filter((path) => FLOORS[roomOf(path)] === undefined)).toEqual([]);
});

test('a file imports only from lower floors and from its own room', () => {
  expect(
    violations((from, { target }) => target?.startsWith('src/') === true && !mayImport(from.path, target)),
  ).toEqual([]);
});

test('the product does not import tests or their helpers', () => {
  expect(violations((_, { target }) => target !== undefined && isTest(target))).toEqual([]);
});

test('there are no import cycles', () => {
  expect(cycles()).toEqual([]);
});

test('only execution/webgpu says GPUDevice', () => {
  expect(saying(/\bGPUDevice\b/, (path) => path.startsWith('src/execution/webgpu/'))).toEqual([]);
});

test('only execution/onnx imports onnxruntime-web', () => {
  expect(importing(/^onnxruntime-web/, (path) => path.startsWith('src/execution/onnx/'))).toEqual([]);
});

test('only app knows React', () => {
  expect(importing(/^react(?:-|\/|$)/, (path) => roomOf(path) === 'app')).toEqual([]);
});

test('app loads only data from the floors below worker', () => {
  const engine = (target: string) => (FLOORS[roomOf(target)] ?? 0) < (FLOORS.worker ?? 0);
  const loadsEngine = ({ target, typeOnly }: SourceImport) =>
    target?.startsWith('src/') === true &&
    !typeOnly &&
    engine(target) &&
    !DATA_FOR_THE_PAGE.some((data) => data.test(target));
  expect(violations((from, imported) => roomOf(from.path) === 'app' && loadsEngine(imported))).toEqual([]);
});

test('only the byte source of a URL reaches the network', () => {
  expect(saying(/(?<![.\w])fetch\(|\b(?:globalThis|self|window)\.fetch\b/, (path) => path in MAY_FETCH)).toEqual([]);
  expect(saying(NETWORK, () => false)).toEqual([]);
});

test('every shader outside a common/ folder has exactly one importer, and every imported shader is there', () => {
  const shaders = filesBelow('shaders').filter((path) => path.endsWith('.wgsl'));
  const targets = sources.flatMap(({ imports }) => imports.map(targetOf));
  const own = shaders.filter((path) => !path.includes('/common/'));
  const importers = own.map((path) => `${path}: ${targets.filter((target) => target === path).length} importers`);
  expect(importers.filter((text) => !text.endsWith(': 1 importers'))).toEqual([]);
  expect(targets.filter((target) => target.startsWith('shaders/') && !shaders.includes(target))).toEqual([]);
});

test('shaders/ holds WGSL and nothing else', () => {
  expect(filesBelow('shaders').filter((path) => !path.endsWith('.wgsl'))).toEqual([]);
});

// ---------------------------------------------------------------------------------------------------------------------

/** `src/graph/operators/add.ts` -> `graph`. */
function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function mayImport(from: string, target: string): boolean {
  const [own, other] = [roomOf(from), roomOf(target)];
  return own === other || (FLOORS[other] ?? Infinity) < (FLOORS[own] ?? 0);
}

function violations(forbidden: (from: SourceFile, imported: SourceImport) => boolean): string[] {
  return sources.flatMap((from) =>
    from.imports
      .filter((imported) => forbidden(from, imported))
      .map(({ specifier }) => `${from.path} imports ${specifier}`),
  );
}

function importing(specifier: RegExp, allowed: (path: string) => boolean): string[] {
  return violations((from, imported) => specifier.test(imported.specifier) && !allowed(from.path));
}

function saying(word: RegExp, allowed: (path: string) => boolean): string[] {
  return sources
    .filter(({ path, code }) => word.test(code) && !allowed(path))
    .map(({ path }) => `${path} says ${word}`);
}

function isLoaded({ typeOnly }: SourceImport): boolean {
  return !typeOnly;
}

function targetOf({ target }: SourceImport): string {
  return target ?? '';
}

/** Each cycle as `a.ts -> b.ts -> a.ts`. Erased imports load nothing and make no cycle: two types may name each other. */
function cycles(): string[] {
  const targets = new Map(sources.map(({ path, imports }) => [path, imports.filter(isLoaded).map(targetOf)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' -> '));
    if (at >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}
