/**
 * The hostile files that readers are held to: everything that is crafted, and seeded mutations of valid files, half ONNX
 * and half safetensors. The same seed gives the same files on every machine.
 */
import { quantizeWeights } from '../../compression/quantization/quantizeWeights.ts';
import type { Random } from '../../core/random.ts';
import { createRandom } from '../../core/random.ts';
import { writeOnnx } from '../../files/onnx/write/writeOnnx.ts';
import { writeSafetensors } from '../../files/safetensors/writeSafetensors.ts';
import { cnn } from '../../models/networks.ts';
import { craftedOnnx } from './craftedOnnx.ts';
import { craftedSafetensors } from './craftedSafetensors.ts';
import type { HostileFile } from './hostileFile.ts';
import { onnxFile, safetensorsFile } from './hostileFile.ts';
import type { Mutated } from './mutateBytes.ts';
import { mutateBytes } from './mutateBytes.ts';
import { mutateOnnx } from './mutateOnnx.ts';
import { mutateSafetensors } from './mutateSafetensors.ts';

/** Mutations in a whole run. */
export const mutationCount = 200;

const defaultSeed = 2;

/**
 * @param mutations how many files are mutations; those that are crafted come besides
 * @param real valid ONNX files that are mutated too
 */
export async function hostileFiles(
  mutations = mutationCount,
  real: readonly Uint8Array[] = [],
  seed = defaultSeed,
): Promise<HostileFile[]> {
  const random = createRandom(seed);
  const valid = await validFiles();
  const onnx = [...valid.onnx, ...real];
  const mutated = Array.from({ length: mutations }, (_, i) =>
    i % 2 === 0
      ? mutationOf(onnx, mutateOnnx, onnxFile, random)
      : mutationOf(valid.safetensors, mutateSafetensors, safetensorsFile, random),
  );
  return [...craftedOnnx(), ...craftedSafetensors(), ...mutated];
}

/** A small network, sound, that stays open while hostile files come: dense and packed, in both formats. */
export async function validFiles(): Promise<{
  onnx: Uint8Array<ArrayBuffer>[];
  safetensors: Uint8Array<ArrayBuffer>[];
}> {
  const network = cnn({ input: [1, 28, 28], classes: 10, channels: [4, 6], hidden: 24 }, 1);
  const weights = { bits: 4, strategy: 'group', groupSize: 32, symmetric: true, clip: 'minmax' } as const;
  const { graph: packed } = await quantizeWeights(network, { weights });
  const onnx = await Promise.all([
    writeOnnx(network, { form: 'dense' }),
    writeOnnx(packed, { form: 'qdq' }),
    writeOnnx(packed, { form: 'nbits' }),
    writeOnnx(network, { form: 'dense', shapes: { images: [1, 1, 28, 28] } }),
  ]);
  const { metadata } = network;
  const safetensors = await Promise.all([
    writeSafetensors(network.parameters.values(), { form: 'dense', metadata }),
    writeSafetensors(packed.parameters.values(), { form: 'packed', metadata }),
  ]);
  return { onnx: onnx.map(({ bytes }) => bytes), safetensors: safetensors.map(({ bytes }) => bytes) };
}

// ---------------------------------------------------------------------------------------------------------------------

/** A quarter of the mutations know nothing of the format. */
function mutationOf(
  valid: readonly Uint8Array[],
  mutate: (bytes: Uint8Array, random: Random) => Mutated,
  wrap: (about: string, bytes: Uint8Array) => HostileFile,
  random: Random,
): HostileFile {
  const bytes = valid[random.integer(valid.length)];
  const { about, bytes: mutated } = random.integer(4) === 0 ? mutateBytes(bytes, random) : mutate(bytes, random);
  return wrap(about, mutated);
}
