/**
 * The little that the benchmarks use of libraries that are installed on demand (`bench/package.json`), so that the
 * project is type-checked without them.
 */

declare module '@jax-js/jax' {
  /** Functions take over their arguments; `ref` keeps one for another use. */
  export interface JaxArray {
    readonly ref: JaxArray;
    add(other: JaxArray | number): JaxArray;
    sub(other: JaxArray | number): JaxArray;
    mul(other: JaxArray | number): JaxArray;
    div(other: JaxArray | number): JaxArray;
    sum(): JaxArray;
    reshape(shape: readonly number[]): JaxArray;
    data(): Promise<Float32Array>;
    blockUntilReady(): Promise<JaxArray>;
    dispose(): void;
  }
  export type Device = 'cpu' | 'wasm' | 'webgpu';
  export function init(...devices: Device[]): Promise<Device[]>;
  export function defaultDevice(device?: Device): Device;
  export function jit<F>(f: F): F;
  export function valueAndGrad<P, A extends unknown[]>(
    f: (parameters: P, ...rest: A) => JaxArray,
  ): (parameters: P, ...rest: A) => [JaxArray, P];
  export const tree: { ref<T>(tree: T): T };
  export const nn: {
    relu(x: JaxArray): JaxArray;
    logSoftmax(x: JaxArray): JaxArray;
    /** Each (batch, length, heads, width). */
    dotProductAttention(q: JaxArray, k: JaxArray, v: JaxArray, options: { isCausal: boolean }): JaxArray;
  };
  export const numpy: {
    array(values: Float32Array, options: { shape: readonly number[]; device: Device }): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    sqrt(x: JaxArray): JaxArray;
    square(x: JaxArray): JaxArray;
    mean(x: JaxArray, axis: number, options: { keepdims: boolean }): JaxArray;
    split(x: JaxArray, parts: number, axis: number): JaxArray[];
    subtract(a: JaxArray | number, b: JaxArray | number): JaxArray;
  };
}

declare module '@tensorflow/tfjs-core' {
  export interface Tensor {
    data(): Promise<Float32Array>;
    dispose(): void;
    reshape(shape: readonly number[]): Tensor;
    transpose(axes: readonly number[]): Tensor;
    add(other: Tensor | number): Tensor;
    sub(other: Tensor): Tensor;
    mul(other: Tensor | number): Tensor;
    div(other: Tensor): Tensor;
    mean(axis: number, keepDims: boolean): Tensor;
    sqrt(): Tensor;
    square(): Tensor;
  }
  export interface Optimizer {
    minimize(f: () => Tensor, returnCost: true, variables: readonly Tensor[]): Tensor;
  }
  export function setBackend(name: string): Promise<boolean>;
  export function ready(): Promise<void>;
  export function tensor(values: Float32Array, shape: readonly number[]): Tensor;
  export function variable(initial: Tensor): Tensor;
  export function matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  export function split(x: Tensor, parts: number, axis: number): Tensor[];
  export function softmax(x: Tensor): Tensor;
  export function add(a: Tensor, b: Tensor): Tensor;
  export function relu(x: Tensor): Tensor;
  export const train: { adam(rate: number, beta1: number, beta2: number, epsilon: number): Optimizer };
  export const losses: { softmaxCrossEntropy(labels: Tensor, scores: Tensor): Tensor };
}

declare module '@tensorflow/tfjs-core/dist/register_all_gradients.js' {}

declare module '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js' {}

declare module '@tensorflow/tfjs-backend-webgpu' {}

declare module '@tensorflow/tfjs-backend-wasm' {
  export function setWasmPaths(paths: Readonly<Record<string, string>>): void;
  export function setThreadsCount(count: number): void;
  export function getThreadsCount(): number;
}
