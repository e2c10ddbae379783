/**
 * `npm test`: every check of the project, cheapest first, going on past a stage that fails. Stages by name run alone:
 * `node scripts/test.mjs types lint`. The last line is `N passed, N failed, N skipped` over all stages.
 *
 * The tests in Node leave a core idle on small machines, so build and GPU tests run beside them. Specifications run two
 * at a time, but those that hold the page to a time (`@alone` in their tag) one by one, with nothing beside them.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpBrowser, setUpDependencies } from './setup.mjs';

/**
 * What a stage found: names of failed tests, and of skipped ones with their reason.
 * @typedef {{ passed: number, failed: string[], skipped: { name: string, reason: string }[] }} Counts
 *
 * A stage: the program in `node_modules`, its arguments, and which tool's count is read. Without a tool the exit code
 * is the one check.
 * @typedef {{ program: string, args: string[], tool?: 'vitest' | 'playwright', browser?: boolean }} Stage
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VITEST = ['run', '--reporter=default', '--reporter=./scripts/vitestCounts.mjs'];

/** @type {Record<string, Stage>} */
const STAGES = {
  types: { program: 'typescript/bin/tsc', args: [] },
  lint: { program: '@biomejs/biome/bin/biome', args: ['check', '--error-on-warnings'] },
  structure: { program: 'vitest/vitest.mjs', args: [...VITEST, '--project=structure'], tool: 'vitest' },
  node: { program: 'vitest/vitest.mjs', args: [...VITEST, '--project=node'], tool: 'vitest' },
  build: { program: 'vite/bin/vite.js', args: ['build', '--logLevel', 'warn'] },
  bundle: { program: '../scripts/bundle.mjs', args: [], browser: true },
  gpu: { program: 'vitest/vitest.mjs', args: [...VITEST, '--project=gpu'], tool: 'vitest', browser: true },
  e2e: playwright('--grep-invert=@alone', '--workers=2'),
  alone: playwright('--grep=@alone', '--workers=1'),
};

/** What runs after what: lanes side by side, the stages of a lane one after the other. */
const SCHEDULE = [
  [['types']],
  [['lint']],
  [['structure']],
  [['node'], ['build', 'bundle', 'gpu']],
  [['e2e']],
  [['alone']],
];

const folder = mkdtempSync(join(tmpdir(), 'decant-test-'));
const chosen = chooseStages(process.argv.slice(2));
/** @type {{ name: string, counts: Counts, seconds: number }[]} */
const results = [];

setUpDependencies();
for (const lanes of SCHEDULE) await runLanes(lanes);
rmSync(folder, { recursive: true, force: true });
report();

// ---------------------------------------------------------------------------------------------------------------------

/** @param {string[]} names */
function chooseStages(names) {
  const unknown = names.find((name) => !(name in STAGES));
  if (unknown === undefined) return names.length > 0 ? names : Object.keys(STAGES);
  console.error(`There is no stage "${unknown}"; the stages are ${Object.keys(STAGES).join(', ')}.`);
  process.exit(1);
}

/**
 * @param {...string} args
 * @returns {Stage}
 */
function playwright(...args) {
  const program = '@playwright/test/cli.js';
  return { program, args: ['test', '--reporter=list,json', ...args], tool: 'playwright', browser: true };
}

/**
 * The first lane shows its output as it comes; a stage beside it when it ends.
 * @param {string[][]} lanes
 */
async function runLanes(lanes) {
  const wanted = lanes.map((lane) => lane.filter((name) => chosen.includes(name))).filter((lane) => lane.length > 0);
  await Promise.all(
    wanted.map(async (lane, index) => {
      for (const name of lane) results.push(await runStage(name, index === 0));
    }),
  );
}

/**
 * @param {string} name
 * @param {boolean} streams whether its output is shown as it comes
 */
async function runStage(name, streams) {
  if (streams) console.log(`\n=== ${name}`);
  const began = performance.now();
  const counts = await countStage(name, STAGES[name], streams);
  return { name, counts, seconds: (performance.now() - began) / 1000 };
}

/**
 * @param {string} name
 * @param {Stage} stage
 * @param {boolean} streams
 * @returns {Promise<Counts>}
 */
async function countStage(name, stage, streams) {
  try {
    if (stage.browser) await setUpBrowser();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: [`${name}: no browser`], skipped: [] };
  }
  const file = join(folder, `${name}.json`);
  const { code, output } = await execute(stage, file, streams);
  if (!streams) process.stdout.write(`\n=== ${name}\n${output}`);
  const counts = readCounts(stage, file);
  const ok = code === 0;
  if (counts === undefined) return { passed: ok ? 1 : 0, failed: ok ? [] : [name], skipped: [] };
  if (!ok && counts.failed.length === 0) counts.failed.push(`${name}: ended with code ${code}`);
  return counts;
}

/**
 * Runs a stage.
 * @param {Stage} stage
 * @param {string} file where its tool writes what it counted
 * @param {boolean} streams whether its output is shown as it comes, or handed back
 * @returns {Promise<{ code: number, output: string }>}
 */
function execute({ program, args }, file, streams) {
  const env = { ...process.env, DECANT_COUNTS: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
    cwd: ROOT,
    stdio: ['inherit', streams ? 'inherit' : 'pipe', streams ? 'inherit' : 'pipe'],
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((done) => {
    child.on('error', () => done({ code: 1, output }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/**
 * @param {Stage} stage
 * @param {string} file
 * @returns {Counts | undefined} undefined for a stage that is one check; a tool that wrote nothing has failed
 */
function readCounts(stage, file) {
  if (stage.tool === undefined) return undefined;
  try {
    const content = JSON.parse(readFileSync(file, 'utf8'));
    return stage.tool === 'vitest' ? content : playwrightCounts(content);
  } catch {
    return { passed: 0, failed: ['the run ended before its results were written'], skipped: [] };
  }
}

/**
 * @param {import('@playwright/test/reporter').JSONReport} content
 * @returns {Counts}
 */
function playwrightCounts(content) {
  /** @type {Counts} */
  const counts = {
    passed: 0,
    failed: content.errors.map(({ message }) => message ?? 'error outside a test'),
    skipped: [],
  };
  for (const { title, file, tests } of content.suites.flatMap(specsOf)) {
    for (const { status, projectName, annotations } of tests) {
      const name = `${file} [${projectName}] > ${title}`;
      if (status === 'expected') counts.passed++;
      else if (status !== 'skipped') counts.failed.push(name);
      else
        counts.skipped.push({
          name,
          reason: annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given',
        });
    }
  }
  return counts;
}

/**
 * @param {import('@playwright/test/reporter').JSONReportSuite} suite
 * @returns {import('@playwright/test/reporter').JSONReportSpec[]}
 */
function specsOf(suite) {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}

function report() {
  console.log('\n=== summary');
  const all = results.map(({ counts }) => counts);
  for (const { name, reason } of all.flatMap(({ skipped }) => skipped)) console.log(`skipped: ${name}: ${reason}`);
  for (const name of all.flatMap(({ failed }) => failed)) console.log(`failed: ${name}`);
  for (const { name, counts, seconds } of results)
    console.log(`${name.padEnd(10)} ${line(counts)} (${seconds.toFixed(1)} s)`);
  const sum = {
    passed: all.reduce((total, { passed }) => total + passed, 0),
    failed: all.flatMap(({ failed }) => failed),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
  process.exitCode = sum.failed.length === 0 ? 0 : 1;
  console.log(line(sum));
}

/** @param {Counts} counts */
function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}
