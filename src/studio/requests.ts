/**
 * What the calls of the scripting interface take, as schemas: a script may hand over anything, and hears in a sentence
 * which field is wrong before anything runs. Not for the page's own calls, which the compiler checks. Loaded with the
 * first call of a script. Fields that are not known are let be, so that a script outlives the version it was written for.
 */
import * as z from 'zod/mini';
import { DecantError } from '../core/errors.ts';
import { messageFor, mostTelling, pathText } from '../recipes/schemaWords.ts';
import { adaptation } from './receiptSchema.ts';

z.config({ jitless: true });

const text = z.string().check(z.minLength(1));
const executor = z.optional(z.enum(['reference', 'onnx', 'webgpu']));
const count = z.int().check(z.minimum(1));
const index = z.int().check(z.minimum(0));
/** More bins than a screen has pixels serve nobody, and are memory. */
const bins = z.optional(count.check(z.maximum(65_536)));
const positive = z.number().check(z.positive());
const flag = z.optional(z.boolean());
const names = z.optional(z.array(text));
const share = z.number().check(z.minimum(0), z.lt(1));
const settings = z.record(z.string(), z.number());
/** What another call gave: looked at by the call itself. */
const given = z.looseObject({});
const sensitivityMap = z.looseObject({
  fixedBytes: z.number(),
  bits: z.array(z.number()),
  layers: z.array(given),
  cells: z.array(given),
  uniform: z.array(given),
});
const anything = z.unknown();
/** What is opened: its kinds are told apart by the call. */
const something = z.unknown().check(z.refine((value) => value !== undefined && value !== null));

const floatBits = z.literal([2, 3, 4, 5, 6, 7, 8, 16]);
const rounding = z.looseObject({
  strategy: z.enum(['tensor', 'channel', 'group']),
  groupSize: z.optional(z.literal([16, 32, 64, 128])),
  symmetric: z.boolean(),
  clip: z.enum(['minmax', 'percentile', 'mse', 'range']),
});
const tried = z.looseObject({
  ...rounding.def.shape,
  bits: z.literal([2, 3, 4, 5, 6, 7, 8]),
  range: z.optional(z.tuple([z.number().check(z.maximum(0)), z.number().check(z.minimum(0))])),
});

const measured = {
  model: text,
  data: z.optional(text),
  baseline: z.optional(text),
  executor,
  samples: z.optional(count),
  batch: z.optional(count),
  threads: z.optional(z.number()),
  skipSpeed: flag,
};

const subject = { model: text, data: z.optional(text), samples: z.optional(count), executor };

const grid = z.looseObject({
  bits: z.array(floatBits),
  scales: z.optional(z.array(z.union([z.enum(['tensor', 'channel']), z.literal([16, 32, 64, 128])]))),
  symmetric: z.optional(z.array(z.boolean())),
  clip: z.optional(z.array(z.enum(['minmax', 'percentile', 'mse']))),
});

const changes = z.optional(
  z.looseObject({
    stage: z.optional(index),
    part: z.optional(index),
    settings: z.optional(settings),
    steps: z.optional(count),
    name: z.optional(z.string()),
  }),
);

/** A call's arguments in their order, each with the name that a sentence calls it by. */
type Arguments = readonly (readonly [name: string, schema: z.ZodMiniType])[];

const request = (fields: z.core.$ZodLooseShape): Arguments => [['request', z.looseObject(fields)]];

/** By the names of the calls to the engine, some of which stand behind methods of handles. */
const schemas: Readonly<Record<string, Arguments>> = {
  openModel: [
    ['source', something],
    [
      'options',
      z.looseObject({
        name: z.optional(z.string()),
        input: z.optional(adaptation),
        remember: z.optional(z.literal(['model', 'second', false])),
        handles: z.optional(z.array(anything)),
      }),
    ],
  ],
  openData: [
    ['source', something],
    [
      'options',
      z.looseObject({
        name: z.optional(z.string()),
        limit: z.optional(count),
        remember: flag,
        handles: z.optional(z.array(anything)),
      }),
    ],
  ],
  startRun: [
    ['run', text],
    [
      'request',
      z.looseObject({
        model: z.optional(text),
        data: z.optional(text),
        recipe: anything,
        seed: z.optional(z.int()),
        executor,
        heldOut: z.optional(z.union([text, share])),
      }),
    ],
  ],
  continueRun: [['run', text]],
  startBranch: [
    ['run', text],
    ['parent', z.looseObject({ run: text, step: index })],
    ['changes', changes],
  ],
  steerRun: [
    ['run', text],
    ['command', z.looseObject({ kind: text, settings: z.optional(settings) })],
  ],
  checkpointsOf: [['run', text]],
  openCheckpoint: request({ run: text, step: z.optional(index), stage: z.optional(index), part: z.optional(index) }),
  deleteTraining: [['run', text]],
  exportTrainingStep: [['run', text]],
  featurePairs: request({ student: text, teacher: text }),
  measure: request(measured),
  predict: request({
    model: text,
    inputs: z.record(z.string(), z.looseObject({ dtype: text, shape: z.array(index), data: anything })),
    executor,
  }),
  exportModel: [
    ['model', text],
    ['request', z.looseObject({ format: z.enum(['onnx-qdq', 'onnx-nbits', 'safetensors']) })],
  ],
  reopen: [['options', z.looseObject({ tab: z.optional(text) })]],
  close: [['id', text]],
  histogram: request({
    model: text,
    baseline: z.optional(text),
    parameter: text,
    bins,
    weights: z.optional(tried),
  }),
  samples: request({ data: text, start: index, count: index }),
  drift: request({
    model: text,
    baseline: text,
    data: z.optional(text),
    samples: z.optional(count),
    sample: z.optional(index),
  }),
  profile: request({ model: text, batch: z.optional(count) }),
  tuning: request({ model: z.optional(text), batch: z.optional(count) }),
  activations: request({
    model: text,
    baseline: z.optional(text),
    data: z.optional(text),
    node: text,
    bins,
    samples: z.optional(count),
  }),
  weightRow: request({ model: text, baseline: text, parameter: text, row: z.optional(index) }),
  outline: [['model', text]],
  trace: request({ model: text, baseline: text, data: text, sample: index }),
  weigh: [['what', something]],
  sensitivity: request({
    ...subject,
    bits: z.optional(z.array(floatBits).check(z.minLength(1))),
    mode: z.optional(z.enum(['each', 'allBut'])),
    rounding: z.optional(rounding),
    layers: names,
  }),
  allocate: request({
    map: sensitivityMap,
    budget: positive,
    fixed: z.optional(z.record(z.string(), z.literal([2, 3, 4, 5, 6, 7, 8, 16, 32]))),
    verify: z.optional(z.looseObject({ model: text, data: z.optional(text), executor })),
  }),
  sweep: request({
    ...subject,
    recipes: z.optional(z.array(z.looseObject({ label: z.optional(z.string()), recipe: anything }))),
    preset: z.optional(z.enum(['twelve', 'widths', 'groups'])),
    grid: z.optional(grid),
    bound: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
    toTheEnd: flag,
    speed: flag,
    learn: z.optional(text),
  }),
  heal: request({
    model: text,
    baseline: z.optional(text),
    data: text,
    samples: z.array(index).check(z.minLength(1)),
    layers: names,
    executor,
  }),
  checkClaim: request({ ...subject, claim: text, learn: z.optional(text) }),
  receipt: request({ ...measured, measurement: z.optional(given) }),
  replay: request({ receipt: given, model: z.optional(text), data: z.optional(text), executor }),
  report: request({
    format: z.enum(['html', 'markdown']),
    model: text,
    baseline: z.optional(text),
    data: z.optional(text),
    measurement: z.optional(given),
    original: z.optional(given),
    sweep: z.optional(given),
    sensitivity: z.optional(given),
    title: z.optional(z.string()),
    licence: z.optional(z.string()),
  }),
  code: request({
    recipe: anything,
    language: z.enum(['python', 'javascript', 'json']),
    model: z.optional(text),
    file: z.optional(z.string()),
  }),
  readCode: [['text', z.string()]],
  keep: request({
    model: text,
    data: z.optional(text),
    baseline: z.optional(text),
    measurement: given,
    batch: z.optional(count),
    title: z.string(),
  }),
  changeKept: [
    ['id', text],
    ['change', z.looseObject({ name: z.optional(z.nullable(z.string())), pinned: flag, discarded: flag })],
  ],
  keepWeights: [
    ['id', text],
    ['model', text],
  ],
  keptWeights: [['id', text]],
  dropStored: [['key', text]],
  pack: request({ link: z.optional(z.string()) }),
  unpack: [['archive', z.instanceof(Blob)]],
};

/**
 * Looks at what a script hands to a call.
 *
 * @throws DecantError `studio/request` with the path of the first field that does not fit in message and `data.path`
 */
export function checkCall(method: string, args: readonly unknown[]): void {
  for (const [position, [name, schema]] of (schemas[method] ?? []).entries()) {
    const result = schema.safeParse(args[position], { error: messageFor });
    if (result.success) continue;
    const { path, message } = mostTelling(result.error.issues[0]);
    const field = pathText(path, name);
    throw new DecantError('studio/request', `"${method}": ${field} ${message}.`, { method, path: field });
  }
}

/** The error that a script hears when a call fell over something in what another call had given. */
export function faultOf(method: string, args: readonly unknown[], fault: DecantError): DecantError {
  const fields = (schemas[method] ?? []).flatMap(([, schema], i) => {
    const shape: Readonly<Record<string, unknown>> = schema instanceof z.ZodMiniObject ? schema.def.shape : {};
    const value = args[i];
    return Object.keys(shape).filter((key) => isGiven(shape[key]) && typeof value === 'object' && key in (value ?? {}));
  });
  if (fields.length === 0) return fault;
  const list = fields.map((field) => `"${field}"`).join(', ');
  return new DecantError(
    'studio/request',
    `"${method}" could not read ${list}; hand over what the call that made it gave, unchanged.`,
    { method, fields, fault: fault.message },
  );
}

// ---------------------------------------------------------------------------------------------

const isGiven = (schema: unknown): boolean =>
  schema === given ||
  schema === sensitivityMap ||
  (schema instanceof z.ZodMiniOptional && schema.def.innerType === given);
