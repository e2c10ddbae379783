/** The data of experiments, from the folder that `DECANT_DATA` names (by default ../shared/data beside the project). */
import { memorySource } from '../../src/core/bytes/byteSource.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { openData } from '../../src/data/openData.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { openGraph } from '../../src/studio/openModel.ts';
import { cifarFiles, cifarImages, cifarLabels } from '../../src/testing/cifar.ts';
import { hasData, readData } from '../../src/testing/data.ts';

export type MnistPart = 'train' | 't10k';

/** Paths inside the data folder: images, labels. */
export const mnistPaths = (part: MnistPart): readonly [string, string] => [
  `mnist/${part}-images-idx3-ubyte.gz`,
  `mnist/${part}-labels-idx1-ubyte.gz`,
];

/** Ends the program with a sentence where a file is not there. */
export async function dataFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (await hasData(path)) return readData(path);
  console.error(`${path} is missing; set DECANT_DATA to the folder that holds it.`);
  return process.exit(1);
}

export async function mnist(part: MnistPart): Promise<Dataset> {
  return openData(await Promise.all(mnistPaths(part).map(async (path) => memorySource(path, await dataFile(path)))));
}

/** The images `from` to `to` of the 1,000, u8 [3, 32, 32], with labels. */
export async function cifar(from: number, to: number): Promise<Dataset> {
  const files = cifarFiles(await dataFile(cifarImages), new TextDecoder().decode(await dataFile(cifarLabels)));
  return openData([
    memorySource('images.npy', files.images(from, to)),
    memorySource('labels.npy', files.labels(from, to)),
  ]);
}

export async function cifarResNet(layers: 20 | 56): Promise<Graph> {
  const file = `resnet${layers}.safetensors`;
  return (await openGraph([memorySource(file, await dataFile(`cifar10/${file}`))])).graph;
}
