/**
 * The controls beside those of a recipe (`recipe/controls.ts`): what each does, what turning it does to size, speed and
 * quality, and the lesson that shows it. `helps.test.ts` holds that no control of the page is without its line.
 */
import type { PanelName, ViewName } from '../store/types.ts';

export interface Help {
  /** Panel or view that has the control; "everywhere" where several have. */
  readonly where: PanelName | ViewName | 'everywhere';
  /** The file that draws it, below `src/app/`. */
  readonly file: string;
  readonly name: string;
  readonly does: string;
  /** What it does to size, speed and quality; "Changes nothing …" where it only shows. */
  readonly effect: string;
  /** Id of the lesson that shows it, where there is one. */
  readonly lesson?: string;
}

const ONLY_SHOWS = 'Changes neither size nor speed nor quality.';

export const HELPS: readonly Help[] = [
  help('model', 'panels/AdaptationForm.tsx', 'Layout', 'Orders the values of a picture as the network expects.', {
    effect: 'Wrong, and quality falls to chance; a transposition costs little time.',
  }),
  help('model', 'panels/AdaptationForm.tsx', 'Channels', 'Turns colours round, or grey into colours.', {
    effect: 'Wrong, and quality falls; costs almost no time.',
  }),
  help('model', 'panels/AdaptationForm.tsx', 'Scale, mean and deviation', 'Brings raw values to what was trained on.', {
    effect: 'Wrong, and quality falls to chance; two operations a value.',
  }),
  help('model', 'panels/AdaptationForm.tsx', 'Resize', 'Brings pictures to the height and width that it takes.', {
    effect: 'Costs time before the network, and sharpness.',
  }),
  help('model', 'panels/UrlForm.tsx', 'Address', 'Reads a file from a host that allows it, in parts where it can.', {
    effect: ONLY_SHOWS,
    lesson: 'size',
  }),
  help('model', 'panels/FileButton.tsx', 'Files', 'Opens files of this device; they stay in this tab.', {
    effect: ONLY_SHOWS,
  }),
  help('data', 'panels/UrlForm.tsx', 'Addresses', 'Reads images and labels, one address a line.', {
    effect: 'More samples, narrower intervals and longer measuring.',
  }),
  help('data', 'panels/FileButton.tsx', 'Files', 'Opens samples, a folder or an archive.', {
    effect: 'More samples, narrower intervals and longer measuring.',
  }),
  help(
    'pipeline',
    'pipeline/ChainJson.tsx',
    'Recipe as JSON',
    'The whole chain as the engine takes it, to be changed by hand.',
    {
      effect: 'Each stage changes size, speed and quality for the next; the table says by how much.',
      lesson: 'distil-quantize',
    },
  ),
  help('recipe', 'sides/BitsDial.tsx', 'Dial', 'Turns the bits of every weight of a side.', {
    effect: 'Each bit less saves its share of the bytes, and doubles the step that weights are rounded to.',
    lesson: 'rounding',
  }),
  help('recipe', 'panels/SidePicker.tsx', 'Side', 'Chooses which side the panel is about.', { effect: ONLY_SHOWS }),
  help('export', 'panels/SidePicker.tsx', 'Side', 'Chooses which side is saved.', { effect: ONLY_SHOWS }),
  help('export', 'panels/export/FileSection.tsx', 'Format', 'Chooses how codes and scales are written.', {
    effect: 'Containers of 8 bits are larger than packed ones; what opens the file decides how fast it runs.',
    lesson: 'packing',
  }),
  help('export', 'panels/export/Gate.tsx', 'May lose', 'The loss of accuracy that you accept, in points.', {
    effect: 'Judges quality before saving; changes nothing in the file.',
    lesson: 'size',
  }),
  help('export', 'panels/export/Gate.tsx', 'May take', 'The bytes that you can spare.', {
    effect: 'Judges size before saving; changes nothing in the file.',
    lesson: 'size',
  }),
  help('export', 'panels/export/CodeSection.tsx', 'Language', 'Writes the recipe as a program of that language.', {
    effect: ONLY_SHOWS,
  }),
  help('export', 'panels/export/ReportSection.tsx', 'Licence', 'Stands in report and model card.', {
    effect: ONLY_SHOWS,
  }),
  help('shortcuts', 'panels/ShortcutsPanel.tsx', 'Keys without Ctrl', 'Lets single keys act, or not.', {
    effect: ONLY_SHOWS,
  }),
  help('display', 'panels/Choices.tsx', 'Language, colours, contrast', 'Changes how the page looks, on this device.', {
    effect: ONLY_SHOWS,
  }),
  help('guide', 'panels/Choices.tsx', 'Answers', 'What you have and need decides between rounding and teaching.', {
    effect: 'Each answer leads to other bytes, another time of training, another loss.',
    lesson: 'distil-quantize',
  }),
  help('teach', 'teach/TeachPanel.tsx', 'Lesson', 'The lesson that the link opens.', { effect: ONLY_SHOWS }),
  help('teach', 'teach/TeachPanel.tsx', 'Task', 'A question that stands beside the stage.', { effect: ONLY_SHOWS }),
  help('teach', 'teach/TeachPanel.tsx', 'Expected answer', 'What an answer is compared with.', { effect: ONLY_SHOWS }),
  help('teach', 'teach/TeachPanel.tsx', 'Seed of training', 'Gives every reader the same start.', {
    effect: 'Another seed, another student: quality differs by chance.',
    lesson: 'soft-targets',
  }),
  help('teach', 'teach/TeachPanel.tsx', 'Put away', 'Hides parts that a class does without.', { effect: ONLY_SHOWS }),
  help('teach', 'teach/TeachPanel.tsx', 'Large type', 'Shows the page as a projector needs it.', {
    effect: ONLY_SHOWS,
  }),
  help('teach', 'teach/TeachPanel.tsx', 'One view alone', 'Leaves rail, runs and tabs out, for another page.', {
    effect: ONLY_SHOWS,
  }),
  help('everywhere', 'teach/TaskDock.tsx', 'Your answer', 'Is compared with what your teacher expects.', {
    effect: ONLY_SHOWS,
  }),
  help('palette', 'commands/Palette.tsx', 'Find a command', 'Lists what begins with what you type.', {
    effect: ONLY_SHOWS,
  }),
  help('everywhere', 'shell/ProblemBand.tsx', 'Choose a file', 'Opens another file in the place of one that failed.', {
    effect: ONLY_SHOWS,
  }),
  help('everywhere', 'lessons/Ask.tsx', 'Guess', 'Is asked for before the answer is shown.', { effect: ONLY_SHOWS }),
  help('samples', 'views/autopsy/Autopsy.tsx', 'Layer', 'Goes through the layers that the open sample passes.', {
    effect: ONLY_SHOWS,
    lesson: 'layers',
  }),
  help('everywhere', 'stage/Divider.tsx', 'Divider', 'Shows more of A or more of B.', { effect: ONLY_SHOWS }),
  help('everywhere', 'sides/BudgetField.tsx', 'Budget', 'The bytes that you can spare: both sides are judged by it.', {
    effect: 'Judges size; changes nothing by itself.',
    lesson: 'size',
  }),
  help('everywhere', 'library/KeptRuns.tsx', 'Find a run', 'Lists runs whose name has what you type.', {
    effect: ONLY_SHOWS,
  }),
  help('everywhere', 'library/RunLine.tsx', 'Name of the run', 'Gives a run a name of your own.', {
    effect: ONLY_SHOWS,
  }),
  help('histogram', 'views/histogram/HistogramLegend.tsx', 'Counted', 'Counts weights, or what flows into the layer.', {
    effect: ONLY_SHOWS,
    lesson: 'calibration',
  }),
  help('histogram', 'views/histogram/ClipHandles.tsx', 'Clip limits', 'What lies beyond them is cut off.', {
    effect: 'Narrower limits, finer steps for most weights and large errors for few; size and speed stay.',
    lesson: 'outlier',
  }),
  help('histogram', 'views/histogram/SlowRow.tsx', 'Row', 'Chooses the row that is rounded slowly.', {
    effect: ONLY_SHOWS,
    lesson: 'packing',
  }),
  help(
    'layers',
    'views/layers/graph/OverlayChoice.tsx',
    'What the bars show',
    'Bits, bytes, error or time of each node.',
    {
      effect: ONLY_SHOWS,
      lesson: 'layers',
    },
  ),
  help('sensitivity', 'views/sensitivity/SensitivityView.tsx', 'What is rounded', 'Each layer alone, or all but one.', {
    effect: 'Measures twice as long with both; changes no side.',
    lesson: 'layers',
  }),
  help(
    'sensitivity',
    'views/sensitivity/Budget.tsx',
    'Budget',
    'Spends so many bytes on layers where they count most.',
    {
      effect: 'Fewer bytes, narrower layers, more loss: predicted first, then measured.',
      lesson: 'layers',
    },
  ),
  help('sensitivity', 'views/sensitivity/PaintRow.tsx', 'Bits of a layer', 'Gives one layer its width by hand.', {
    effect: 'More bits, more bytes and less loss in that layer.',
    lesson: 'layers',
  }),
  help('confusion', 'views/confusion/ConfusionView.tsx', 'Which matrix', 'A, B, or what changed between them.', {
    effect: ONLY_SHOWS,
  }),
  help('compare', 'views/compare/Pareto.tsx', 'Budget', 'Draws a line at the bytes that you can spare.', {
    effect: 'Judges size; changes no recipe.',
    lesson: 'size',
  }),
  help('compare', 'views/compare/SweepRows.tsx', 'Pin', 'Sets up to four recipes side by side.', {
    effect: ONLY_SHOWS,
  }),
  help('compare', 'views/compare/Pinned.tsx', 'Differences only', 'Leaves out what the pinned recipes share.', {
    effect: ONLY_SHOWS,
  }),
  help('distill', 'views/distill/DistillView.tsx', 'Log axis', 'Draws losses by powers of ten.', {
    effect: ONLY_SHOWS,
  }),
  help('distill', 'views/distill/Ruler.tsx', 'Temperature', 'Softens the answers of the teacher.', {
    effect: 'Higher shows more of its doubt; too high, and the student learns less.',
    lesson: 'soft-targets',
  }),
  help('distill', 'views/distill/Ruler.tsx', 'Teacher’s share', 'How much of the loss comes from the teacher.', {
    effect: 'At 1 no labels are needed; with labels wrong answers of the teacher are corrected.',
    lesson: 'soft-targets',
  }),
  help('distill', 'views/distill/Ruler.tsx', 'Learning rate', 'How far a step goes.', {
    effect: 'Higher learns faster and less steadily; too high, and the loss climbs.',
    lesson: 'soft-targets',
  }),
  help('distill', 'views/distill/Timeline.tsx', 'Checkpoint', 'Shows the student as it was after so many steps.', {
    effect: 'Quality grows with steps; size stays.',
    lesson: 'soft-targets',
  }),
];

// ---------------------------------------------------------------------------------------------------------------------

function help(
  where: Help['where'],
  file: string,
  name: string,
  does: string,
  more: Pick<Help, 'effect' | 'lesson'>,
): Help {
  return { where, file, name, does, ...more };
}
