/** Takes out of a WGSL text only those top-level functions that are called, so that a pipeline compiles no more. */
import { invariant } from '../../../../core/errors.ts';

/** The named functions and what they call, in the order of the text. */
export function pickFunctions(text: string, calling: string): string {
  const functions = functionsOf(text);
  const wanted = new Set<string>();
  const visit = (code: string): void => {
    for (const [, name] of code.matchAll(/\b(op_\w+)\s*\(/g)) {
      if (wanted.has(name)) continue;
      const found = functions.get(name);
      invariant(found, `no function ${name} among the elementwise functions`);
      wanted.add(name);
      visit(found);
    }
  };
  visit(calling);
  return [...functions].flatMap(([name, code]) => (wanted.has(name) ? [code] : [])).join('\n');
}

/** Top-level functions by name; a function begins with `fn` at the start of a line and ends with `}` at one. */
function functionsOf(text: string): Map<string, string> {
  const found = text.matchAll(/^fn (\w+)[\s\S]*?^\}/gm);
  return new Map([...found].map(([code, name]) => [name, code]));
}
