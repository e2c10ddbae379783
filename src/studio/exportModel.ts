/**
 * A model as a file that other tools open, with what was substituted on the way and what helps to load it. The writers
 * are loaded when first needed.
 */
import { measureSize } from '../evaluation/size.ts';
import type { Executor } from '../execution/executor.ts';
import type { Exported } from './api.ts';
import { goldenPair } from './goldenPair.ts';
import { loadingSnippets } from './loadingSnippets.ts';
import type { ModelEntry } from './models.ts';

export type ExportFormat = 'onnx-qdq' | 'onnx-nbits' | 'safetensors';

/**
 * @param executor computes the golden input-output pair that goes with an ONNX file
 * @throws FileError or GraphError when the format cannot hold the model
 */
export async function exportGraph(entry: ModelEntry, format: ExportFormat, executor: Executor): Promise<Exported> {
  const stem = entry.name.replace(/\.(onnx|safetensors)$/i, '').replace(/[^\w.-]+/g, '-');
  const { bitsPerWeight, bytes: weightBytes } = measureSize(entry.graph);
  switch (format) {
    case 'onnx-qdq':
    case 'onnx-nbits': {
      const { writeOnnx } = await import('../files/onnx/write/writeOnnx.ts');
      const { bytes, substitutions } = await writeOnnx(entry.graph, { form: format === 'onnx-qdq' ? 'qdq' : 'nbits' });
      const name = `${stem}.onnx`;
      const golden = await goldenPair(entry.graph, executor);
      const companions = [...loadingSnippets(name, golden), { name: 'golden.json', text: JSON.stringify(golden) }];
      return { name, bytes, weightBytes, bitsPerWeight, substitutions, companions };
    }
    case 'safetensors': {
      const { writeSafetensors } = await import('../files/safetensors/writeSafetensors.ts');
      const { bytes, substitutions, config } = await writeSafetensors(entry.graph.parameters.values(), {
        form: 'packed',
        metadata: entry.graph.metadata,
      });
      const companions = config ? [{ name: 'config.json', text: JSON.stringify(config, null, 2) }] : [];
      return { name: `${stem}.safetensors`, bytes, weightBytes, bitsPerWeight, substitutions, companions };
    }
    default:
      return format satisfies never;
  }
}
