/** Which classes each side takes for which, and where B differs from A, counted on the same samples. */
import { bytesFigure, count, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { CopyButton } from '../../panels/CopyButton.tsx';
import { BitsDial } from '../../sides/BitsDial.tsx';
import { Measured } from '../../sides/Measured.tsx';
import { RecipeSentence } from '../../sides/RecipeSentence.tsx';
import { accuracyReceipt, agreementReceipt } from '../../sides/receipts.ts';
import { sideTitle } from '../../stage/SideTags.tsx';
import { Strip } from '../../stage/Strip.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import type { SideName } from '../../store/types.ts';
import { useChoice } from '../useChoice.ts';
import { ClassTable } from './ClassTable.tsx';
import { MatrixGrid } from './MatrixGrid.tsx';
import type { Confusions, MatrixName } from './matrices.ts';
import { confusionCsv, samplesOf } from './matrices.ts';
import { useConfusions } from './useConfusions.ts';
import '../../styles/tables.css';
import '../turn.css';
import './confusion.css';

/** Classes up to which two matrices stand beside each other; above, one at a time. */
const MOST_BESIDE = 12;

export default function ConfusionView() {
  const { confusions, name } = useConfusions();
  const [a, b] = [useApp((state) => state.results.a), useApp((state) => state.results.b)];
  const [titleA, titleB] = [useApp((state) => sideTitle(state, 'a')), useApp((state) => sideTitle(state, 'b'))];
  const [bytesA, bytesB] = [a?.measurement.size.bytes ?? 0, b?.measurement.size.bytes ?? 0];
  return (
    <>
      <Strip
        bytesA={bytesA}
        bytesB={bytesB}
        nameA={titleA}
        nameB={titleB}
        noteA={text(bytesFigure(bytesA))}
        noteB={text(bytesFigure(bytesB))}
      />
      {confusions ? (
        <Counted confusions={confusions} name={name} />
      ) : (
        <p className="view-empty">
          {t('Confusions need a network that chooses between classes, and both sides measured on samples.')}
        </p>
      )}
      <section className="turn side b" aria-label={t('Recipe of side B')}>
        <BitsDial side="b" />
        <RecipeSentence side="b" />
      </section>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const NAMES: readonly MatrixName[] = ['a', 'b', 'change'];

interface CountedProps {
  readonly confusions: Confusions;
  readonly name: (index: number) => string;
}

function Counted({ confusions, name }: CountedProps) {
  const { store } = useStudio();
  const trusts = { a: useApp((state) => trustOf(state, 'a')), b: useApp((state) => trustOf(state, 'b')) };
  const [single, setSingle] = useChoice<MatrixName>('matrix', ['change', 'a', 'b']);
  const beside = confusions.a.length <= MOST_BESIDE;
  const show = ({ only, filter }: ReturnType<typeof samplesOf>): void => {
    const { setFilter, setOnly, setView } = store.getState();
    setFilter(filter);
    setOnly(only);
    setView('samples');
  };
  return (
    <>
      {!beside && <Choice single={single} setSingle={setSingle} />}
      <div className={`matrices${beside ? '' : ' single'}`}>
        {(beside ? NAMES : [single]).map((which) => (
          <MatrixGrid
            key={which}
            which={which}
            matrix={confusions[which]}
            labelled={confusions.labelled}
            name={name}
            trust={trusts[which === 'a' ? 'a' : 'b']}
            choose={(truth, answer) => show(samplesOf(which, { truth, answer }, confusions.labelled))}
          />
        ))}
        <ClassTable
          confusions={confusions}
          name={name}
          trusts={trusts}
          choose={(truth) => show({ only: confusions.labelled ? { truth } : { a: truth }, filter: 'all' })}
        />
      </div>
      <p className="label matrix-foot">
        <span>
          {confusions.labelled
            ? t('{n} samples, the same for both sides. A cell shows its samples.', { n: count(confusions.samples) })
            : t('{n} samples without classes: rows are answers of A. A cell shows its samples.', {
                n: count(confusions.samples),
              })}
        </span>
        <SideReceipt side="a" /> <SideReceipt side="b" />
        <CopyButton text={confusionCsv(confusions, name)}>{t('Copy as CSV')}</CopyButton>
      </p>
    </>
  );
}

/** How the answers of a side were counted. */
function SideReceipt({ side }: { readonly side: SideName }) {
  const measurement = useApp((state) => state.results[side]?.measurement);
  const trust = useApp((state) => trustOf(state, side));
  if (!measurement) return null;
  const receipt = measurement.quality.accuracy ? accuracyReceipt : agreementReceipt;
  return (
    <Measured trust={trust} className="link" receipt={() => receipt(measurement)}>
      {t('How {side} was measured', { side: side.toUpperCase() })}
    </Measured>
  );
}

interface ChoiceProps {
  readonly single: MatrixName;
  readonly setSingle: (which: MatrixName) => void;
}

function Choice({ single, setSingle }: ChoiceProps) {
  const words = { a: 'A', b: 'B', change: t('B minus A') };
  return (
    <fieldset className="matrix-choice">
      <legend className="unseen">{t('Which matrix')}</legend>
      {NAMES.map((which) => (
        <label key={which}>
          <input type="radio" name="matrix" checked={which === single} onChange={() => setSingle(which)} />
          {words[which]}
        </label>
      ))}
    </fieldset>
  );
}
