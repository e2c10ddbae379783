/**
 * The time machine: a tick a checkpoint and a grip that scrubs over them, and the branches that left, each a stroke that
 * falls from the step where it began. Choosing a checkpoint makes its student side B.
 */
import type { KeyboardEvent, PointerEvent } from 'react';
import { useMemo, useRef } from 'react';
import type { Frame } from '../../charts/panels.ts';
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import type { TrainingState } from '../../training/state.ts';
import type { Twig } from '../../training/tree.ts';
import { branchPath, treeOf } from '../../training/tree.ts';
import { useTrainer, useTraining } from './useTraining.ts';

const [FIRST, ROW, FOOT, RADIUS] = [22, 22, 26, 9];
/** Branches that are drawn; the list below the stage has all. */
const MOST_TWIGS = 6;

/** Height of the timeline with its branches. */
export function timelineHeight({ records, run }: Pick<TrainingState, 'records' | 'run'>): number {
  const twigs = run === null ? 0 : treeOf(records, run).length;
  return FIRST + Math.max(0, Math.min(twigs, MOST_TWIGS) - 1) * ROW + FOOT;
}

export function Timeline({ frame }: { readonly frame: Frame }) {
  const { step, of, run, records, checkpoints } = useTraining((state) => state);
  const twigs = useMemo(() => (run === null ? [] : treeOf(records, run).slice(0, MOST_TWIGS)), [records, run]);
  const own = twigs.find((twig) => twig.run === run);
  const y = (row: number): number => FIRST + row * ROW;
  const mine = y(own?.row ?? 0);
  const height = y(Math.max(0, twigs.length - 1)) + FOOT;
  return (
    <div className="timeline">
      <svg width="100%" height={height} aria-hidden="true">
        {twigs.map((twig) => twig.run !== run && <Stroke key={twig.run} {...{ twig, frame, y }} />)}
        {own?.leaves && (
          <path
            className="branch own"
            d={branchPath(frame.x(own.leaves.step), y(own.leaves.row), mine, frame.x(own.leaves.step) + 20, RADIUS)}
          />
        )}
        <path
          className="done"
          d={`M${own?.leaves ? frame.x(own.leaves.step) + 18 : frame.left} ${mine}H${frame.x(step)}`}
        />
        <path className="to-come" d={`M${frame.x(step)} ${mine}H${frame.right}`} />
        {checkpoints.map(({ at }) => (
          <path key={at} className="tick" d={`M${frame.x(at)} ${mine - 6}v12`} />
        ))}
        <text x={frame.left} y={mine + 24}>
          {own?.leaves ? '' : t('step {step}', { step: 0 })}
        </text>
        <text x={frame.right} y={mine + 24} textAnchor="end">
          {count(of)}
        </text>
      </svg>
      <Grip frame={frame} top={mine} />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface StrokeProps {
  readonly twig: Twig;
  readonly frame: Frame;
  readonly y: (row: number) => number;
}

/** Another run of the tree: its stroke, its end, its name. */
function Stroke({ twig: { name, row, leaves, end }, frame, y }: StrokeProps) {
  const [x, top] = [frame.x(end), y(row)];
  const path = leaves ? branchPath(frame.x(leaves.step), y(leaves.row), top, x, RADIUS) : `M${frame.left} ${top}H${x}`;
  const fits = !frame.narrow && x + 9 + name.length * 6.4 < frame.right + 110;
  return (
    <g>
      <path className="branch" d={path} />
      <circle className="twig-end" cx={x} cy={top} r="3.5" />
      {fits && (
        <text x={x + 9} y={top + 4}>
          {tell(name)}
        </text>
      )}
    </g>
  );
}

/** The grip: a slider over the checkpoints, as the divider is one over the sides. */
function Grip({ frame, top }: { readonly frame: Frame; readonly top: number }) {
  const trainer = useTrainer();
  const { checkpoints, looking, step } = useTraining((state) => state);
  const dragging = useRef(false);
  if (checkpoints.length === 0) return null;
  const last = checkpoints.length - 1;
  const index = looking === null ? last : checkpoints.findIndex(({ at }) => at === looking);
  const at = looking ?? step;
  const choose = (to: number): void => {
    const checkpoint = checkpoints[Math.min(last, Math.max(0, to))];
    if (checkpoint && checkpoint.at !== looking) void trainer.look(checkpoint.at);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: index - 1,
      ArrowDown: index - 1,
      ArrowRight: index + 1,
      ArrowUp: index + 1,
      PageDown: index - 3,
      PageUp: index + 3,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (event.key === 'Escape' && looking !== null) void trainer.look(null);
    else if (to !== undefined) choose(to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!dragging.current || !box) return;
    const x = event.clientX - box.left;
    const distance = (one: number): number => Math.abs(frame.x(checkpoints[one]?.at ?? 0) - x);
    choose(checkpoints.reduce((best, _, i) => (distance(i) < distance(best) ? i : best), 0));
  };
  return (
    <div
      className={`grip${looking === null ? '' : ' held'}`}
      style={{ left: frame.x(at), top }}
      role="slider"
      tabIndex={0}
      aria-label={t('Checkpoint')}
      aria-valuemin={checkpoints[0]?.at ?? 0}
      aria-valuemax={checkpoints[last]?.at ?? 0}
      aria-valuenow={checkpoints[index]?.at ?? 0}
      aria-valuetext={
        looking === null
          ? t('the newest, step {step}', { step: checkpoints[last]?.at ?? 0 })
          : t('step {step}, shown as B', { step: looking })
      }
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={follow}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
    />
  );
}
