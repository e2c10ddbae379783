/** The first view: the samples in the vessel, what the marks mean, and the two sides. */
import { lazy, Suspense, useMemo } from 'react';
import { useSize } from '../../shell/useSize.ts';
import { Sides } from '../../sides/Sides.tsx';
import { enlarged, useGridLayout } from '../../stage/gridLayout.ts';
import { Legend } from '../../stage/Legend.tsx';
import { SamplesStage } from '../../stage/SamplesStage.tsx';
import { useCells } from '../../stage/useCells.ts';
import { useApp } from '../../store/context.tsx';

const Autopsy = lazy(() => import('../autopsy/Autopsy.tsx'));

export function SamplesView() {
  const taken = useApp((state) => (state.choices.autopsy === undefined ? null : state.sample));
  const [vessel, size] = useSize<HTMLDivElement>();
  const layout = useGridLayout(size.width);
  const cells = useCells(layout.columns * layout.rows);
  const shown = useMemo(() => ({ samples: cells.length, flips: cells.filter(({ flip }) => flip).length }), [cells]);
  return (
    <>
      <SamplesStage vessel={vessel} size={size} layout={enlarged(layout, cells.length, size.width)} cells={cells} />
      <Legend shown={shown} />
      {taken !== null && (
        <Suspense fallback={null}>
          <Autopsy sample={taken} />
        </Suspense>
      )}
      <Sides />
    </>
  );
}
