/** German, by area. A message that is missing here fails `messages.test.ts`. */
import type { Catalogue } from '../t.ts';
import lessons from './lessons.json';
import library from './library.json';
import page from './page.json';
import panels from './panels.json';
import recipe from './recipe.json';
import stage from './stage.json';
import views from './views.json';

export default { ...library, ...page, ...panels, ...recipe, ...stage, ...views, ...lessons } satisfies Catalogue;
