/** How the panel reaches the pipeline of the page, and keeps the address in step with its chain while it is open. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useStudio } from '../store/context.tsx';
import { writeChain } from './chainHash.ts';
import type { Pipeline, PipelineState } from './pipeline.ts';
import { pipelineOf } from './pipeline.ts';

export const usePipelineCalls = (): Pipeline => pipelineOf(useStudio());

export function usePipeline<T>(select: (state: PipelineState) => T): T {
  return useStore(usePipelineCalls().store, select);
}

/** Takes the chain of the address, then writes each change into it; leaves the address as it was when the panel goes. */
export function useChainInAddress(): void {
  const pipeline = usePipelineCalls();
  useEffect(() => {
    let open = true;
    let last: unknown;
    const write = async (): Promise<void> => {
      const { chain } = pipeline.store.getState();
      if (chain === last) return;
      last = chain;
      const hash = await writeChain(location.hash, chain);
      if (open && chain === pipeline.store.getState().chain) history.replaceState(null, '', hash);
    };
    const take = (): Promise<void> => pipeline.takeHash(location.hash).then(write);
    void take();
    const stop = pipeline.store.subscribe(() => void write());
    window.addEventListener('hashchange', take);
    return () => {
      open = false;
      stop();
      window.removeEventListener('hashchange', take);
      void writeChain(location.hash, null).then((hash) => history.replaceState(null, '', hash));
    };
  }, [pipeline]);
}
