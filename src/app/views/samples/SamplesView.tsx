/** The first view: the samples in the vessel, what the marks mean, and the two sides. */

import { useState } from 'react';
import { Sides } from '../../sides/Sides.tsx';
import { Legend } from '../../stage/Legend.tsx';
import { SamplesStage } from '../../stage/SamplesStage.tsx';

export function SamplesView() {
  const [shown, setShown] = useState(0);
  return (
    <>
      <SamplesStage onShown={setShown} />
      <Legend shown={shown} />
      <Sides />
    </>
  );
}
