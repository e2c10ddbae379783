/** A few questions, the recipe that they lead to with its reasons, and what it costs here once it is measured. */
import { useState } from 'react';
import { accuracyChange, sizeChange } from '../format/changes.ts';
import { bytesFigure, percentFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { Choices } from '../panels/Choices.tsx';
import { titleOf } from '../recipe/words.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import { nameOf, READY } from '../training/setup.ts';
import type { Advice, Answers } from './advise.ts';
import { advise } from './advise.ts';
import { questions, reasonWords } from './words.ts';

const START: Answers = { data: 'labelled', time: 'minutes', size: 'eighth', device: 'floats' };

export default function GuidePanel() {
  const [answers, setAnswers] = useState<Answers>(START);
  const { data, time, size, device } = questions();
  return (
    <>
      <p className="lede">
        {t(
          'Rounding needs no training, distillation makes another network. Which of them, or both, depends on four things.',
        )}
      </p>
      <Choices {...data} value={answers.data} choose={(chosen) => setAnswers({ ...answers, data: chosen })} />
      <Choices {...time} value={answers.time} choose={(chosen) => setAnswers({ ...answers, time: chosen })} />
      <Choices {...size} value={answers.size} choose={(chosen) => setAnswers({ ...answers, size: chosen })} />
      <Choices {...device} value={answers.device} choose={(chosen) => setAnswers({ ...answers, device: chosen })} />
      <Advised advice={advise(answers)} />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Advised({ advice }: { readonly advice: Advice }) {
  const { recipe, training, reasons } = advice;
  const words = reasonWords();
  return (
    <>
      <h3>{training ? nameOf({ ...READY, ...training }) : recipe && titleOf(recipe)}</h3>
      <ul className="reasons">
        {reasons.map((reason) => (
          <li key={reason} className="said">
            {words[reason]}
          </li>
        ))}
      </ul>
      <div className="tools-row">
        <Acts advice={advice} />
      </div>
      {recipe && <Outcome advice={advice} />}
      <MoreSources />
    </>
  );
}

function Acts({ advice: { recipe, training } }: { readonly advice: Advice }) {
  const studio = useStudio();
  const { changeRecipe, setView, openPanel } = useApp((state) => state);
  const learn = async (): Promise<void> => {
    const { trainerOf } = await import('../training/trainerOf.ts');
    trainerOf(studio).choose({ ...READY, ...training });
    setView('distill');
    openPanel(null);
  };
  return (
    <>
      {recipe && (
        <button type="button" className="btn btn-main" onClick={() => changeRecipe('b', recipe)}>
          {training ? t('Load the rounding into B and measure it') : t('Load it into B and measure it')}
        </button>
      )}
      {training && (
        <button type="button" className={recipe ? 'btn' : 'btn btn-main'} onClick={() => void learn()}>
          {t('Set the training up in the view Distill')}
        </button>
      )}
    </>
  );
}

/** What the recipe costs and gains here, once B has it. */
function Outcome({ advice: { recipe } }: { readonly advice: Advice }) {
  const state = useApp((whole) => whole);
  const { a, b } = state.results;
  const loaded = JSON.stringify(state.sides.b.recipe) === JSON.stringify(recipe) && state.sides.b.base === null;
  if (!loaded || !a || !b) return null;
  const trust = trustOf(state, 'b');
  if (trust === 'stale') return <p role="status">{t('Being measured…')}</p>;
  const [bytes, other] = [b.measurement.size.bytes, a.measurement.size.bytes];
  const { accuracy, flips } = b.measurement.quality;
  const parts = [
    `${text(bytesFigure(bytes))}, ${sizeChange(bytes, other)}`,
    ...(accuracy ? [t('{share} right', { share: text(percentFigure(accuracy.value)) })] : []),
    ...(flips?.difference ? [accuracyChange(flips.difference)] : []),
  ];
  return (
    <p role="status" className="said" data-provenance={trust}>
      {t('B against A here:')} <b>{parts.join(', ')}</b>
    </p>
  );
}

function MoreSources() {
  const openPanel = useApp((state) => state.openPanel);
  return (
    <p className="label">
      {t('The rules behind this are claims, too:')}{' '}
      <button type="button" className="link" onClick={() => openPanel('claims')}>
        {t('check them on this network')}
      </button>
    </p>
  );
}
