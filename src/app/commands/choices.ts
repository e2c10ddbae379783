/** What the palette offers: the commands, every view, panel and lesson, and every word that B's recipe can have. */

import { LESSONS } from '../lessons/catalogue.ts';
import { t } from '../messages/t.ts';
import type { Control } from '../recipe/controls.ts';
import { CONTROLS } from '../recipe/controls.ts';
import { ACTIVATION_OPTIONS, BITS_OPTIONS, CLIP_OPTIONS, GRAIN_OPTIONS, SYMMETRY_OPTIONS } from '../recipe/options.ts';
import type { SideRecipe } from '../recipe/recipe.ts';
import { DIAL, mayQuantizeActivations } from '../recipe/recipe.ts';
import type { AppState } from '../store/appStore.ts';
import type { PanelName } from '../store/types.ts';
import { VIEWS } from '../views/registry.ts';
import type { Command } from './registry.ts';
import { COMMANDS } from './registry.ts';

/** A line of the palette. */
export interface Choice extends Command {
  readonly help: string;
}

/** All lines, those that make sense now. */
export function choicesOf(app: AppState): Choice[] {
  return [
    ...COMMANDS.filter(({ keys }) => keys !== 'Ctrl K').map((command) => ({
      ...command,
      what: t(command.what),
      help: '',
    })),
    ...VIEWS.map(({ name, label }) => ({
      what: t('View: {name}', { name: t(label) }),
      help: '',
      act: set((state) => state.setView(name)),
    })),
    ...PANEL_CHOICES.map(([panel, what, help]) => ({
      what: t(what),
      help: t(help),
      act: set((state) => state.openPanel(panel)),
    })),
    ...recipeChoices(app.sides.b.recipe),
    ...LESSONS.map(({ id, title, about }) => ({
      what: t('Lesson: {title}', { title: t(title) }),
      help: t(about),
      act: set((state) => state.openLesson(id)),
    })),
  ];
}

/** The lines in which every word that was typed begins a word: first those that are called so, then by their help. */
export function matching(choices: readonly Choice[], typed: string): Choice[] {
  const wanted = wordsOf(typed);
  const fits = (text: string): boolean => {
    const words = wordsOf(text);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
  const called = choices.filter(({ what }) => fits(what));
  return [...called, ...choices.filter((choice) => !called.includes(choice) && fits(`${choice.what} ${choice.help}`))];
}

// ---------------------------------------------------------------------------------------------------------------------

/** Panels that no key opens. */
export const PANEL_CHOICES: readonly (readonly [panel: PanelName, what: string, help: string])[] = [
  ['model', 'Open a model', 'From a file, an address, or the samples.'],
  ['data', 'Open data', 'Labelled samples, a folder or an archive.'],
  ['recipe', 'Edit both recipes', 'Every word, and a width for each layer.'],
  ['pipeline', 'Pipeline', 'Prune, teach, train rounded and round, as one chain that runs with one click.'],
  ['measure', 'How it is measured', 'Device, executor, self-check, what the numbers mean.'],
  ['library', 'Kept in this browser', 'Storage, and everything as one zip, out and in.'],
  ['claims', 'Claims to check', 'Sentences of articles, tested on the open network.'],
  ['guide', 'Distillation or quantization?', 'A few questions, and a recipe with its reasons.'],
  ['teach', 'Make a link for a class', 'With a task, parts put away, a seed that stays, or one view alone.'],
  ['display', 'Language, colours, contrast', 'How the page looks and which language it speaks.'],
  ['blind', 'Blind test', 'Ten samples without the names of the sides: can you tell B from A?'],
  ['export', 'Export a side', 'As a file that other programs read.'],
];

function recipeChoices(recipe: SideRecipe): Choice[] {
  const bits = BITS_OPTIONS.map(({ value, word, help }) =>
    line(CONTROLS.bits, word, help, { bits: DIAL.find((stop) => `${stop}` === value) ?? 32 }),
  );
  const activations = ACTIVATION_OPTIONS.map(({ value, word, help }) =>
    line(CONTROLS.activations, word, help, { activations: value }),
  );
  return [
    ...bits,
    ...GRAIN_OPTIONS.map(({ value, word, help }) => line(CONTROLS.scales, word, help, { grain: value })),
    ...SYMMETRY_OPTIONS.map(({ value, word, help }) =>
      line(CONTROLS.symmetry, word, help, { symmetric: value === 'symmetric' }),
    ),
    ...CLIP_OPTIONS.map(({ value, word, help }) => line(CONTROLS.clipping, word, help, { clip: value })),
    ...(mayQuantizeActivations(recipe) ? activations : []),
  ];
}

function line({ name }: Control, word: string, help: string, change: Partial<SideRecipe>): Choice {
  return {
    what: t('{control} of B: {word}', { control: t(name), word: t(word) }),
    help: t(help),
    act: set((state) => state.changeRecipe('b', change)),
  };
}

function set(act: (state: AppState) => void): Command['act'] {
  return ({ store }) => act(store.getState());
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s:,.()]+/)
    .filter(Boolean);
}
