/** Constants of every kernel that reads packed storage, as shaders/common/packed.wgsl takes them. */
export const packedConstants = { BITS: 4, HALF_SCALES: 1, SYMMETRIC: 1 } as const;
