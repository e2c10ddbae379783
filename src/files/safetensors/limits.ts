/** Bounds that the safetensors reader holds a file to, each with its reason. A file is data from strangers. */

/** What the format's own library allows for the header. */
export const largestHeader = 100_000_000;

/** Tensors in one file; the largest published models have some thousands. */
export const mostTensors = 1_000_000;

/** Dimensions of a tensor: what numpy allows. */
export const mostDimensions = 32;

/** One tensor is read whole into one typed array. */
export const largestTensor = 2 ** 31 - 1;

/** config.json and the index of shards are lists of names. */
export const largestJson = 100_000_000;

/** Characters of a name from a file that a message shows. */
export const shownName = 80;
