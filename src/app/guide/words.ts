/** The questions of the guide and the reasons of its advice, in the reader's language. */
import { t } from '../messages/t.ts';
import type { Reason } from './advise.ts';

/** Each question with its answers, as `Choices` draws them. */
export function questions() {
  return {
    data: {
      name: t('Which samples do you have?'),
      options: [
        { value: 'none', word: t('none') },
        {
          value: 'unlabelled',
          word: t('without labels'),
          help: t('Enough to calibrate, and to learn from a teacher.'),
        },
        { value: 'labelled', word: t('with labels'), help: t('Then what is lost can be measured, too.') },
      ],
    },
    time: {
      name: t('How long may it train?'),
      options: [
        { value: 'none', word: t('not at all') },
        { value: 'minutes', word: t('minutes') },
        { value: 'hours', word: t('hours') },
      ],
    },
    size: {
      name: t('How much may be left of the bytes?'),
      options: [
        { value: 'half', word: t('half') },
        { value: 'quarter', word: t('a quarter') },
        { value: 'eighth', word: t('an eighth') },
        { value: 'less', word: t('a twentieth or less') },
      ],
    },
    device: {
      name: t('Where will it run?'),
      options: [
        { value: 'floats', word: t('where floats are fast'), help: t('GPUs, phones and laptops of today.') },
        {
          value: 'integers',
          word: t('where only integers are fast'),
          help: t('Microcontrollers and many accelerators.'),
        },
      ],
    },
  } as const;
}

export function reasonWords(): Readonly<Record<Reason, string>> {
  return {
    half: t('16-bit floats are half of the bytes, and answers almost never change: nothing else has to be tried.'),
    'eight-bits': t('With 8 bits a weight and a scale for each channel, rounding is nearly free on most networks.'),
    'integers-calibrated': t(
      'Activations are rounded as well, so that integers are multiplied. Their scales come from your samples.',
    ),
    'integers-dynamic': t(
      'Activations are rounded as well, so that integers are multiplied. Without samples their scales are found at each run.',
    ),
    'four-bits': t('4 bits in groups of 32 are an eighth with their scales; the loss is small, but measure it.'),
    'three-bits': t('3 bits in small groups are about a tenth. Without training there is no way that is surely good.'),
    'no-training': t('Without time to train, rounding with a good choice of the limits is all that can be done.'),
    'no-data': t('Without samples nothing can be learned or calibrated; weights alone can be rounded.'),
    'training-not-needed': t('You could train, but here there is hardly anything to win back.'),
    'train-rounded': t(
      'Training while rounding, with the network itself as teacher, wins back most of what rounding to few bits loses.',
    ),
    'small-twice': t(
      'For so few bytes a smaller student is needed, and its weights are rounded while it learns: both savings multiply.',
    ),
    'unlabelled-teach': t('Labels are not needed: the teacher’s answers are the targets.'),
    'labels-correct': t('Labels have a small share of the loss: they correct where the teacher is wrong.'),
    'hours-pay': t('Longer training still gains, with a rate that falls to zero.'),
    'integers-widest': t('Few-bit weights run in floats on most devices; on integers alone, 8 bits are what is fast.'),
  };
}
