/** Style sheets that are loaded by view share one page: a class has its own rules in one of them alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = 'src/app';
/** Themes, print and modes speak of the classes of others on purpose. */
const SHARED = join(ROOT, 'styles');

const sheets = readdirSync(ROOT, { recursive: true })
  .map((file) => join(ROOT, String(file)))
  .filter((file) => file.endsWith('.css') && !file.startsWith(SHARED));

/** Classes that begin a rule which is inside of no other rule but a layer or a media query. */
const classesOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^ {0,4}\.([a-z][\w-]*) \{/gm)].map(([, name]) => name);

test('no two views style the same class', () => {
  const owners = new Map<string, Set<string>>();
  for (const file of sheets)
    for (const name of classesOf(file)) owners.set(name, (owners.get(name) ?? new Set()).add(file));
  const shared = [...owners].filter(([, files]) => files.size > 1).map(([name, files]) => [name, ...files].join(' '));
  expect(shared).toEqual([]);
});
