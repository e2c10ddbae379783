/** The heat map: layers by widths, a grid that arrow keys walk. A click or Enter gives side B what the cell stands for. */

import type { RoundedBits, SensitivityMap } from '../../../studio/api.ts';
import { useGridWalk } from '../../aria/gridKeys.ts';
import { MAP_BITS } from '../../engine/studies.ts';
import { t } from '../../messages/t.ts';
import type { SideRecipe } from '../../recipe/recipe.ts';
import { useApp } from '../../store/context.tsx';
import type { HeatRow } from './heat.ts';
import { lossSentence, lossText, rowName, STEPS, scaleOf } from './heat.ts';
import { bitsIn } from './widths.ts';

export interface HeatMapProps {
  readonly rows: readonly HeatRow[];
  readonly mode: SensitivityMap['mode'];
  readonly metric: SensitivityMap['metric'];
  /** Side B's recipe: its widths are ringed. */
  readonly recipe: SideRecipe;
  /** Widths that a budget would buy, by node: dashed rings. */
  readonly proposed: Readonly<Record<string, number>> | null;
  readonly busy: boolean;
  readonly choose: (row: HeatRow, bits: RoundedBits) => void;
  /** Tells which cell is looked at. */
  readonly look: (at: { readonly row: HeatRow; readonly bits: RoundedBits } | null) => void;
}

export function HeatMap({ rows, mode, metric, recipe, proposed, busy, choose, look }: HeatMapProps) {
  const layer = useApp((state) => state.layer);
  const step = scaleOf(rows);
  const lookAt = (r: number, c: number): void => {
    const [row, bits] = [rows[r], MAP_BITS[c]];
    if (row && bits !== undefined) look({ row, bits });
  };
  const { grid, cellAt } = useGridWalk([rows.length, MAP_BITS.length], lookAt);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="heat-scroll" aria-label={t('Heat map')} tabIndex={0}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells arrow keys walk is a grid. */}
      <table className="heat" ref={grid} role="grid" aria-label={t('Sensitivity')} aria-busy={busy}>
        <thead>
          <tr>
            <th scope="col">{mode === 'each' ? t('layer alone') : t('as it came')}</th>
            {MAP_BITS.map((bits) => (
              <th key={bits} scope="col">
                {bits} <span className="unseen">{t('bits')}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={row.node ?? ''} className={row.node === null ? 'together' : row.node === layer ? 'linked' : ''}>
              <th scope="row">{row.node ?? t('all layers')}</th>
              {MAP_BITS.map((bits, c) => {
                const loss = row.losses[bits];
                const shade = loss ? step(loss.loss) : null;
                const marks = marksOf(row, bits, { recipe, proposed, mode });
                const words = loss ? lossSentence(loss, metric) : t('not measured yet');
                return (
                  <td key={bits}>
                    <button
                      {...cellAt(r, c)}
                      type="button"
                      className={`cell-heat${marks.chosen ? ' chosen' : ''}${marks.proposed ? ' proposed' : ''}${shade === STEPS - 1 ? ' worst' : ''}`}
                      aria-pressed={marks.chosen}
                      data-step={shade ?? 'none'}
                      data-provenance={loss ? 'live' : undefined}
                      aria-label={`${t('{layer} at {bits} bits: {loss}', { layer: rowName(row, mode), bits, loss: words })}${marks.proposed ? t('; the budget buys it') : ''}`}
                      onClick={() => choose(row, bits)}
                      onPointerEnter={() => look({ row, bits })}
                    >
                      {loss ? lossText(loss.loss) : '·'}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

type Marked = Pick<HeatMapProps, 'recipe' | 'proposed' | 'mode'>;

function marksOf({ node }: HeatRow, bits: number, { recipe, proposed, mode }: Marked) {
  const exceptions = Object.entries(recipe.exceptions);
  if (node === null) return { chosen: exceptions.length === 0 && recipe.bits === bits, proposed: false };
  if (mode === 'each') return { chosen: bitsIn(recipe, node) === bits, proposed: proposed?.[node] === bits };
  const spared = exceptions.length === 1 && recipe.exceptions[node] === 32;
  return { chosen: spared && recipe.bits === bits, proposed: false };
}
