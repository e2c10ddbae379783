/**
 * A Vitest reporter that writes what a run counted to the file `DECANT_COUNTS`, with the reason of each skipped test,
 * which Vitest's own JSON leaves out. `test.mjs` reads it.
 */

import { writeFileSync } from 'node:fs';

/** One instance a run; see https://vitest.dev/api/advanced/reporters. */
export default class Counts {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const { DECANT_COUNTS: file } = process.env;
    if (file === undefined) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const broken = modules.filter((module) => module.errors().length > 0);
    const of = (/** @type {string} */ state) => tests.filter((test) => test.result().state === state);
    const skipped = of('skipped').map((test) => ({ name: nameOf(test), reason: reasonOf(test) }));
    const failed = [
      ...of('failed').map(nameOf),
      ...broken.map((module) => `${module.relativeModuleId} (did not load)`),
      ...unhandledErrors.map((error) => `unhandled error: ${messageOf(error)}`),
    ];
    writeFileSync(file, JSON.stringify({ passed: of('passed').length, failed, skipped }));
  }
}

/** @param {import('vitest/node').TestCase} test */
function nameOf(test) {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

/** @param {import('vitest/node').TestCase} test */
function reasonOf(test) {
  const result = test.result();
  return ('note' in result && result.note) || 'no reason given';
}

/** @param {unknown} error */
function messageOf(error) {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
