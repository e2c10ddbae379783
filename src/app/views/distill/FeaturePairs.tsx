/**
 * Which layer of the student follows which of the teacher: as the engine proposes it from shapes, each row to be changed,
 * taken out or added. The names are those of the networks; shapes say what can be compared with what.
 */
import { t } from '../../messages/t.ts';
import { Pick } from '../../sides/Pick.tsx';
import type { LayerPair } from '../../training/teaching.ts';
import { canPair } from '../../training/teaching.ts';
import type { Layers, LayerValue } from '../../training/trial.ts';
import { trialKey } from '../../training/trial.ts';
import { useTrainer, useTraining } from './useTraining.ts';

export function FeaturePairs() {
  const trainer = useTrainer();
  const setup = useTraining((state) => state.setup);
  const trial = useTraining((state) => state.trial);
  if (!canPair(setup) || !trial?.layers || trial.key !== trialKey(setup)) return null;
  const { layers } = trial;
  const pairs = setup.pairs ?? layers.proposed;
  const put = (next: readonly LayerPair[] | null): void => trainer.choose({ pairs: next });
  const spare = layers.student.find(({ value }) => !pairs.some(({ student }) => student === value));
  return (
    <div className="pairs">
      <h3>{t('Layers that are compared')}</h3>
      {pairs.length === 0 && <p className="label">{t('No sizes agree, so none are proposed.')}</p>}
      <ul>
        {pairs.map((pair, i) => (
          <li key={pair.student}>
            <Pair
              pair={pair}
              {...{ layers, pairs }}
              put={(changed) => put(pairs.with(i, changed))}
              drop={pairs.length > 1 ? () => put(pairs.toSpliced(i, 1)) : null}
            />
          </li>
        ))}
      </ul>
      <p className="label">
        {setup.pairs === null ? t('Proposed from their shapes.') : t('Chosen by you.')}{' '}
        {spare && (
          <button type="button" className="link" onClick={() => put([...pairs, nearest(layers, spare)])}>
            {t('Add a pair')}
          </button>
        )}{' '}
        {setup.pairs !== null && (
          <button type="button" className="link" onClick={() => put(null)}>
            {t('Take the proposal again')}
          </button>
        )}
      </p>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface PairProps {
  readonly pair: LayerPair;
  readonly layers: Layers;
  readonly pairs: readonly LayerPair[];
  readonly put: (pair: LayerPair) => void;
  readonly drop: (() => void) | null;
}

function Pair({ pair, layers, pairs, put, drop }: PairProps) {
  const own = layers.student.filter(
    ({ value }) => value === pair.student || !pairs.some(({ student }) => student === value),
  );
  return (
    <>
      <Pick
        label={t('layer of the student')}
        options={own.map(optionOf)}
        value={pair.student}
        onChange={(student) => put({ ...pair, student })}
      />{' '}
      {t('follows')}{' '}
      <Pick
        label={t('layer of the teacher')}
        options={layers.teacher.map(optionOf)}
        value={pair.teacher}
        onChange={(teacher) => put({ ...pair, teacher })}
      />{' '}
      {drop && (
        <button
          type="button"
          className="link"
          aria-label={t('Take out {student} and {teacher}', { ...pair })}
          onClick={drop}
        >
          {t('Take out')}
        </button>
      )}
    </>
  );
}

const optionOf = ({ value, shape }: LayerValue) => ({ value, word: value, help: shapeWords(shape) });

function shapeWords([channels = 0, ...size]: readonly number[]): string {
  return size.length === 0
    ? t('A vector of {count} values.', { count: channels })
    : t('{count} channels of {size}.', { count: channels, size: size.join(' × ') });
}

/** A layer with the one of the teacher that is as large, or else its first. */
function nearest({ teacher }: Layers, { value, shape }: LayerValue): LayerPair {
  const size = (of: readonly number[]) => of.slice(1).join('×');
  const like = teacher.findLast((one) => size(one.shape) === size(shape)) ?? teacher[0];
  return { student: value, teacher: like?.value ?? value };
}
