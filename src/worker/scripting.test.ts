/**
 * What docs/scripting.md promises: its table names the calls that there are, and its examples run as they stand, over
 * the same client and calls as in the page, with fewer samples and steps.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decant } from '../studio/api.ts';
import { createNodeSession } from '../testing/nodeSession.ts';
import { createClient } from './client.ts';
import { serve } from './rpc.ts';
import { sessionCalls } from './sessionCalls.ts';

const SAMPLES = 16;
/** A sweep of twelve recipes takes seconds alone, and longer beside the other tests. */
const PATIENCE_MS = 120_000;
/** A hundredth of the training steps, in batches that so few samples fill. */
const SMALLER = [
  [/(steps: |checkpointEvery: |branch\()(\d+)00\b/g, '$1$2'],
  [/batch: 128/g, 'batch: 8'],
] as const;

const manual = await readFile('docs/scripting.md', 'utf8');
const examples = [...manual.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);

let decant: Decant;
let close = () => {};

beforeAll(async () => {
  const session = createNodeSession(new Uint8Array(await readFile('public/samples/digits-cnn.onnx')));
  const { port1, port2 } = new MessageChannel();
  serve(port1, new Map(sessionCalls(session)));
  port1.start();
  port2.start();
  close = () => port1.close();
  decant = createClient(port2).decant;
});

afterAll(() => close());

test('the table of calls names each call, and none that is not there', () => {
  const rows = manual.split('## Calls')[1].split('## Sources')[0].split('\n');
  const named = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)/g)].map(([, name]) => name));
  expect(named.toSorted()).toEqual(Object.keys(decant).toSorted());
});

test('every call reaches the session', () => {
  const answered = new Set(sessionCalls(createNodeSession(new Uint8Array())).map(([name]) => name));
  const ofThePage = ['ready', 'subscribe', 'run', 'resumeRun', 'branchRun'];
  expect(Object.keys(decant).filter((name) => !ofThePage.includes(name) && !answered.has(name))).toEqual([]);
});

describe('the examples', () => {
  /** What the examples before have named. */
  const named: Record<string, unknown> = {};

  test.each(examples.map((code, i) => [i + 1, code] as const))(
    'number %i runs to its end',
    async (_, code) => {
      Object.assign(named, await runExample(code, { ...named, decant: withFewSamples(decant) }));
    },
    PATIENCE_MS,
  );
});

// ---------------------------------------------------------------------------------------------------------------------

function withFewSamples(whole: Decant): Decant {
  return { ...whole, openData: (source, options) => whole.openData(source, { limit: SAMPLES, ...options }) };
}

/** Makes an async function of its parameters' names and its text, as `Function` does of a plain one. */
const AsyncScript = (async () => {}).constructor as new (
  ...text: string[]
) => (...values: unknown[]) => Promise<Record<string, unknown>>;

/** Runs an example with what is known by name, as a console does, and gives what it names itself. */
async function runExample(code: string, known: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const own = namesIn(code);
  const given = { ...known, console: { log: () => {} } };
  const taken = Object.entries(given).filter(([name]) => !own.includes(name));
  const body = `${SMALLER.reduce((text, [from, to]) => text.replace(from, to), code)}\nreturn { ${own.join(', ')} };`;
  return new AsyncScript(...taken.map(([name]) => name), body)(...taken.map(([, value]) => value));
}

/** `const a = …` and `const { b, c: d } = …` at the start of a line. */
function namesIn(code: string): string[] {
  return [...code.matchAll(/^const (?:\{([^}]*)\}|(\w+)) =/gm)].flatMap(([, several, one]) =>
    one === undefined ? several.split(',').map((part) => part.split(':').at(-1)?.trim() ?? '') : [one],
  );
}
