/** Starts the chain, holds it between stages, leaves it, goes on with it, and hands on what it made. */
import { t } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import { ProgressRow } from '../panels/ProgressRow.tsx';
import { useApp } from '../store/context.tsx';
import { usePipeline, usePipelineCalls } from './usePipeline.ts';

export function RunRow() {
  const pipeline = usePipelineCalls();
  const phase = usePipeline((state) => state.phase);
  const error = usePipeline((state) => state.error);
  const openPanel = useApp((state) => state.openPanel);
  const busy = phase === 'running' || phase === 'stopping';
  const waits = phase === 'held' || phase === 'left';
  return (
    <>
      {busy && <Progress />}
      <div className="tools-row">
        {phase === 'running' && (
          <button type="button" className="btn" onClick={pipeline.stopAfterStage}>
            {t('Stop after this stage')}
          </button>
        )}
        {waits && (
          <button type="button" className="btn btn-main" onClick={() => void pipeline.resume()}>
            {t('Go on with the chain')}
          </button>
        )}
        {phase === 'held' && (
          <button type="button" className="btn" onClick={pipeline.leave}>
            {t('Leave it there')}
          </button>
        )}
        {phase === 'done' && (
          <button type="button" className="btn btn-main" onClick={() => openPanel('export')}>
            {t('Export side B')}
          </button>
        )}
        {!busy && phase !== 'held' && (
          <button
            type="button"
            className={`btn${phase === 'idle' ? ' btn-main' : ''}`}
            onClick={() => void pipeline.start()}
          >
            {phase === 'idle' ? t('Run the chain') : t('Run it anew')}
          </button>
        )}
      </div>
      <p className="quiet" aria-live="polite">
        {words(phase)}
      </p>
      {error !== null && (
        <p className="study-error" role="alert">
          × {error}
        </p>
      )}
      <Kept />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Progress() {
  const { leave } = usePipelineCalls();
  const progress = usePipeline((state) => state.progress);
  return <ProgressRow label={progress ? tell(progress.label) : t('starting')} progress={progress} stop={leave} />;
}

/** A chain that an earlier visit left between its stages. */
function Kept() {
  const pipeline = usePipelineCalls();
  const kept = usePipeline(({ kept: record, phase }) => (phase === 'idle' ? record : null));
  if (!kept) return null;
  return (
    <p>
      {t('{name} stands after stage {n}.', { name: kept.name, n: kept.stages.length })}{' '}
      <button type="button" className="link" onClick={() => void pipeline.resumeKept(kept)}>
        {t('Go on with it')}
      </button>
    </p>
  );
}

function words(phase: string): string {
  if (phase === 'stopping') return t('It stops when this stage is over.');
  if (phase === 'held') return t('Stopped between two stages. It can go on now, or after a reload.');
  if (phase === 'left') return t('Left. It goes on after the last stage or checkpoint that was kept.');
  return phase === 'done' ? t('The chain is through; what it made is side B.') : '';
}
