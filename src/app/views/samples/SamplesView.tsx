/** The first view: the samples in the vessel, what the marks mean, and the two sides. */
import { useMemo } from 'react';
import { useSize } from '../../shell/useSize.ts';
import { Sides } from '../../sides/Sides.tsx';
import { useGridLayout } from '../../stage/gridLayout.ts';
import { Legend } from '../../stage/Legend.tsx';
import { SamplesStage } from '../../stage/SamplesStage.tsx';
import { useCells } from '../../stage/useCells.ts';

export function SamplesView() {
  const [vessel, size] = useSize<HTMLDivElement>();
  const layout = useGridLayout(size.width);
  const cells = useCells(layout.columns * layout.rows);
  const shown = useMemo(() => ({ samples: cells.length, flips: cells.filter(({ flip }) => flip).length }), [cells]);
  return (
    <>
      <SamplesStage vessel={vessel} size={size} layout={layout} cells={cells} />
      <Legend shown={shown} />
      <Sides />
    </>
  );
}
