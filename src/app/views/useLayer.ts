/** The layer that is looked at: the chosen one, else the largest of the network. */
import type { LayerError, LayerSummary } from '../../studio/api.ts';
import { useApp } from '../store/context.tsx';
import type { SideName } from '../store/types.ts';

/** Layers of the opened network, as they came. */
export function useLayers(): readonly LayerSummary[] {
  return useApp((state) => state.bases[0]?.model.layers) ?? [];
}

export function useLayer(): LayerSummary | undefined {
  const layers = useLayers();
  const chosen = useApp((state) => state.layer);
  const named = layers.find(({ node }) => node === chosen);
  return named ?? layers.reduce<LayerSummary | undefined>(larger, undefined);
}

/** What a side made of a layer; undefined before it is measured, or where the side is another network. */
export function useSideLayer(side: SideName, node: string | undefined): LayerSummary | undefined {
  return useApp((state) => state.results[side]?.layers.find((layer) => layer.node === node));
}

/** What the quantizer said of a layer; undefined where it was not touched. */
export function useLayerError(side: SideName, node: string | undefined): LayerError | undefined {
  return useApp((state) => state.results[side]?.errors.find((error) => error.node === node));
}

/** How many weights a layer has. */
export function weightsOf({ shape }: LayerSummary): number {
  return shape.reduce((product, size) => product * size, 1);
}

// ---------------------------------------------------------------------------------------------------------------------

function larger(most: LayerSummary | undefined, layer: LayerSummary): LayerSummary {
  return most === undefined || weightsOf(layer) > weightsOf(most) ? layer : most;
}
