/** Buffer usages and map modes by WebGPU's numbers: the objects that hold them are not there in every host. */

const copySource = 0x4;
const copyDestination = 0x8;

/** Read and written by kernels, uploaded to and read back from. */
export const storageUsage = 0x80 | copySource | copyDestination;
/** The uniform arena. */
export const uniformUsage = 0x40 | copyDestination;
/** Mapped to read results. */
export const readbackUsage = 0x1 | copyDestination;
/** Holds timestamps between pass and readback. */
export const queryUsage = 0x200 | copySource;
/** GPUMapMode.READ */
export const mapRead = 1;
