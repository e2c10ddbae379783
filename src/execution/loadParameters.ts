/** Reads parameters as dense tensors; the passes of a lower floor need the same, so it lives with the graph. */
export { loadParameter, loadStorage } from '../graph/parameterData.ts';
