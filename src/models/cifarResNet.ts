/**
 * ResNet for CIFAR-10: a 3x3 convolution, three stages of n blocks of 16, 32, 64 channels, average pool, linear; 6n + 2
 * layers. Shortcuts are "option A": every second pixel, channels padded with zeros on both sides; they have no weights.
 * He et al., "Deep Residual Learning for Image Recognition" (2016), section 4.2; tensor names of
 * akamaster/pytorch_resnet_cifar10. Batch norms stay nodes, so that folding them is a rewrite one can see.
 */
import type { Checkpoint } from '../files/checkpoint.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { prependPreprocessing } from '../graph/passes/prependPreprocessing.ts';
import { takeParameter } from './takeParameter.ts';

export const cifarResNet = {
  label: 'ResNet for CIFAR-10 (option A)',
  match: ({ tensors }: Checkpoint): boolean => {
    const shapeOf = (name: string) => tensors.get(name)?.shape.join('×');
    const stem = shapeOf('conv1.weight') === '16×3×3×3' && shapeOf('layer1.0.conv2.weight') === '16×16×3×3';
    const plain = ![...tensors.keys()].some((name) => /shortcut|downsample/.test(name));
    return stem && plain && shapeOf('layer3.0.conv1.weight') === '64×32×3×3' && tensors.has('linear.weight');
  },
  build: (checkpoint: Checkpoint): Graph => {
    const network = new ResNet(checkpoint);
    const graph = { ...network.build(), name: checkpoint.name, metadata: checkpoint.metadata };
    return prependPreprocessing(graph, 'images', { scale: 1 / 255, mean, std });
  },
};

// ---------------------------------------------------------------------------------------------

/** Of ImageNet's channels, which this training used. */
const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.224, 0.225];
const widths = [16, 32, 64];

class ResNet {
  readonly #checkpoint: Checkpoint;
  readonly #builder: GraphBuilder = createBuilder();

  constructor(checkpoint: Checkpoint) {
    this.#checkpoint = checkpoint;
  }

  build(): Graph {
    const builder = this.#builder;
    const images = builder.input('images', 'f32', ['batch', 3, 32, 32]);
    let x = this.#relu(this.#norm(this.#conv(images, 'conv1', [3, 16, 1]), 'bn1', 16), 'relu1');
    let channels = 16;
    for (const [stage, width] of widths.entries()) {
      for (let block = 0; this.#checkpoint.tensors.has(`layer${stage + 1}.${block}.conv1.weight`); block++) {
        x = this.#block(x, `layer${stage + 1}.${block}`, channels, width);
        channels = width;
      }
    }
    const pooled = builder.add('Flatten', [builder.add('GlobalAveragePool', [x], {}, 'pool')], { axis: 1 }, 'features');
    const classes = this.#checkpoint.tensors.get('linear.bias')?.shape[0] ?? 10;
    const parameters = [this.#take('linear.weight', [classes, 64]), this.#take('linear.bias', [classes])];
    return builder.build([builder.add('Gemm', [pooled, ...parameters], { transB: 1 }, 'logits')]);
  }

  #block(x: string, name: string, inputs: number, width: number): string {
    const stride = inputs === width ? 1 : 2;
    const first = this.#norm(this.#conv(x, `${name}.conv1`, [inputs, width, stride]), `${name}.bn1`, width);
    const active = this.#relu(first, `${name}.relu1`);
    const second = this.#norm(this.#conv(active, `${name}.conv2`, [width, width, 1]), `${name}.bn2`, width);
    const shortcut = stride === 1 ? x : this.#shortcut(x, name, width - inputs);
    return this.#relu(this.#builder.add('Add', [second, shortcut], {}, `${name}.sum`), `${name}.relu2`);
  }

  /** Every second row and column; `added` channels of zeros, half before and half after. */
  #shortcut(x: string, name: string, added: number): string {
    const builder = this.#builder;
    const end = 2147483647;
    const bounds = [
      [0, 0],
      [end, end],
      [2, 3],
      [2, 2],
    ].map((values) => builder.ints(values));
    const thinned = builder.add('Slice', [x, ...bounds], {}, `${name}.thinned`);
    const pads = builder.ints([0, added / 2, 0, 0, 0, added / 2, 0, 0]);
    return builder.add('Pad', [thinned, pads, builder.scalar(0)], { mode: 'constant' }, `${name}.shortcut`);
  }

  #conv(x: string, name: string, [inputs, outputs, stride]: readonly [number, number, number]): string {
    const weight = this.#take(`${name}.weight`, [outputs, inputs, 3, 3]);
    const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [stride, stride] };
    return this.#builder.add('Conv', [x, weight], attributes, name);
  }

  #norm(x: string, name: string, channels: number): string {
    const parts = ['weight', 'bias', 'running_mean', 'running_var'];
    const parameters = parts.map((part) => this.#take(`${name}.${part}`, [channels]));
    return this.#builder.add('BatchNormalization', [x, ...parameters], { epsilon: 1e-5 }, name);
  }

  #relu(x: string, name: string): string {
    return this.#builder.add('Relu', [x], {}, name);
  }

  #take(name: string, shape: readonly number[]): string {
    return this.#builder.parameter(takeParameter(this.#checkpoint, name, shape));
  }
}
