/**
 * The network as a graph: boxes that arrow keys walk along the edges, blocks that open, and on each box what both sides
 * made of it. Choosing a box chooses its layer in every view.
 */
import type { KeyboardEvent } from 'react';
import { useMemo, useRef, useState } from 'react';
import type { Outline } from '../../../../studio/api.ts';
import { count } from '../../../format/numbers.ts';
import { t } from '../../../messages/t.ts';
import { useSize } from '../../../shell/useSize.ts';
import { useApp, useStudio } from '../../../store/context.tsx';
import { useTask } from '../../useTask.ts';
import { GraphBox } from './GraphBox.tsx';
import { edgePath, layoutGraph, neighbour } from './layout.ts';
import { OverlayChoice } from './OverlayChoice.tsx';
import type { Overlay } from './overlay.ts';
import { shownOf } from './overlay.ts';
import type { Unit } from './segments.ts';
import { segmentsOf, unitsOf } from './segments.ts';
import type { Known } from './useKnown.ts';
import './graph.css';

/** Nodes up to which a picture helps. */
const MOST_NODES = 1500;

interface GraphViewProps {
  readonly overlay: Overlay;
  readonly setOverlay: (overlay: Overlay) => void;
  readonly known: Known;
}

export default function GraphView(props: GraphViewProps) {
  const { engine } = useStudio();
  const base = useApp((state) => state.bases[0]?.key ?? null);
  const made = useApp((state) => state.results.a?.modelId ?? null);
  const { value, error } = useTask(made === null ? null : base, (options) => engine.outline(options));
  if (error !== null) return <p className="study-error">× {error}</p>;
  if (!value) return <p className="quiet graph-wait">{t('The graph is drawn once both sides are live.')}</p>;
  if (value.nodes.length > MOST_NODES) {
    return (
      <p className="quiet">
        {t('{n} nodes are too many for a picture; the list below has every layer.', { n: count(value.nodes.length) })}
      </p>
    );
  }
  return <Drawn outline={value} {...props} />;
}

// ---------------------------------------------------------------------------------------------------------------------

function Drawn({ outline, overlay, setOverlay, known }: GraphViewProps & { readonly outline: Outline }) {
  const [room, { width }] = useSize<HTMLDivElement>();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [stop, setStop] = useState(0);
  const layer = useApp((state) => state.layer);
  const setLayer = useApp((state) => state.setLayer);
  const { a, b, waiting } = known;
  const units = useMemo(() => unitsOf(outline.nodes), [outline]);
  const segments = useMemo(() => segmentsOf(units), [units]);
  const layout = useMemo(() => layoutGraph(units, segments, open, width || 1140), [units, segments, open, width]);
  const drawing = useRef<HTMLDivElement>(null);
  const boxes = layout.boxes.map((box) => {
    const own = box.units.flatMap((unit) => units[unit] ?? []);
    return { box, own, a: shownOf(overlay, own, a), b: shownOf(overlay, own, b) };
  });
  const most = Math.max(1e-12, ...boxes.flatMap((one) => [one.a.amount ?? 0, one.b.amount ?? 0]));
  const toggle = (segment: number): void => {
    const next = new Set(open);
    if (!next.delete(segment)) next.add(segment);
    setOpen(next);
  };
  const onKeyDown = (event: KeyboardEvent, at: number): void => {
    const segment = layout.boxes[at]?.segment;
    if (event.key === 'Escape' && segment !== undefined && open.has(segment)) toggle(segment);
    const to = neighbour(layout, at, event.key);
    if (to === undefined) return;
    event.preventDefault();
    drawing.current?.querySelector<HTMLElement>(`[data-box="${to}"]`)?.focus();
  };
  const last = Math.min(stop, boxes.length - 1);
  return (
    <>
      <OverlayChoice
        overlay={overlay}
        setOverlay={setOverlay}
        waiting={waiting}
        opened={open.size}
        shutAll={() => setOpen(new Set())}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
      <section className="graph-scroll" aria-label={t('Graph of the network')} tabIndex={0}>
        <div ref={room}>
          <div ref={drawing} className="graph-drawing" style={{ height: layout.height }}>
            <svg width="100%" height={layout.height} aria-hidden="true">
              {layout.boxes.flatMap((to) =>
                to.from.map((j) => {
                  const from = layout.boxes[j];
                  return (
                    from && (
                      <path key={`${from.units[0]} ${to.units[0]}`} className="graph-edge" d={edgePath(from, to)} />
                    )
                  );
                }),
              )}
            </svg>
            {boxes.map(({ box, own, ...sides }, at) => {
              const title = titleOf(box.block, own);
              const operators = operatorsOf(own);
              return (
                <GraphBox
                  key={`${box.segment} ${box.units[0]}`}
                  box={box}
                  title={title}
                  operators={operators}
                  words={wordsOf(title, operators, sides.a.words, sides.b.words)}
                  sides={sides}
                  most={overlay === 'bits' ? 32 : most}
                  chosen={own.some((unit) => unit.nodes.some(({ node }) => node === layer))}
                  stop={at === last}
                  at={at}
                  press={() => (box.block ? toggle(box.segment) : setLayer(own[0]?.name ?? null))}
                  onFocus={() => setStop(at)}
                  onKeyDown={(event) => onKeyDown(event, at)}
                />
              );
            })}
          </div>
        </div>
      </section>
    </>
  );
}

/** A block is called what its layers' names begin with, where they do. */
function titleOf(block: boolean, units: readonly Unit[]): string {
  const [first] = units;
  if (!block) return first?.name ?? '';
  const layers = units.filter(({ nodes }) => nodes.some(({ parameter }) => parameter !== null));
  const common = commonStart(layers.map(({ name }) => name));
  return common === '' ? t('{n} layers, {name}…', { n: layers.length, name: first?.name ?? '' }) : common;
}

/** "layer1.0" of "layer1.0.conv1" and "layer1.0.conv2": whole parts of names only. */
function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let end = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, end))) end--;
  const cut = first.slice(0, end).search(/[./_][^./_]*$/);
  return others.length === 0 || cut < 1 ? '' : first.slice(0, cut);
}

/** "Conv, Relu", "2 Conv, Add, Relu" */
function operatorsOf(units: readonly Unit[]): string {
  const counts = new Map<string, number>();
  for (const { nodes } of units)
    for (const { operator } of nodes) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  return [...counts].map(([operator, n]) => (n > 1 ? `${n} ${operator}` : operator)).join(', ');
}

function wordsOf(title: string, operators: string, a: string, b: string): string {
  const sides = [...(a ? [`A ${a}`] : []), ...(b ? [`B ${b}`] : [])];
  return [title, operators, ...sides].join(', ');
}
