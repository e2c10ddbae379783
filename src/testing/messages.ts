/**
 * Finds the words of the page in its source, by its syntax tree: what is handed to the catalogue, and what is not. Reads
 * files of `src/app/`; knows nothing of what a translation says. Trees are ESTree with JSX, as `vite` parses them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';

export interface Tree {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** A text in a file, with its line. */
export interface FoundText {
  readonly where: string;
  readonly text: string;
}

/** Calls whose literal arguments are messages. */
const CALLS: ReadonlySet<string> = new Set(['t', 'tn', 'tx', 'choices']);
/** Properties of options in tables, which are handed to the catalogue where they are drawn. */
const OPTION: ReadonlySet<string> = new Set(['word', 'help', 'about']);
/** Attributes that are read by people. */
const READ: ReadonlySet<string> = new Set(['aria-label', 'placeholder', 'title', 'alt', 'aria-valuetext', 'label']);
/** Elements whose text is code or a key, the same in all languages. */
const VERBATIM: ReadonlySet<string> = new Set(['code', 'kbd']);

/** Files of the page below `folder`, without tests. */
export function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

/** Messages that a file asks the catalogue for: arguments of `t`, `tn`, `tx`, `choices`, sentences of `say`, options. */
export function messagesOf(file: string): FoundText[] {
  const { tree, at } = parsed(file);
  const found: FoundText[] = [];
  walk(tree, (node) => {
    const where = at(node);
    if (node.type === 'TaggedTemplateExpression' && nameOf(node.tag) === 'say') {
      found.push({ where, text: sentenceOf(asTree(node.quasi)) });
    }
    if (node.type === 'Property' && OPTION.has(nameOf(node.key))) {
      for (const text of asTrees([node.value]).flatMap(literalsIn)) if (hasWords(text)) found.push({ where, text });
    }
    if (node.type !== 'CallExpression' || !CALLS.has(nameOf(node.callee))) return;
    const tables = asTrees(node.arguments).flatMap((argument) => tableWords(argument, tree));
    const literals = asTrees(node.arguments).flatMap(literalsIn);
    for (const text of [...literals, ...tables]) if (hasWords(text)) found.push({ where, text });
  });
  return found;
}

/** English that a component shows without asking the catalogue: texts of elements and attributes that are read. */
export function leftoversOf(file: string): FoundText[] {
  const { tree, at } = parsed(file);
  const found: FoundText[] = [];
  const take = (node: Tree, text: string): void => {
    if (hasWords(text)) found.push({ where: at(node), text: text.trim() });
  };
  walk(tree, (node) => {
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      if (VERBATIM.has(nameOf(asTree(node.openingElement)?.name))) return;
      for (const child of asTrees(node.children)) {
        if (child.type === 'JSXText') take(child, String(child.value));
        if (child.type === 'JSXExpressionContainer') for (const text of shown(child.expression)) take(child, text);
      }
    }
    if (node.type === 'JSXAttribute' && READ.has(nameOf(node.name))) {
      const value = asTree(node.value);
      const inner = value?.type === 'JSXExpressionContainer' ? value.expression : value;
      for (const text of shown(inner)) take(node, text);
    }
  });
  return found;
}

/** Whether a text has a word beside the places of its values. */
export function hasWords(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replaceAll(/\{\w+\}/g, ''));
}

// ---------------------------------------------------------------------------------------------------------------------

export function parsed(file: string): { readonly tree: Tree; readonly at: (node: Tree) => string } {
  const source = readFileSync(file, 'utf8');
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const at = ({ start }: Tree): string => `${file}:${source.slice(0, start).split('\n').length}`;
  const tree = asTree(program);
  if (!tree) throw new Error(`${file} has no syntax tree.`);
  return { tree, at };
}

export function walk(node: unknown, visit: (node: Tree) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  const tree = asTree(node);
  if (!tree) return;
  visit(tree);
  for (const value of Object.values(tree)) if (typeof value === 'object') walk(value, visit);
}

export function asTree(value: unknown): Tree | undefined {
  return typeof value === 'object' && value !== null && 'type' in value ? (value as Tree) : undefined;
}

export function asTrees(value: unknown): Tree[] {
  return Array.isArray(value) ? value.flatMap((one) => asTree(one) ?? []) : [];
}

export function nameOf(value: unknown): string {
  return String(asTree(value)?.name ?? '');
}

/** String literals of an argument, through conditions. */
export function literalsIn(node: Tree): string[] {
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
  const branches = ['ConditionalExpression', 'LogicalExpression'].includes(node.type);
  return branches ? asTrees([node.consequent, node.alternate, node.right]).flatMap(literalsIn) : [];
}

/** Strings of a table of this file that `t(TABLE[key])` chooses from. */
function tableWords(argument: Tree, tree: Tree): string[] {
  if (argument.type === 'LogicalExpression') return tableWords(asTree(argument.left) ?? argument, tree);
  if (argument.type !== 'MemberExpression' || argument.computed !== true) return [];
  const table = nameOf(argument.object);
  const words: string[] = [];
  walk(tree, (node) => {
    if (node.type !== 'VariableDeclarator' || nameOf(node.id) !== table) return;
    const properties = asTrees(asTree(node.init)?.properties);
    for (const property of properties) words.push(...literalsIn(asTree(property.value) ?? property));
  });
  return words;
}

/** What an expression shows: its literals and the words of its templates. */
function shown(value: unknown): string[] {
  const node = asTree(value);
  if (!node) return [];
  if (node.type !== 'TemplateLiteral') return literalsIn(node);
  return asTrees(node.quasis).map(cookedOf);
}

export function cookedOf(piece: Tree): string {
  const { value } = piece;
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
}

/** say`A ${x} B` as "A {0} B". */
function sentenceOf(template: Tree | undefined): string {
  return asTrees(template?.quasis)
    .map(cookedOf)
    .reduce((whole, text, i) => `${whole}{${i - 1}}${text}`);
}
