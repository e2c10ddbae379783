/**
 * The menus behind the words of a training run: each option with its word in the sentence and one line of help. Made at
 * the time of showing, in the reader's language. A new method adds a row here, not a form.
 */
import { numeral } from '../format/numeral.ts';
import { t } from '../messages/t.ts';
import type {
  Depth,
  Divergence,
  Feature,
  Form,
  Loss,
  OptimizerKind,
  ScheduleKind,
  Student,
} from '../training/setup.ts';
import type { Presence, Way } from '../training/teaching.ts';
import { TOP } from '../training/teaching.ts';
import type { Option } from './options.ts';

export const formOptions = (): readonly Option<Form>[] => [
  { value: 'distill', word: t('Teach'), help: t('A small student learns from the network’s own soft answers.') },
  {
    value: 'train',
    word: t('Train on labels alone'),
    help: t('The same student without a teacher: the yardstick for teaching.'),
  },
  {
    value: 'distill-quantize',
    word: t('Teach, then round,'),
    help: t('Small twice: fewer weights, and fewer bits for each.'),
  },
  {
    value: 'distill-qat',
    word: t('Teach, then train rounded,'),
    help: t('The student learns once more while it is rounded, the teacher beside it.'),
  },
  {
    value: 'qat',
    word: t('Train rounded'),
    help: t('QAT: the network itself learns from labels with its weights rounded.'),
  },
  {
    value: 'qad',
    word: t('Train rounded, taught by itself,'),
    help: t('QAD: rounded weights learn from the float network. Needs no labels at a share of 1.'),
  },
  {
    value: 'adaround',
    word: t('Learn how to round'),
    help: t('AdaRound: each weight learns to go up or down, layer by layer; biases are corrected.'),
  },
  {
    value: 'lora',
    word: t('Round, then mend with thin layers,'),
    help: t('LoRA: rounded weights stay frozen, layers of rank 4 learn what was lost.'),
  },
  {
    value: 'prune',
    word: t('Prune while it learns'),
    help: t('Small weights become zero, more and more of them. The file stays as large: zeros are stored too.'),
  },
];

export const studentOptions = (): readonly Option<Student>[] => [
  { value: 'half', word: t('half as wide'), help: t('Half the channels of each layer; about a quarter of the bytes.') },
  { value: 'third', word: t('a third as wide'), help: t('A third of the channels; about a ninth of the bytes.') },
  {
    value: 'quarter',
    word: t('a quarter as wide'),
    help: t('A quarter of the channels; about a sixteenth of the bytes.'),
  },
  {
    value: 'eighth',
    word: t('an eighth as wide'),
    help: t('An eighth of the channels; about a sixtieth of the bytes.'),
  },
  {
    value: 'rank',
    word: t('of thin factors'),
    help: t('Each weight becomes two factors of a quarter of the rank, begun from the teacher’s.'),
  },
  {
    value: 'same',
    word: t('of the same size'),
    help: t('Born again: as large as its teacher, begun anew. Sometimes better than it.'),
  },
  {
    value: 'mlp',
    word: t('that is a plain MLP'),
    help: t('One hidden layer of 32, no convolutions: another kind of network altogether.'),
  },
  {
    value: 'cnn',
    word: t('that is a small CNN'),
    help: t('Channels 4 and 8, one hidden layer of 16, whatever the teacher is.'),
  },
];

export const depthOptions = (): readonly Option<Depth>[] => [
  { value: 'all', word: t('with all layers'), help: t('As deep as the teacher.') },
  {
    value: 'half',
    word: t('with half of the layers'),
    help: t('Leaves out half of the layers that keep their shape. A plain chain has none; then it says so.'),
  },
];

export const lossOptions = (): readonly Option<Loss>[] => [
  {
    value: 'logit',
    word: t('soft answers'),
    help: t('How likely the teacher finds each class, softened by the temperature.'),
  },
  {
    value: 'feature',
    word: t('soft answers and features'),
    help: t('What flows between the teacher’s layers is imitated as well.'),
  },
  {
    value: 'response',
    word: t('decisions'),
    help: t('The teacher’s most likely class stands for the label. Unlabelled samples teach too.'),
  },
];

export const divergenceOptions = (): readonly Option<Divergence>[] => [
  { value: 'forward', word: t('forward KL'), help: t('Covers all that the teacher finds possible. What Hinton used.') },
  { value: 'reverse', word: t('reverse KL'), help: t('Sticks to what the teacher finds most likely.') },
  { value: 'js', word: t('Jensen–Shannon'), help: t('Between both, and bounded.') },
  { value: 'mse', word: t('squared error of logits'), help: t('No temperature in it: the limit of a high one.') },
  {
    value: 'dist',
    word: t('DIST'),
    help: t('Correlations between classes and within them: orders, not exact values.'),
  },
  {
    value: 'decoupled',
    word: t('decoupled KD'),
    help: t('The right class and the order of all others are weighed apart.'),
  },
];

export const featureOptions = (): readonly Option<Feature>[] => [
  { value: 'hint', word: t('as they are'), help: t('Squared error through a learned projection (FitNets).') },
  { value: 'cosine', word: t('by direction'), help: t('Only where they point, not how long they are.') },
  { value: 'attention', word: t('by attention maps'), help: t('Where in the image each layer looks.') },
  { value: 'relational', word: t('by relations'), help: t('Distances and angles between the samples of a batch.') },
];

export const wayOptions = (): readonly Option<Way>[] => [
  { value: 'once', word: t('at once'), help: t('The teacher teaches the student itself.') },
  {
    value: 'assistant',
    word: t('over one assistant'),
    help: t('A network of a size between learns first, then teaches. Helps where the student is far smaller.'),
  },
  {
    value: 'assistants',
    word: t('over two assistants'),
    help: t('A chain of falling size, each taught by the one before. Three times the steps.'),
  },
  {
    value: 'again',
    word: t('and once more by itself'),
    help: t('Born again: a new student of the same form learns from the taught one. Twice the steps.'),
  },
];

export const presenceOptions = (): readonly Option<Presence>[] => [
  { value: 'beside', word: t('the teacher beside the student'), help: t('It answers each batch anew, in each step.') },
  {
    value: 'stored',
    word: t('the teacher’s scores computed once'),
    help: t('It answers each sample once and leaves the GPU. Shorter steps, the same numbers.'),
  },
  {
    value: 'top',
    word: t('its {count} largest scores computed once', { count: TOP }),
    help: t('All others share what is left. For many classes: a fraction of the bytes.'),
  },
];

/** How much another teacher counts against the first. */
export const weightOptions = (): readonly Option<string>[] => [
  { value: '0.5', word: t('half as much'), help: t('Its word counts half of the first teacher’s.') },
  { value: '1', word: t('as much'), help: t('Its word counts like the first teacher’s.') },
  { value: '2', word: t('twice as much'), help: t('Its word counts double the first teacher’s.') },
];

export const temperatureOptions = (): readonly Option<string>[] => [
  { value: '1', word: '1', help: t('As sure as the teacher is. Little is left of its doubt.') },
  { value: '2', word: '2', help: t('A little doubt shows.') },
  { value: '4', word: '4', help: t('What the teacher almost said becomes visible. A good start.') },
  { value: '8', word: '8', help: t('Nearly all classes have a say.') },
  { value: '20', word: '20', help: t('Hinton’s, for much smaller students.') },
];

export const alphaOptions = (): readonly Option<string>[] => [
  { value: '0.5', word: t('half'), help: t('As much from the labels as from the teacher.') },
  { value: '0.7', word: numeral('0.7'), help: t('Mostly the teacher.') },
  { value: '0.9', word: numeral('0.9'), help: t('Labels only correct where the teacher is wrong.') },
  { value: '1', word: t('all'), help: t('No labels needed at all.') },
];

export const optimizerOptions = (): readonly Option<OptimizerKind>[] => [
  { value: 'adamw', word: 'AdamW', help: t('Suits most networks; weights decay apart from the gradient.') },
  { value: 'adam', word: 'Adam', help: t('The same without decay.') },
  { value: 'sgd', word: 'SGD', help: t('With momentum. Wants a learning rate ten to a hundred times larger.') },
  { value: 'lion', word: 'Lion', help: t('Only the sign of the step. Wants a learning rate ten times smaller.') },
];

export const rateOptions = (): readonly Option<string>[] => [
  { value: '0.1', word: numeral('0.1'), help: t('For SGD. Others diverge, which stops the run and names the layer.') },
  { value: '0.01', word: numeral('0.01'), help: t('Fast; may be restless at the end.') },
  { value: '0.004', word: numeral('0.004'), help: t('For short runs of small networks.') },
  { value: '0.001', word: numeral('0.001'), help: t('The usual one for Adam and AdamW.') },
  { value: '0.0003', word: numeral('0.0003'), help: t('For networks that have learned already.') },
  { value: '0.0001', word: numeral('0.0001'), help: t('For Lion, and for rounded weights that only settle.') },
];

export const scheduleOptions = (): readonly Option<ScheduleKind>[] => [
  { value: 'cosine', word: t('falling like a cosine'), help: t('Slowly, then fast, then slowly, to zero.') },
  { value: 'linear', word: t('falling in a line'), help: t('Evenly to zero.') },
  { value: 'constant', word: t('that stays'), help: t('Never falls. The loss stays restless.') },
  {
    value: 'one-cycle',
    word: t('in one cycle'),
    help: t('Rises for 30 % of the steps, then falls. Allows higher rates.'),
  },
];

export const stepOptions = (): readonly Option<string>[] => [
  { value: '200', word: '200', help: t('A glance.') },
  { value: '600', word: '600', help: t('Under a minute on most GPUs.') },
  { value: '2000', word: numeral('2,000'), help: t('Worth a coffee.') },
  { value: '6000', word: numeral('6,000'), help: t('Nearly all that a small student can learn.') },
];

export const batchOptions = (): readonly Option<string>[] => [
  { value: '32', word: '32', help: t('Short steps, restless gradients.') },
  { value: '64', word: '64', help: t('A balance for small networks.') },
  { value: '128', word: '128', help: t('Steadier, longer steps.') },
  { value: '256', word: '256', help: t('For GPUs that are bored otherwise.') },
];

export const sampleOptions = (): readonly Option<string>[] => [
  { value: '1000', word: t('1,000 digits'), help: t('Few labels: here a teacher helps most.') },
  { value: '5000', word: t('5,000 digits'), help: t('Labels alone do better; a teacher still helps.') },
  { value: '20000', word: t('20,000 digits'), help: t('All that the teacher itself has learned from.') },
];

export const seedOptions = (): readonly Option<string>[] =>
  [1, 2, 3].map((seed) => ({
    value: `${seed}`,
    word: t('seed {seed}', { seed }),
    help: t('The same seed on the same executor gives the same curve.'),
  }));

export const roundedOptions = (): readonly Option<'8' | '4' | '3' | '2'>[] => [
  { value: '8', word: t('8 bits'), help: t('A quarter of the bytes, almost never a loss.') },
  { value: '4', word: t('4 bits'), help: t('An eighth of the bytes before scales.') },
  { value: '3', word: t('3 bits'), help: t('8 levels. Training begins to matter.') },
  { value: '2', word: t('2 bits'), help: t('4 levels. Without training little is left.') },
];

export const sparsityOptions = (): readonly Option<string>[] => [
  { value: '0.3', word: t('a third'), help: t('Seldom a loss.') },
  { value: '0.5', word: t('half'), help: t('Learns it back within a few hundred steps.') },
  { value: '0.8', word: t('four fifths'), help: t('Most of a large network can go.') },
  { value: '0.9', word: t('nine tenths'), help: t('Needs long training.') },
];
