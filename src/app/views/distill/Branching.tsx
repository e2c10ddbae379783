/** A branch: another run from the checkpoint that is looked at, with what the rulers say now. */
import { count, significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Settings } from '../../training/state.ts';
import { useTrainer, useTraining } from './useTraining.ts';

interface BranchingProps {
  readonly draft: Settings;
  readonly clear: () => void;
}

export function Branching({ draft, clear }: BranchingProps) {
  const trainer = useTrainer();
  const looking = useTraining((state) => state.looking);
  const of = useTraining((state) => state.of);
  const at = useTraining(
    ({ looking: chosen, checkpoints }) => chosen ?? checkpoints.filter((one) => one.at < of).at(-1)?.at ?? null,
  );
  const recorded = useTraining(({ recording }) => recording !== null);
  if (at === null || recorded) return null;
  const changes = Object.entries(draft).map(([name, value]) => `${WORDS[name]?.() ?? name} ${significant(value)}`);
  const branch = (): void => {
    const named = changes.length > 0 ? { name: changes.join(', ') } : {};
    void trainer.branch(at, { settings: settingsOf(draft), ...named });
    clear();
  };
  return (
    <div className="branching">
      <p>
        {looking === null
          ? t('Move the grip to go back in time. From any checkpoint another run may branch off.')
          : t('Side B is the student as it was after step {step}.', { step: count(looking) })}
      </p>
      {looking !== null && (
        <button type="button" className="link" onClick={() => void trainer.look(null)}>
          {t('Back to the newest')}
        </button>
      )}
      <button type="button" className="btn" onClick={branch}>
        {t('Branch from step {step}', { step: count(at) })}
        {changes.length > 0 && `: ${changes.join(', ')}`}
      </button>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const WORDS: Readonly<Record<string, () => string>> = {
  temperature: () => t('temperature'),
  alpha: () => t('share'),
  learningRate: () => t('rate'),
};

function settingsOf(draft: Settings): Record<string, number> {
  return Object.fromEntries(Object.entries(draft).filter((entry): entry is [string, number] => entry[1] !== undefined));
}
