/** The two figures of a report as static markup: size against quality, and the map of layers by widths. */
import type { SensitivityCell, SensitivityMap } from '../apiSensitivity.ts';
import type { SweepRow, SweepTable } from '../apiStudies.ts';
import { qualityOf } from '../sweepTable.ts';
import { bytes, percent } from './facts.ts';
import { escapeHtml } from './htmlText.ts';

const width = 640;
const height = 300;
const margin = { left: 64, right: 16, top: 12, bottom: 40 };

/** Each measured recipe as a point, the frontier as a line. The table beside it holds the same figures. */
export function frontierPlot({ rows }: SweepTable): string {
  const points = rows.flatMap((row) => {
    const quality = row.state === 'measured' ? qualityOf(row) : undefined;
    return quality === undefined ? [] : [{ row, quality }];
  });
  if (points.length < 2) return '';
  const x = scale(
    points.map(({ row }) => row.bytes),
    margin.left,
    width - margin.right,
  );
  const y = scale(
    points.map(({ quality }) => quality),
    height - margin.bottom,
    margin.top,
  );
  const place = ({ row, quality }: (typeof points)[number]) =>
    `${x.at(row.bytes).toFixed(1)},${y.at(quality).toFixed(1)}`;
  const frontier = points.filter(({ row }) => row.pareto).sort((a, b) => a.row.bytes - b.row.bytes);
  return `<div class="wide" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Size and quality of each recipe; the table below holds the figures">
<path class="axis" d="M${margin.left} ${margin.top}V${height - margin.bottom}H${width - margin.right}"/>
<polyline class="frontier" points="${frontier.map(place).join(' ')}"/>
${points.map(({ row, quality }) => circle(row, x.at(row.bytes), y.at(quality))).join('\n')}
<text x="${margin.left}" y="${height - 16}">${bytes(x.low)}</text>
<text x="${width - margin.right}" y="${height - 16}" text-anchor="end">${bytes(x.high)}</text>
<text x="${margin.left - 8}" y="${height - margin.bottom}" text-anchor="end">${percent(y.low)}</text>
<text x="${margin.left - 8}" y="${margin.top + 10}" text-anchor="end">${percent(y.high)}</text>
</svg></div>`;
}

/** Losses by layer and width; darker is worse, and the figure stands in each cell. */
export function heatMap({ layers, bits, cells, metric, temperature, mode, samples }: SensitivityMap): string {
  const logs = cells.map(({ loss }) => Math.log10(Math.max(loss, 1e-9))).filter(Number.isFinite);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const cellAt = new Map(cells.map((cell) => [`${cell.node} ${cell.bits}`, cell]));
  const head = bits.map((width) => `<th scope="col">${width} bits</th>`).join('');
  const rows = layers.map(({ node }) => {
    const own = bits.map((width) => heatCell(cellAt.get(`${node} ${width}`), low, high)).join('');
    return `<tr><th scope="row">${escapeHtml(node)}</th>${own}</tr>`;
  });
  const softened = temperature === 1 ? '' : ` of scores divided by ${Number(temperature.toPrecision(3))}`;
  const what =
    metric === 'kl' ? `KL to the original in nats${softened}` : 'Noise of the outputs as a share of their power';
  const how = mode === 'each' ? 'with this layer alone at the width' : 'with all layers but this one at the width';
  return `<p>${what}, ${how}, on ${samples} samples.</p>
<div class="wide" tabindex="0"><table class="heat"><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

// ---------------------------------------------------------------------------------------------

function scale(values: readonly number[], from: number, to: number) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return { low, high, at: (value: number) => from + ((value - low) / (high - low || 1)) * (to - from) };
}

function circle({ label, pareto }: SweepRow, x: number, y: number): string {
  return `<circle class="point${pareto ? ' best' : ''}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4"><title>${escapeHtml(label)}</title></circle>`;
}

/** From near white to a strong orange: light enough for black figures in print. */
function heatCell(cell: SensitivityCell | undefined, low: number, high: number): string {
  if (!cell) return '<td>–</td>';
  const share = (Math.log10(Math.max(cell.loss, 1e-9)) - low) / (high - low || 1);
  const strength = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 1;
  return `<td style="background:hsl(32 90% ${(95 - 40 * strength).toFixed(0)}%)">${cell.loss.toExponential(1)}</td>`;
}
