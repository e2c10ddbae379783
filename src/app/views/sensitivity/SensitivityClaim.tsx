/** "fc1 minds rounding most." from the measured map. */
import { tx } from '../../messages/tx.tsx';
import { Claim } from '../../shell/Claim.tsx';
import { Measured } from '../../sides/Measured.tsx';
import { lossText } from './heat.ts';
import { mapReceipt } from './mapReceipt.ts';
import { useMap } from './useMap.ts';

export default function SensitivityClaim() {
  const { study } = useMap('each');
  const map = study.result;
  const narrowest = Math.min(...(map?.bits ?? []));
  const cells = map?.cells.filter(({ bits }) => bits === narrowest) ?? [];
  const [worst] = [...cells].sort((a, b) => b.loss - a.loss);
  if (!worst) return <Claim />;
  return (
    <>
      {tx('{layer} minds most: {loss} at {bits} bits.', {
        layer: worst.node,
        loss: (
          <Measured trust="live" receipt={() => mapReceipt(map)}>
            {lossText(worst.loss)}
          </Measured>
        ),
        bits: narrowest,
      })}
    </>
  );
}
