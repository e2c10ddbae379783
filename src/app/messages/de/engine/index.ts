/** What the engine says, in German, by room. A sentence that is missing here fails `engine.test.ts`. */
import { numeral } from '../../../format/numeral.ts';
import { tellerOf } from '../../teller.ts';
import page from '../index.ts';
import files from './files.json';
import graph from './graph.json';
import learning from './learning.json';
import errors from './page.json';
import running from './running.json';
import studio from './studio.json';
import words from './words.json';

/** By template; `words` are those that the engine puts together without a template. */
export const SENTENCES = { ...files, ...graph, ...learning, ...running, ...studio, ...errors };
export const WORDS = words;

/** Tables of the engine (claims, methods) are worded in the page's catalogue; single words there mean other things. */
const tables = Object.fromEntries(Object.entries(page).filter(([key]) => / /.test(key) && !key.includes('{')));

export default tellerOf({ ...tables, ...SENTENCES, ...WORDS }, numeral);
