/** The claim of each view beside samples: a sentence from its own measured numbers.  */

import type { LayerError } from '../../studio/api.ts';
import { noDifference, timeChange } from '../format/changes.ts';
import { count, decimals } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tx } from '../messages/tx.tsx';
import { Claim } from '../shell/Claim.tsx';
import { Measured } from '../sides/Measured.tsx';
import { timeReceipt, whereRows } from '../sides/receipts.ts';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import { useLayer, useSideLayer, weightsOf } from './useLayer.ts';

/** "102,400 weights, 16 places to stand." */
export function HistogramClaim() {
  const layer = useLayer();
  const made = useSideLayer('b', layer?.node);
  const result = useApp((state) => state.results.b);
  const trust = useApp((state) => trustOf(state, 'b'));
  if (!layer || !made || !result) return <Claim />;
  if (made.bits > 8) return <>{t('{count} weights, each its own value.', { count: count(weightsOf(layer)) })}</>;
  const places = count(2 ** made.bits);
  const receipt = () => ({
    title: t('{places} places', { places }),
    what: t('{bits} bits tell 2^{bits} levels apart. Each of {scales} scales has a grid of its own.', {
      bits: made.bits,
      scales: count(made.scales),
    }),
    rows: [[t('layer'), layer.node] as const, ...whereRows(result.measurement.provenance)],
  });
  return (
    <>
      {tx('{weights} weights, {places} to stand.', {
        weights: count(weightsOf(layer)),
        places: (
          <Measured trust={trust} receipt={receipt}>
            {t('{places} places', { places })}
          </Measured>
        ),
      })}
    </>
  );
}

/** "fc1 strays furthest, 13.2 dB." */
export function LayersClaim() {
  const result = useApp((state) => state.results.b);
  const trust = useApp((state) => trustOf(state, 'b'));
  const worst = result?.errors.reduce<LayerError | undefined>(noisier, undefined);
  if (!result || !worst) return <>{t('Every layer is as it came.')}</>;
  const receipt = () => ({
    title: `${decimals(worst.sqnr, 1)} dB`,
    what: t('Signal to quantization noise: energy of the weights over energy of their errors. Lower strays further.'),
    rows: [[t('layer'), worst.node] as const, ...whereRows(result.measurement.provenance)],
  });
  return (
    <>
      {tx('{layer} strays furthest, {noise}.', {
        layer: worst.node,
        noise: (
          <Measured trust={trust} receipt={receipt}>
            {decimals(worst.sqnr, 1)}&nbsp;dB
          </Measured>
        ),
      })}
    </>
  );
}

/** "B is 1.3 times faster." */
export function SpeedClaim() {
  const a = useApp((state) => state.results.a?.measurement.speed);
  const b = useApp((state) => state.results.b?.measurement);
  const trust = useApp((state) => trustOf(state, 'b'));
  if (!a || !b?.speed) return <Claim />;
  const change = timeChange(b.speed, a);
  return (
    <>
      {tx(change === noDifference() ? '{change} in time.' : 'B is {change}.', {
        change: (
          <Measured trust={trust} receipt={() => timeReceipt(b)}>
            {change}
          </Measured>
        ),
      })}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function noisier(worst: LayerError | undefined, error: LayerError): LayerError {
  return worst === undefined || error.sqnr < worst.sqnr ? error : worst;
}
