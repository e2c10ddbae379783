/** What a report says, before it is HTML or Markdown: sections of sentences and tables, made from measurements. Pure. */
import type { DataSummary, Interval, Measurement, ModelSummary, Readiness } from '../api.ts';
import type { Receipt } from '../apiResults.ts';
import type { SensitivityMap } from '../apiSensitivity.ts';
import type { SweepTable } from '../apiStudies.ts';

export interface ReportFacts {
  readonly title: string;
  readonly model: ModelSummary;
  readonly measurement: Measurement;
  /** The model that it was made from, and how it did. */
  readonly original?: { readonly model: ModelSummary; readonly measurement: Measurement };
  readonly data?: DataSummary;
  readonly recipe?: unknown;
  readonly sweep?: SweepTable;
  readonly sensitivity?: SensitivityMap;
  readonly receipt?: Receipt;
  /** What the figures were measured with, where they were measured here. */
  readonly machine?: Pick<Readiness, 'adapter' | 'features' | 'limits'>;
  /** As whoever publishes states it. */
  readonly stated?: string;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** "58.80 kB" of 1,000 bytes, as disks count. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3));
  return step === 0 ? `${count(value)} B` : `${(value / 1000 ** step).toFixed(2)} ${units[step]}`;
}

const milliseconds = (value: number): string => `${Number(value.toPrecision(3))} ms`;

const shareOf = ({ value, low, high, n }: Interval): string =>
  `${percent(value)} (${percent(low)} to ${percent(high)}, ${count(n)} samples)`;

/** The licence, and who says so; undefined when neither the file nor whoever publishes states one. */
export function licenceOf({ model, original, stated }: ReportFacts): { name: string; from: string } | undefined {
  if (stated !== undefined) return { name: stated, from: 'as stated by whoever saved this' };
  const name = statedIn(model) ?? (original && statedIn(original.model));
  return name === undefined ? undefined : { name, from: 'as the file states' };
}

/** Figure by figure, the original beside the model. */
export function figures({ measurement, original }: ReportFacts): Table {
  const rows: [string, (from: Measurement) => string | undefined][] = [
    ['Accuracy', ({ quality }) => quality.accuracy && shareOf(quality.accuracy)],
    ['Same answer as the original', ({ quality }) => quality.agreement && shareOf(quality.agreement)],
    ['KL to the original, nats', ({ quality }) => quality.kl && klText(quality.kl)],
    ['Answers that broke, mended', ({ quality }) => quality.flips && flipText(quality.flips)],
    ['Change of accuracy, paired', ({ quality }) => quality.flips?.difference && changeText(quality.flips.difference)],
    ['Size of the parameters', ({ size }) => `${bytes(size.bytes)} (${count(size.bytes)} bytes)`],
    ['Bits a weight', ({ size }) => size.bitsPerWeight.toFixed(2)],
    ['Median time of a run', ({ speed }) => speed && speedText(speed)],
    ['First run, compiling included', ({ speed }) => speed && milliseconds(speed.coldMs)],
  ];
  const filled = rows.flatMap(([name, of]) => {
    const cells = [original && of(original.measurement), of(measurement)];
    return cells.some((cell) => cell !== undefined) ? [[name, cells[0] ?? '–', cells[1] ?? '–']] : [];
  });
  if (original) return { head: ['', 'Original', 'This model'], rows: filled };
  return { head: ['', 'This model'], rows: filled.map(([name, , own]) => [name, own]) };
}

export function layerTable({ model }: ReportFacts): Table {
  return {
    head: ['Layer', 'Operator', 'Shape', 'Bits', 'Bytes', 'Scales'],
    rows: model.layers.map(({ node, operator, shape, bits, bytes: size, scales }) => [
      node,
      operator,
      shape.join('×'),
      String(bits),
      count(size),
      count(scales),
    ]),
  };
}

export function sweepTable({ rows, recommended }: SweepTable): Table {
  return {
    head: ['Recipe', 'Bytes', 'Accuracy or agreement', 'Change, paired', 'Samples', 'On the frontier'],
    rows: rows.map((row) => [
      row.index === recommended.index ? `${row.label} (recommended)` : row.label,
      row.state === 'failed' ? '–' : count(row.bytes),
      row.accuracy ? percent(row.accuracy.value) : row.agreement ? percent(row.agreement.value) : (row.message ?? '–'),
      row.difference ? changeText(row.difference) : '–',
      count(row.samples),
      row.state === 'stopped' ? 'stopped early' : row.pareto ? 'yes' : 'no',
    ]),
  };
}

/** What the figures stand on, as term and words. */
export function method({ measurement, data, recipe, receipt, machine }: ReportFacts): [string, string][] {
  const { provenance, speed, quality } = measurement;
  const clock = speed?.clock === 'gpu-timestamp' ? 'GPU timestamps' : 'the wall clock, input to read-back';
  return [
    [
      'Data',
      data
        ? `${data.name}, ${count(data.samples)} samples${data.classes ? ` of ${data.classes.length} classes` : ''}`
        : 'none: synthetic inputs',
    ],
    [
      'Intervals',
      'Shares carry Wilson’s interval, means a bootstrap, paired differences Agresti and Min’s; all at 95 %.',
    ],
    ...(speed
      ? [
          [
            'Speed',
            `Median of ${count(speed.n)} warm runs of a batch of ${speed.batch} by ${clock}, ${milliseconds(speed.p10)} to ${milliseconds(speed.p90)} (p10 to p90).`,
          ] as [string, string],
        ]
      : []),
    ['Executor', provenance.executor],
    ['Device', provenance.device],
    ['Browser', provenance.browser],
    ['When', provenance.when],
    ...(machine ? machineRows(machine) : []),
    ...(receipt ? [['Model file', `${receipt.model.name}, SHA-256 ${receipt.model.sha256}`] as [string, string]] : []),
    ...(receipt?.data
      ? [['Samples', `${count(receipt.data.samples)}, SHA-256 ${receipt.data.sha256}`] as [string, string]]
      : []),
    ...(receipt
      ? [
          [
            'Versions',
            Object.entries(receipt.versions)
              .map(([name, version]) => `${name} ${version}`)
              .join(', '),
          ] as [string, string],
        ]
      : []),
    ...(recipe === undefined || recipe === null ? [] : [['Recipe', JSON.stringify(recipe)] as [string, string]]),
    ...(quality.synthetic
      ? [['Note', 'Inputs were synthetic, so quality says nothing about real data.'] as [string, string]]
      : []),
  ];
}

/** What a reader must not conclude. */
export function limits({ measurement, model, data, sweep }: ReportFacts): string[] {
  const { quality, speed } = measurement;
  return [
    ...quality.notes,
    ...model.notes,
    data
      ? `Quality is that on ${data.name}; on other data it may differ, and more so for rounded models.`
      : 'No data was opened: quality was not measured.',
    ...(speed
      ? ['Speed holds for this device and browser at the time of measuring; heat, a battery and other tabs change it.']
      : []),
    'Sizes are those of the parameters as they are stored; a file adds its own framing.',
    ...(sweep?.rows.some(({ state }) => state === 'stopped')
      ? ['Recipes that were clearly below the bound were stopped early; their figures stand on fewer samples.']
      : []),
  ];
}

// ---------------------------------------------------------------------------------------------

/** The adapter with what it offers; a browser without WebGPU has none. */
function machineRows({ adapter, features, limits: bounds }: NonNullable<ReportFacts['machine']>): [string, string][] {
  if (!adapter) return [['Adapter', 'none: this browser lends out no GPU']];
  const { description, vendor, architecture, software } = adapter;
  const words = [description, vendor, architecture].filter((word) => word !== '').join(', ');
  return [
    ['Adapter', `${words}${software ? ' (software: no GPU)' : ''}`],
    ['Features', features.join(', ') || 'none that are used'],
    [
      'Limits of the adapter',
      Object.entries(bounds)
        .map(([name, value]) => `${name} ${count(value)}`)
        .join(', '),
    ],
  ];
}

/** The licence that the file states, under whatever key. */
function statedIn({ metadata }: ModelSummary): string | undefined {
  const key = Object.keys(metadata).find((name) => /(^|[._])licen[cs]e$/i.test(name));
  return key === undefined ? undefined : metadata[key];
}

const klText = ({ value, low, high }: Interval): string =>
  `${value.toPrecision(3)} (${low.toPrecision(2)} to ${high.toPrecision(2)})`;

const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(2)}`;

const changeText = ({ value, low, high }: Interval): string =>
  `${points(value)} points (${points(low)} to ${points(high)})`;

function flipText({ broke, mended, p }: NonNullable<Measurement['quality']['flips']>): string {
  return `${broke.length}, ${mended.length}; McNemar p ${p < 0.001 ? 'below 0.001' : p.toFixed(3)}`;
}

const speedText = ({ medianMs, p10, p90, n, batch }: NonNullable<Measurement['speed']>): string =>
  `${milliseconds(medianMs)} (${milliseconds(p10)} to ${milliseconds(p90)}, ${count(n)} runs, batch ${batch})`;
