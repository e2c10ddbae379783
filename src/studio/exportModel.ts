/** A model as a file that other tools open, with what was substituted on the way. */
import { measureSize } from '../evaluation/size.ts';
import { writeOnnx } from '../files/onnx/write/writeOnnx.ts';
import type { Exported } from './api.ts';
import type { ModelEntry } from './models.ts';

export type ExportFormat = 'onnx-qdq' | 'onnx-nbits' | 'safetensors';

/** @throws FileError or GraphError when the format cannot hold the model */
export async function exportGraph(entry: ModelEntry, format: ExportFormat): Promise<Exported> {
  const { bitsPerWeight } = measureSize(entry.graph);
  const stem = entry.name.replace(/\.(onnx|safetensors)$/i, '').replace(/[^\w.-]+/g, '-');
  switch (format) {
    case 'onnx-qdq':
    case 'onnx-nbits': {
      const { bytes, substitutions } = await writeOnnx(entry.graph, { form: format === 'onnx-qdq' ? 'qdq' : 'nbits' });
      return { name: `${stem}.onnx`, bytes, bitsPerWeight, substitutions };
    }
    case 'safetensors':
      return { name: `${stem}.safetensors`, bytes: new Uint8Array(), bitsPerWeight, substitutions: [] };
    default:
      return format satisfies never;
  }
}
