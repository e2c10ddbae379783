/** A stage as a sentence of menus, with the ways to move it and to take it away. */
import { t } from '../messages/t.ts';
import { Pick } from '../sides/Pick.tsx';
import type { Step } from './chain.ts';
import { moved, replaced, without } from './chain.ts';
import type { Part } from './sentences.ts';
import { sentenceOf } from './sentences.ts';
import { usePipeline, usePipelineCalls } from './usePipeline.ts';

export function StageSentence({ step, index }: { readonly step: Step; readonly index: number }) {
  const pipeline = usePipelineCalls();
  const chain = usePipeline((state) => state.chain);
  const n = index + 1;
  return (
    <li className="chain-stage">
      <p className="recipe">
        {sentenceOf(step).map((part, place) => (
          <PartOf
            key={keyOf(part, place)}
            part={part}
            n={n}
            change={(own) => pipeline.edit(replaced(chain, index, own))}
          />
        ))}
      </p>
      <div className="stage-tools">
        <button
          type="button"
          className="btn"
          aria-label={t('Move stage {n} up', { n })}
          disabled={index === 0}
          onClick={() => pipeline.edit(moved(chain, index, -1))}
        >
          ↑
        </button>
        <button
          type="button"
          className="btn"
          aria-label={t('Move stage {n} down', { n })}
          disabled={n === chain.length}
          onClick={() => pipeline.edit(moved(chain, index, 1))}
        >
          ↓
        </button>
        <button
          type="button"
          className="btn"
          aria-label={t('Take stage {n} away', { n })}
          disabled={chain.length === 1}
          onClick={() => pipeline.edit(without(chain, index))}
        >
          ×
        </button>
      </div>
    </li>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface PartOfProps {
  readonly part: Part;
  /** Number of the stage. */
  readonly n: number;
  readonly change: (step: Step) => void;
}

function PartOf({ part, n, change }: PartOfProps) {
  if (typeof part === 'string') return part === '.' ? '.' : ` ${part}`;
  const { label, options, value, other } = part;
  const known = options.some((option) => option.value === value);
  return (
    <>
      {' '}
      <Pick
        label={t('{what} of stage {n}', { what: label, n })}
        options={options}
        value={value}
        {...(known || other === undefined ? {} : { word: other })}
        onChange={(chosen) => change(part.change(chosen))}
      />
    </>
  );
}

/** Words keep their place while their sentence stays of the same kind. */
const keyOf = (part: Part, place: number): string => (typeof part === 'string' ? `${place}` : `${place} ${part.label}`);
