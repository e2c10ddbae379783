/**
 * The source files of this project as the structure test sees them: path, text without comments, and imports. Parsed
 * with the parser of the build, so that what is read here is what is bundled. For Node only.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { parseSync } from 'vite';

/** One import of a source file. */
export interface SourceImport {
  /** As written: `./x.ts`, `#shaders/x.wgsl?raw`, `react`. */
  readonly specifier: string;
  /** Path from the project root without query (`src/core/errors.ts`); undefined for a package. */
  readonly target: string | undefined;
  /** Whether it is erased: `import type`, `export type ... from`, or every name marked `type`. */
  readonly typeOnly: boolean;
}

/** One source file. */
export interface SourceFile {
  /** From the project root, with forward slashes. */
  readonly path: string;
  /** Its text with comments blanked out. */
  readonly code: string;
  readonly imports: readonly SourceImport[];
}

/** Whether a file is part of the tests, which the floors do not bind. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('src/testing/');
}

/** Every TypeScript file below `src/`. */
export function sourceFiles(): SourceFile[] {
  return filesBelow('src')
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map(readSource);
}

/** Paths of the files below a folder, from the project root, sorted; none where the folder is absent. */
export function filesBelow(folder: string): string[] {
  try {
    const entries = readdirSync(resolve(folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => posixPath(resolve(entry.parentPath, entry.name))).sort();
  } catch {
    return [];
  }
}

/** Reads imports and code out of one file's text. */
export function parseSource(path: string, text: string): SourceFile {
  const { module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const code = comments.reduce((rest, { start, end }) => blank(rest, start, end), text);
  const imports = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      typeOnly: isErased(entries),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType }] : [],
      ),
    ),
    ...inlineImports(code, new Set(module.dynamicImports.map(({ start }) => start))),
  ];
  return { path, code, imports: imports.map((found) => ({ ...found, target: targetOf(path, found.specifier) })) };
}

// ---------------------------------------------------------------------------------------------------------------------

function readSource(path: string): SourceFile {
  return parseSource(path, readFileSync(resolve(path), 'utf8'));
}

/** `import(...)` in an expression loads a module; anywhere else it names a type. */
function inlineImports(code: string, expressions: ReadonlySet<number>): { specifier: string; typeOnly: boolean }[] {
  const found = [...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)];
  return found.map(({ index, 1: specifier = '' }) => ({ specifier, typeOnly: !expressions.has(index) }));
}

function isErased(entries: readonly { isType: boolean }[]): boolean {
  return entries.length > 0 && entries.every(({ isType }) => isType);
}

function targetOf(path: string, specifier: string): string | undefined {
  const [file = ''] = specifier.split('?');
  if (file.startsWith('#shaders/')) return file.slice(1);
  return file.startsWith('.') ? posix.join(posix.dirname(path), file) : undefined;
}

/** Spaces in the place of a range, so that positions stay as they are. */
function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}

function posixPath(path: string): string {
  return path.slice(resolve('.').length + 1).replaceAll('\\', '/');
}
