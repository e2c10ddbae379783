/**
 * A chain of stages, run with one click: a sentence each, ready chains to begin with, the JSON, the run, and what each
 * stage has left. The chain is in the address while the panel is open.
 */
import { useEffect } from 'react';
import { t } from '../messages/t.ts';
import { Pick } from '../sides/Pick.tsx';
import { ChainJson } from './ChainJson.tsx';
import type { Kind } from './chain.ts';
import { newStep, READY_CHAINS } from './chain.ts';
import { RunRow } from './RunRow.tsx';
import { StageSentence } from './StageSentence.tsx';
import { StageTable } from './StageTable.tsx';
import { kindOptions } from './sentences.ts';
import { useChainInAddress, usePipeline, usePipelineCalls } from './usePipeline.ts';
import './pipeline.css';

export default function PipelinePanel() {
  const pipeline = usePipelineCalls();
  const chain = usePipeline((state) => state.chain);
  useChainInAddress();
  useEffect(() => void pipeline.lookForKept(), [pipeline]);
  return (
    <div className="pipeline">
      <p className="quiet">{t('One stage after the other, each on what the one before has left.')}</p>
      <ol className="chain">
        {chain.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stages have no name, and their sentences hold no state.
          <StageSentence key={index} step={step} index={index} />
        ))}
      </ol>
      <p>
        <Pick<Kind | ''>
          label={t('kind of the stage to add')}
          options={kindOptions()}
          value=""
          word={t('Add a stage')}
          onChange={(kind) => kind !== '' && pipeline.edit([...chain, newStep(kind)])}
        />
      </p>
      <RunRow />
      <StageTable />
      <ReadyChains />
      <ChainJson />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function ReadyChains() {
  const pipeline = usePipelineCalls();
  const ways = [
    { id: 'whole', word: t('Prune, teach, train rounded, round'), help: t('Four stages; smallest at little loss.') },
    { id: 'student', word: t('Teach, then round'), help: t('A student a quarter as wide, in 4 bits.') },
    { id: 'mend', word: t('Round, then mend'), help: t('3 bits, and thin layers for what was lost.') },
    {
      id: 'sparse',
      word: t('Prune while it learns, then round'),
      help: t('Four fifths become zero, the rest 8 bits.'),
    },
  ] as const;
  return (
    <>
      <h3>{t('Begin with')}</h3>
      <ul className="ways">
        {ways.map(({ id, word, help }) => (
          <li key={id}>
            <button type="button" onClick={() => pipeline.edit(READY_CHAINS[id])}>
              <b>{word}</b>
              <span className="quiet">{help}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
