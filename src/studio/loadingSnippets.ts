/** Programs that load an exported ONNX file and check it against its golden pair: Python and JavaScript. */
import type { GoldenPair } from './goldenPair.ts';

export interface Companion {
  readonly name: string;
  readonly text: string;
}

export function loadingSnippets(file: string, golden: GoldenPair): Companion[] {
  return [
    { name: 'load.py', text: python(file) },
    { name: 'load.mjs', text: javascript(file, Object.keys(golden.inputs)) },
  ];
}

// ---------------------------------------------------------------------------------------------

/** Pins the accuracy level: by default onnxruntime also quantizes the activations of 4-bit products. */
const python = (file: string) => `# pip install onnxruntime numpy
import json
import numpy as np
import onnxruntime as ort

options = ort.SessionOptions()
options.add_session_config_entry("session.qdq_matmulnbits_accuracy_level", "1")
session = ort.InferenceSession("${file}", options)

golden = json.load(open("golden.json"))
tensor = lambda t: np.array(t["data"], dtype=t["dtype"]).reshape(t["shape"])
outputs = session.run(None, {name: tensor(t) for name, t in golden["inputs"].items()})
for value, got in zip(session.get_outputs(), outputs):
    want = tensor(golden["outputs"][value.name])
    print(value.name, got.shape, "largest difference", np.abs(got.astype(float) - want).max())
`;

const javascript = (file: string, inputs: readonly string[]) => `// npm install onnxruntime-node
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';

const session = await ort.InferenceSession.create('${file}', {
  extra: { session: { qdq_matmulnbits_accuracy_level: '1' } },
});
const golden = JSON.parse(readFileSync('golden.json', 'utf8'));
const arrays = { float32: Float32Array, uint8: Uint8Array, int8: Int8Array, int32: Int32Array, uint32: Uint32Array };
const tensor = ({ dtype, shape, data }) =>
  new ort.Tensor(dtype, dtype === 'int64' ? BigInt64Array.from(data, BigInt) : arrays[dtype].from(data), shape);

// Inputs: ${inputs.join(', ')}
const feeds = Object.fromEntries(Object.entries(golden.inputs).map(([name, t]) => [name, tensor(t)]));
const outputs = await session.run(feeds);
for (const [name, { data }] of Object.entries(golden.outputs)) {
  const differences = data.map((want, i) => Math.abs(Number(outputs[name].data[i]) - want));
  console.log(name, 'largest difference', Math.max(...differences));
}
`;
