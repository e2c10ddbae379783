/** What the heat map draws: rows of cells with their step on one scale, and the same as words and as CSV. Pure. */
import type {
  Loss,
  RoundedBits,
  SensitivityCell,
  SensitivityMap,
  SensitivityPartial,
  UniformPoint,
} from '../../../studio/api.ts';
import { accuracyChange, lowered } from '../../format/changes.ts';
import { decimals, percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';

/** A row of the map: a layer, or all of them together. */
export interface HeatRow {
  /** Null for all layers together. */
  readonly node: string | null;
  readonly losses: Readonly<Partial<Record<RoundedBits, Loss>>>;
}

/** Shades of the scale, from nothing to the worst. */
export const STEPS = 7;

/** Losses below this are alike to the eye: the scale starts here. */
const LEAST = 1e-6;

/** The rows of a map, also of one that is not measured whole yet. */
export function rowsOf(
  nodes: readonly string[],
  cells: readonly SensitivityCell[],
  uniform: readonly UniformPoint[],
): HeatRow[] {
  const own = nodes.map((node): HeatRow => {
    const losses = cells.filter((cell) => cell.node === node).map((cell) => [cell.bits, cell] as const);
    return { node, losses: Object.fromEntries(losses) };
  });
  return [...own, { node: null, losses: Object.fromEntries(uniform.map((point) => [point.bits, point])) }];
}

/** Cells and points out of a map, or out of what has arrived of it. */
export function partsOf(
  map: SensitivityMap | null,
  found: readonly SensitivityPartial[],
): { readonly cells: readonly SensitivityCell[]; readonly uniform: readonly UniformPoint[] } {
  if (map) return map;
  return {
    cells: found.flatMap((part) => (part.kind === 'cell' ? [part.cell] : [])),
    uniform: found.flatMap((part) => (part.kind === 'uniform' ? [part.point] : [])),
  };
}

/** Maps a loss to its shade, 0 to STEPS - 1: even steps of the logarithm between the least and the greatest loss. */
export function scaleOf(rows: readonly HeatRow[]): (loss: number) => number {
  const all = rows.flatMap(({ losses }) => Object.values(losses).map(({ loss }) => Math.max(LEAST, loss)));
  const [low, high] = [Math.log(Math.min(...all)), Math.log(Math.max(...all))];
  return (loss) => {
    if (!(high > low)) return 0;
    const share = (Math.log(Math.max(LEAST, loss)) - low) / (high - low);
    return Math.min(STEPS - 1, Math.floor(share * STEPS));
  };
}

/** "conv1", "all but conv1", "all layers" */
export function rowName({ node }: HeatRow, mode: SensitivityMap['mode']): string {
  if (node === null) return t('all layers');
  return mode === 'each' ? node : t('all but {layer}', { layer: node });
}

/** "0.011", "< 0.0001": as short as a cell wants it. */
export function lossText(loss: number): string {
  if (loss < 0.0001) return loss <= 0 ? '0' : `< ${decimals(0.0001, 4)}`;
  return decimals(loss, Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(loss)))));
}

/** What a width did to the answers, in one sentence. */
export function lossSentence(loss: Loss, metric: SensitivityMap['metric']): string {
  const drift =
    metric === 'kl'
      ? t('drift {loss} nats', { loss: lossText(loss.loss) })
      : t('noise {loss} of the output', { loss: lossText(loss.loss) });
  const same = loss.agreement
    ? t(', {share} the same answers', { share: text(percentFigure(loss.agreement.value)) })
    : '';
  const change = loss.accuracy ? t(', accuracy: {change}', { change: lowered(accuracyChange(loss.accuracy)) }) : '';
  return `${drift}${same}${change}`;
}

/** The map as a table for other programs: one line a cell. */
export function csvOf(map: SensitivityMap): string {
  const line = (name: string, bits: number, { loss, kl, agreement, accuracy }: Loss) =>
    [quoted(name), bits, loss, kl?.value, agreement?.value, accuracy?.value].map((value) => value ?? '').join(',');
  const head = ['layer', 'bits', map.metric === 'kl' ? `kl at temperature ${map.temperature}` : 'noise', 'kl'];
  return [
    [...head, 'agreement', 'accuracy difference'].join(','),
    ...map.cells.map((cell) => line(rowName({ node: cell.node, losses: {} }, map.mode), cell.bits, cell)),
    ...map.uniform.map((point) => line('all layers', point.bits, point)),
  ].join('\n');
}

// ---------------------------------------------------------------------------------------------------------------------

function quoted(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
