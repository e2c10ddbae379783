/**
 * `npm run verify`: what the project claims of itself, measured whole; a line a check and a line an item, and all of it
 * in docs/verification.json. `npm run verify -- 2 6` runs some items and keeps what is known of the others.
 * Needs the data folder (DECANT_DATA, by default ../shared/data) and a Chromium.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setUpBrowser } from './setup.mjs';
import { verifyAudits } from './verify/audits.ts';
import { verifyBadInput } from './verify/badInput.ts';
import { verifyBenchmarks } from './verify/benchmarks.ts';
import { runProgram } from './verify/child.ts';
import { verifyCifar } from './verify/cifar.ts';
import { verifyFirstLook } from './verify/firstLook.ts';
import { verifyMnist } from './verify/mnist.ts';
import { verifyOperators } from './verify/operatorTests.ts';
import type { Site } from './verify/page.ts';
import { openSite } from './verify/page.ts';
import type { Item, Verify } from './verify/report.ts';
import { runItem } from './verify/report.ts';
import { verifyTrainingMemory } from './verify/trainingMemory.ts';
import { verifyWeight } from './verify/weight.ts';

const target = join('docs', 'verification.json');

const items: Readonly<Record<number, { title: string; verify: (site: Site) => Verify }>> = {
  1: { title: 'from a fresh clone to live figures', verify: verifyFirstLook },
  2: { title: 'opt-mnist.onnx on 10,000 images, three executors, every recipe', verify: verifyMnist },
  3: { title: 'CIFAR ResNet-56 and ResNet-20 from safetensors', verify: verifyCifar },
  4: { title: "ONNX's operator tests, conformance, gradients", verify: () => verifyOperators },
  5: { title: 'speed beside the peers', verify: () => verifyBenchmarks },
  6: { title: 'hostile files, a lost device', verify: verifyBadInput },
  7: { title: 'what the page loads, and accessibility', verify: verifyWeight },
  8: { title: 'ten thousand steps of training without growth of memory', verify: verifyTrainingMemory },
  9: { title: 'as Lighthouse judges, and a main thread that always answers', verify: verifyAudits },
};

const asked = process.argv.slice(2).map(Number);
const unknown = asked.find((number) => !items[number]);
if (unknown !== undefined) throw new Error(`There is no item ${unknown}; there are ${Object.keys(items).join(', ')}.`);

await setUpBrowser();
build();
const site = await openSite();
const found: Item[] = [];
try {
  for (const [number, { title, verify }] of Object.entries(items)) {
    if (asked.length > 0 && !asked.includes(Number(number))) continue;
    found.push(await runItem(Number(number), title, verify(site)));
    write(found);
  }
} finally {
  await site.close();
}
const short = found.filter(({ ok }) => !ok).map(({ item }) => item);
console.log(short.length === 0 ? '\nAll items pass.' : `\nItems that fall short: ${short.join(', ')}.`);
process.exit(short.length === 0 ? 0 : 1);

// ---------------------------------------------------------------------------------------------------------------------

function build(): void {
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  const { status, stderr } = runProgram([vite, 'build', '--logLevel', 'error']);
  if (status !== 0) throw new Error(`The build failed: ${stderr}`);
}

/** New items in the place of what was known of them. */
function write(measured: readonly Item[]): void {
  const known: { items: Item[] } = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : { items: [] };
  const kept = known.items.filter(({ item }) => !measured.some((one) => one.item === item));
  const all = [...kept, ...measured].sort((a, b) => a.item - b.item);
  const machine = { cores: cpus().length, processor: cpus()[0]?.model ?? 'unknown', browser: site.browser.version() };
  const content = { when: new Date().toISOString(), machine, items: all };
  writeFileSync(target, `${JSON.stringify(content, null, 2)}\n`);
}
