/** A recipe as a program for Decant's own scripting interface, to be pasted into the page's console or a test. */
import type { Recipe } from '../../recipes/schema.ts';
import type { CodeFile } from '../apiResults.ts';

/** @param model the address or sample name that the program opens */
export function javascriptProgram(recipe: Recipe, model: string): CodeFile {
  const text = `// Runs in the console of a page that has Decant open, or in a test of it.
const recipe = ${JSON.stringify(recipe, null, 2)};

await decant.ready;
const model = await decant.openModel(${JSON.stringify(model)});
const data = await decant.openData('sample:digits'); // or your own files
const { model: small } = await decant.run({ model: model.id, data: data.id, recipe });
const { quality, size, speed } = await decant.measure({ model: small.id, data: data.id, baseline: model.id });
console.log(quality.accuracy, quality.flips, size.bytes, speed.medianMs);
const file = await decant.exportModel(small.id, { format: 'onnx-qdq' });
console.log(file.name, file.bytes.length, file.substitutions);
`;
  return { name: 'decant.js', text, differences: [] };
}
