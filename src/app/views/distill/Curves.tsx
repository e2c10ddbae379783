/** The curves of the run on the stage, with the timeline of its checkpoints below on the same steps. */
import { windowOf } from '../../charts/decimate.ts';
import type { Panel, PanelLine } from '../../charts/panels.ts';
import { TimeSeries } from '../../charts/TimeSeries.tsx';
import { decimals, significant } from '../../format/numbers.ts';
import { numeral } from '../../format/numeral.ts';
import { t } from '../../messages/t.ts';
import { NARROW, useMedia } from '../../shell/useMedia.ts';
import type { Curve } from '../../training/curve.ts';
import type { ShownCheckpoint, ShownMark } from '../../training/state.ts';
import { Timeline, timelineHeight } from './Timeline.tsx';
import { useTrainer, useTraining } from './useTraining.ts';

interface CurvesProps {
  readonly log: boolean;
}

export function Curves({ log }: CurvesProps) {
  const trainer = useTrainer();
  const narrow = useMedia(NARROW);
  // The version stands for the arrays, which grow in place.
  useTraining((state) => state.curveVersion);
  const { step, of, marks, checkpoints, inherited, recording } = useTraining((state) => state);
  const rows = useTraining((state) => timelineHeight(state));
  const provenance = recording === null ? 'live' : 'recorded';
  return (
    <TimeSeries
      label={t('Loss and held-out answers over {steps} steps', { steps: step })}
      panels={panelsOf(trainer.curve(), [...inherited, ...checkpoints], of, log)}
      step={step}
      of={of}
      marks={marks.map((mark) => ({ at: mark.at, words: markWords(mark) }))}
      height={narrow ? 320 : 400}
      below={(frame) => <Timeline frame={frame} />}
      belowHeight={rows}
      provenance={provenance}
    />
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Names of losses that come from a teacher begin like this; features have names of their own. */
const TEACHER = /^(kl|response)\d*$/;

function panelsOf(curve: Curve, checkpoints: readonly ShownCheckpoint[], of: number, log: boolean): Panel[] {
  const losses = curve.names.filter((name) => !['accuracy', 'agreement', 'gradientNorm'].includes(name));
  const onlyTask = losses.filter((name) => name !== 'total').length <= 1;
  const lines = losses
    .filter((name) => !(onlyTask && name !== 'total'))
    .flatMap((name): PanelLine[] => {
      const series = curve.get(name);
      return series ? [{ key: name, name: lossName(name), tone: toneOf(name), series, raw: name !== 'task' }] : [];
    });
  const window = windowOf(of);
  const loss: Panel = {
    title: t('Loss'),
    note: `${log ? t('log scale') : t('linear scale')}, ${t('smoothed over {window} steps, band is raw', { window })}`,
    log,
    share: 0.62,
    lines,
    format: (value) => significant(value),
    tick: plain,
  };
  return [loss, heldOutPanel(curve, checkpoints)];
}

/** Held-out accuracy and agreement at checkpoints; before there are any, those of the batch. */
function heldOutPanel(curve: Curve, checkpoints: readonly ShownCheckpoint[]): Panel {
  const lines: PanelLine[] = [];
  for (const [key, name, tone] of [
    ['heldOut', t('right'), 'b'],
    ['agreement', t('agree'), 'a'],
  ] as const) {
    const points = checkpoints.flatMap(({ at, metrics }) => {
      const value = metrics[key];
      return value === undefined ? [] : [{ at, value: value * 100 }];
    });
    if (points.length > 0) lines.push({ key, name, tone, points });
  }
  const held = lines.length > 0;
  const accuracy = curve.get('accuracy');
  return {
    title: held ? t('Held-out answers') : t('Answers'),
    note: held ? t('measured at checkpoints, on samples that are not learned from') : t('none measured yet'),
    log: false,
    share: 0.38,
    lines: held || !accuracy ? lines : [],
    format: (value) => `${decimals(value, 1)} %`,
    tick: (value, digits) => `${decimals(value, digits)} %`,
    most: 100,
  };
}

const lossName = (name: string): string =>
  name === 'total' ? t('total') : name === 'task' ? t('to labels') : TEACHER.test(name) ? t('to teacher') : name;

/** 0.1, not 0.100. */
const plain = (value: number): string => numeral(String(Number(value.toPrecision(3))));

const toneOf = (name: string): PanelLine['tone'] => (name === 'total' ? 'total' : name === 'task' ? 'task' : 'a');

function markWords({ name, from, to }: ShownMark): string {
  const words: Readonly<Record<string, string>> = {
    temperature: t('temperature'),
    alpha: t('share'),
    learningRate: t('rate'),
  };
  return `${words[name] ?? name} ${from === undefined ? '' : `${plain(from)} `}→ ${plain(to)}`;
}
