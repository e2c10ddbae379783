/**
 * Where B goes astray on one sample: the error of each layer's output, adding up along the network. A bar is what a layer
 * adds to what came in; a hollow one is what it takes away again.
 */
import type { CSSProperties } from 'react';
import { useId, useLayoutEffect } from 'react';
import type { LayerDrift } from '../../../studio/api.ts';
import { significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { CopyTable } from '../CopyTable.tsx';
import { useTask } from '../useTask.ts';
import { fallsOf } from './falls.ts';
import './waterfall.css';

interface WaterfallProps {
  readonly sample: number;
  readonly resized: () => void;
}

export default function Waterfall({ sample, resized }: WaterfallProps) {
  const { engine } = useStudio();
  const model = useApp((state) => state.results.b?.modelId ?? null);
  const { value, error } = useTask(model === null ? null : `${model}|${sample}`, (options) =>
    engine.drift(sample, options),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows make the note taller.
  useLayoutEffect(resized, [value, error]);
  if (error !== null) return <p role="alert">× {error}</p>;
  if (!value) return <p className="quiet">{t('Running the sample through both.')}</p>;
  return <Falls drifts={value} label={t('Error of each layer on this sample')} />;
}

// ---------------------------------------------------------------------------------------------------------------------

interface FallsProps {
  readonly drifts: readonly LayerDrift[];
  /** The layer that is looked at. */
  readonly chosen?: string;
  /** What the region is called. */
  readonly label: string;
}

export function Falls({ drifts, chosen, label }: FallsProps) {
  const table = useId();
  const setLayer = useApp((state) => state.setLayer);
  const falls = fallsOf(drifts);
  const most = Math.max(1e-9, ...falls.map(({ after }) => after));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="waterfall" aria-label={label} tabIndex={0}>
      <table id={table}>
        <caption className="unseen">{t('Error of each layer’s output as a share of its signal, adding up')}</caption>
        <tbody>
          {falls.map(({ node, before, after }) => {
            const style = { '--from': Math.min(before, after) / most, '--to': Math.max(before, after) / most };
            return (
              <tr key={node}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    aria-current={node === chosen ? 'true' : undefined}
                    onClick={() => setLayer(node)}
                  >
                    {node}
                  </button>
                </th>
                <td className="fall-bar" aria-hidden="true">
                  <i className={after < before ? 'less' : ''} style={style as CSSProperties} />
                </td>
                <td data-provenance="live">{significant(after * 100)} %</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <CopyTable table={table} />
    </section>
  );
}
