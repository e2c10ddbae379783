/** German, by area. A message that is missing here fails `messages.test.ts`. */
import type { Catalogue } from '../t.ts';
import exporting from './export.json';
import facts from './facts.json';
import fit from './fit.json';
import inside from './inside.json';
import learning from './learning.json';
import lessons from './lessons.json';
import library from './library.json';
import page from './page.json';
import panels from './panels.json';
import recipe from './recipe.json';
import stage from './stage.json';
import training from './training.json';
import views from './views.json';

export default {
  ...facts,
  ...page,
  ...panels,
  ...fit,
  ...inside,
  ...recipe,
  ...stage,
  ...views,
  ...training,
  ...library,
  ...exporting,
  ...learning,
  ...lessons,
} satisfies Catalogue;
