/** The dispatch of a copy that the memory plan could not avoid. */
import { bytesOfRef } from '../bufferRef.ts';
import { foldGrid } from '../compile/foldGrid.ts';
import type { Copy, Dispatch } from '../compile/program.ts';
import { linkKernel } from '../kernels/linkKernel.ts';
import { copy } from '../kernels/parameters/copy.ts';
import { packParams } from '../kernels/params.ts';

export function copyDispatch({ from, to }: Copy, mostGroups: number): Dispatch {
  const params = { count: bytesOfRef(to) / 16 };
  const linked = linkKernel(copy, { params, bindings: {} });
  return {
    kind: 'dispatch',
    linked,
    params: packParams(copy.params, params),
    grid: foldGrid(copy.grid(params, linked.constants), mostGroups),
    buffers: [from, to],
  };
}
