/** The vessel with the samples in it: both sides answer the same pictures, the divider wipes between them. */

import type { CSSProperties, RefObject } from 'react';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { t } from '../messages/t.ts';
import type { Size } from '../shell/useSize.ts';
import { useApp, useStudio } from '../store/context.tsx';
import type { Cell } from './cells.ts';
import { Divider } from './Divider.tsx';
import type { GridLayout } from './gridLayout.ts';
import { placeOf } from './gridLayout.ts';
import { LevelLine, LevelLiquid, LevelScales } from './Levels.tsx';
import { SampleGrid } from './SampleGrid.tsx';
import { SampleInk } from './SampleInk.tsx';
import { SampleMarks } from './SampleMarks.tsx';
import { SideTags } from './SideTags.tsx';
import { usePourState } from './usePourState.ts';

const SampleNote = lazy(async () => ({ default: (await import('./SampleNote.tsx')).SampleNote }));

type NameOf = (index: number) => string;

interface SamplesStageProps {
  readonly vessel: RefObject<HTMLDivElement | null>;
  readonly size: Size;
  readonly layout: GridLayout;
  readonly cells: readonly Cell[];
}

export function SamplesStage({ vessel, size, layout, cells }: SamplesStageProps) {
  const { engine } = useStudio();
  const name = useClassName();
  const split = useApp((state) => state.split);
  const greyed = usePourState() === 'stale';
  useEffect(() => engine.wantImages(cells.map(({ sample }) => sample)), [engine, cells]);
  return (
    <section className={`stage${greyed ? ' greyed' : ''}`} aria-label={t('Samples, A and B')}>
      <div className="vessel" ref={vessel} style={{ '--split': split } as CSSProperties}>
        <LevelLiquid {...size} />
        <Samples cells={cells} layout={layout} width={size.width} name={name} />
        <SideTags />
        <LevelLine {...size} />
        <Divider />
        <LevelScales height={size.height} />
      </div>
      <OpenNote cells={cells} layout={layout} name={name} {...size} />
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface SamplesProps {
  readonly cells: readonly Cell[];
  readonly layout: GridLayout;
  readonly width: number;
  readonly name: NameOf;
}

function Samples({ cells, layout, width, name }: SamplesProps) {
  const { columns, rows, cell, ink, inset } = layout;
  const split = useApp((state) => state.split);
  const classes = useApp((state) => state.opened?.data.classes?.length ?? 2);
  const style = {
    '--columns': columns,
    '--cell': `${cell}px`,
    '--cut': `${split * width}px`,
    minHeight: inset.top + rows * cell + inset.bottom,
  } as CSSProperties;
  return (
    <div className="samples" style={style}>
      <SampleMarks side="a" cells={cells} classes={classes} name={name} />
      <SampleMarks side="b" cells={cells} classes={classes} name={name} />
      <SampleInk
        cells={cells}
        columns={columns}
        cellHeight={cell}
        inkSize={ink}
        width={Math.max(0, width - 2 * inset.side)}
      />
      {cells.length > 0 ? <SampleGrid cells={cells} columns={columns} name={name} /> : <EmptyGrid />}
    </div>
  );
}

function OpenNote({ cells, layout, width, height, name }: SamplesProps & { readonly height: number }) {
  const open = useApp((state) => state.sample);
  const at = cells.findIndex(({ sample }) => sample === open);
  const cell = cells[at];
  const geometry = useMemo(() => {
    const place = (index: number) => placeOf(index, layout, width);
    return {
      box: place(at),
      bounds: { left: 0, top: 0, width, height: height + 40 },
      flips: cells.flatMap((other, i) => (other.flip && i !== at ? [place(i)] : [])),
    };
  }, [cells, layout, width, height, at]);
  if (!cell) return null;
  return (
    <Suspense fallback={null}>
      <SampleNote cell={cell} {...geometry} name={name} next={nextFlip(cells, at)} />
    </Suspense>
  );
}

function useClassName(): NameOf {
  const classes = useApp((state) => state.opened?.data.classes);
  return (index) => classes?.[index] ?? String(index);
}

function nextFlip(cells: readonly Cell[], at: number): number | undefined {
  const others = [...cells.slice(at + 1), ...cells.slice(0, at)];
  return others.find(({ flip }) => flip)?.sample;
}

function EmptyGrid() {
  const filter = useApp((state) => state.filter);
  const hasData = useApp((state) => state.opened !== null);
  const openPanel = useApp((state) => state.openPanel);
  if (filter === 'flips') return <p className="samples-empty">{t('A and B answer every sample alike.')}</p>;
  return (
    <p className="samples-empty">
      {hasData ? t('Samples are on their way.') : t('No samples are opened. ')}
      {!hasData && (
        <button type="button" className="link" onClick={() => openPanel('data')}>
          {t('Add samples')}
        </button>
      )}
    </p>
  );
}
