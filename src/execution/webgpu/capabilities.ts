/** What a device can do, asked once and passed on as plain data. Nothing of `adapter.info` is taken for granted. */

/** Limits that plans are made for; at least WebGPU's guaranteed minimum. */
export interface Limits {
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly minStorageBufferOffsetAlignment: number;
  readonly minUniformBufferOffsetAlignment: number;
}

export interface Capabilities {
  /** Words about the adapter; empty where the browser does not tell. */
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** True for an adapter that runs on the CPU (SwiftShader, WARP, llvmpipe), as far as it can be told. */
  readonly software: boolean;
  readonly f16: boolean;
  readonly subgroups: boolean;
  /** Each four threads that follow one another in a workgroup are a quad, all through a dispatch. */
  readonly quads: boolean;
  readonly timestamps: boolean;
  /** dot4I8Packed and its kin. */
  readonly packedDot: boolean;
  readonly limits: Limits;
}

/** What every WebGPU device offers: plans that fit it run everywhere. */
export const portableMinimum: Capabilities = {
  vendor: '',
  architecture: '',
  description: '',
  software: false,
  f16: false,
  subgroups: false,
  quads: false,
  timestamps: false,
  packedDot: false,
  limits: {
    maxStorageBuffersPerShaderStage: 8,
    maxStorageBufferBindingSize: 134217728,
    maxBufferSize: 268435456,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16384,
    maxComputeWorkgroupsPerDimension: 65535,
    minStorageBufferOffsetAlignment: 256,
    minUniformBufferOffsetAlignment: 256,
  },
};
