/**
 * Finds the sentences that the engine makes, in the source of all rooms below `src/app/`: error messages, notes,
 * reasons, labels of progress, and the clauses that they are put together from. What a program or a kernel reads
 * (code, shaders, names of buffers, keys) is not among them. Knows nothing of what a translation says.
 */
import type { FoundText, Tree } from './messages.ts';
import { asTree, asTrees, cookedOf, literalsIn, nameOf, parsed, sourcesOf, walk } from './messages.ts';

/** Files whose strings are documents or programs in a language of their own, or stay English with what they are about. */
const DOCUMENTS =
  /^src\/(studio\/(report\/(?!writeReport|recipeCode|readCode)|loadingSnippets)|recipes\/presets|.*\/meta\.ts)/;
/** Floors whose strings mostly name buffers and pieces of kernels; there only what is thrown or waited for is said. */
const DEVICE = /^src\/execution\/webgpu\/(?!errors|device)/;
const PAGE = /^src\/app\//;
/** What these throw, no page shows. */
const UNSHOWN = /^src\/app\/(main|serviceWorker|store\/context)\.tsx?$/;
const KERNELS = /^src\/execution\/webgpu\/kernels\//;

/** Every template of the engine, and of errors that the page throws; `{name}` in the place of each value. */
export function engineSentences(): FoundText[] {
  const files = sourcesOf('src').filter((file) => !/^src\/testing\//.test(file));
  const [page, engine] = [files.filter((file) => PAGE.test(file)), files.filter((file) => !PAGE.test(file))];
  return [
    ...page.filter((file) => !UNSHOWN.test(file)).flatMap((file) => sentencesOf(file, thrownIn)),
    ...engine.filter((file) => !DOCUMENTS.test(file) && !KERNELS.test(file)).flatMap((file) => sentencesOf(file)),
  ].filter(({ text, where }) => !NOT_SAID.test(text) && (!DEVICE.test(where) || isSentence(text)));
}

/** The same whatever its values are called: "{} of {}". */
export function shapeOf(template: string): string {
  return template.replaceAll(/\{[#=~*!]?\w+\}/g, '{}');
}

// ---------------------------------------------------------------------------------------------------------------------

/** Words that begin a key of the store, a format or a piece of a shader. */
const NOT_SAID =
  /^(subject|kept|files|run|training|decant|executor-choice) |=>|\$\d|\n|^w = |\(\$|Uint\(|Float\(|Int\(/;

/** At least two words, one of them in lower case. */
function isSaid(text: string): boolean {
  const bare = text.replaceAll(/\{\w+\}/g, '0');
  return /[a-z]{2,}/.test(bare) && /\S \S/.test(bare.trim() === bare ? bare : `a ${bare} a`);
}

const isWord = (text: string): boolean => /^[a-z]{4,}$/.test(text);

function isSentence(text: string): boolean {
  return /[a-z}"]\.$/.test(text) || /^[a-z]+ing /.test(text);
}

/** What a part of the page throws: arguments of `new DecantError(…)` and of the functions that make one. */
function thrownIn(tree: Tree): Tree[] {
  const found: Tree[] = [];
  walk(tree, (node) => {
    const called = node.type === 'NewExpression' || node.type === 'CallExpression' ? nameOf(node.callee) : '';
    if (/^(?!DOM|Range)\w*(Error|damaged)$/.test(called)) found.push(...asTrees(node.arguments));
  });
  return found;
}

function sentencesOf(file: string, partsOf = (tree: Tree): Tree[] => [tree]): FoundText[] {
  const { tree, at } = parsed(file);
  const found: FoundText[] = [];
  const silent = new Set<Tree>();
  walk(partsOf(tree), (node) => {
    for (const inner of unsaid(node)) walk(inner, (one) => silent.add(one));
    if (silent.has(node)) return;
    const where = at(node);
    const said = node.type === 'Literal' ? literalsIn(node) : node.type === 'TemplateLiteral' ? [templateOf(node)] : [];
    const words = node.type === 'TemplateLiteral' ? asTrees(node.expressions).flatMap(literalsIn).filter(isWord) : [];
    for (const text of [...said.filter(isSaid), ...words]) found.push({ where, text });
  });
  return found;
}

/** Parts of a node that nobody reads: types, import paths, and what only a fault of our own would say. */
function unsaid(node: Tree): unknown[] {
  if (/^TS.*(Type|Annotation|Declaration|Literal)$/.test(node.type)) return [node];
  if (node.type === 'ImportDeclaration' || node.type === 'TaggedTemplateExpression') return [node];
  const fault = node.type === 'CallExpression' && nameOf(node.callee) === 'invariant';
  return fault ? [node.arguments] : [];
}

/** `A batch of ${size} samples` as "A batch of {size} samples". */
function templateOf(node: Tree): string {
  const names: string[] = [];
  for (const value of asTrees(node.expressions)) names.push(placeOf(value, names));
  const texts = asTrees(node.quasis).map(cookedOf);
  return texts.reduce((whole, text, i) => `${whole}{${names[i - 1]}}${text}`);
}

/** What a value is called, told apart from the values before. */
function placeOf(value: Tree, before: readonly string[]): string {
  const name = wordFor(value);
  const taken = before.filter((other) => other.replace(/\d+$/, '') === name).length;
  return taken === 0 ? name : `${name}${taken + 1}`;
}

/** `x.name` as name, `formatShape(x)` and `x.join(', ')` as x, whatever else as the first word in it. */
function wordFor(value: Tree): string {
  const [argument] = asTrees(value.arguments);
  const callee = asTree(value.callee);
  const owner = asTree(callee?.object);
  if (value.type === 'Identifier') return nameOf(value);
  if (value.type === 'MemberExpression' && value.computed !== true) {
    const property = nameOf(value.property);
    return property === 'length' ? 'count' : property;
  }
  if (owner && !/^[A-Z]/.test(nameOf(owner))) return wordFor(owner);
  if (argument) return wordFor(argument);
  if (callee) return wordFor(callee);
  const inner = ['object', 'left', 'test', 'expression'].map((key) => asTree(value[key])).find(Boolean);
  return inner ? wordFor(inner) : 'value';
}
