/** What may change while a run goes: temperature, the teacher's share, the learning rate. Each change leaves a mark. */
import { decimals } from '../../format/numbers.ts';
import { numeral } from '../../format/numeral.ts';
import { t } from '../../messages/t.ts';
import { isUnderWay } from '../../training/machine.ts';
import { hasTemperature } from '../../training/setup.ts';
import type { SettingName, Settings } from '../../training/state.ts';
import { hasTeacher } from '../../training/teaching.ts';
import { Ruler } from './Ruler.tsx';
import { useTraining } from './useTraining.ts';

interface KnobsProps {
  /** Temperature at which the distributions are drawn. */
  readonly shownAt: number;
  readonly setShownAt: (temperature: number) => void;
  /** Settings of a branch that is being composed; null where the run itself is steered. */
  readonly draft: Settings | null;
  readonly change: (settings: Settings) => void;
}

export function Knobs({ shownAt, setShownAt, draft, change }: KnobsProps) {
  const setup = useTraining(({ asked, phase, setup: next }) => (phase === 'idle' ? next : (asked ?? next)));
  const settings = useTraining((state) => state.settings);
  const began = useTraining((state) => state.began);
  const live = useTraining(({ phase }) => isUnderWay(phase));
  const value = (name: SettingName): number => draft?.[name] ?? settings[name] ?? setup[name];
  const was = (name: SettingName) => (live || draft ? began[name] : undefined);
  const acts = draft ? t('For the branch.') : live ? t('Acts at once; leaves a mark on the curve.') : '';
  return (
    <div className="knobs">
      <Ruler
        name={t('Shown at temperature')}
        help={t('Only for looking: what a softer softmax makes of both answers.')}
        value={shownAt}
        least={0.5}
        most={20}
        stops={80}
        log
        format={(one) => decimals(one, one < 10 ? 1 : 0)}
        onChange={setShownAt}
      />
      {hasTemperature(setup) && (
        <Ruler
          name={t('Temperature')}
          help={`${t('Higher lets the student see what the teacher almost said.')} ${acts}`}
          value={value('temperature')}
          {...optional('was', was('temperature'))}
          least={1}
          most={20}
          stops={38}
          format={(one) => decimals(one, Number.isInteger(one) ? 0 : 1)}
          onChange={(temperature) => change({ temperature })}
        />
      )}
      {hasTeacher(setup) && (
        <Ruler
          name={t('Teacher’s share')}
          help={`${t('How much of the loss comes from the teacher, the rest from the labels (alpha).')} ${acts}`}
          value={value('alpha')}
          {...optional('was', was('alpha'))}
          least={0}
          most={1}
          stops={20}
          format={(one) => decimals(one, 2)}
          onChange={(alpha) => change({ alpha })}
        />
      )}
      <Ruler
        name={t('Learning rate')}
        help={`${t('How far a step goes. Too far, and the loss climbs.')} ${acts}`}
        value={value('learningRate')}
        {...optional('was', was('learningRate'))}
        least={1e-5}
        most={1}
        stops={50}
        log
        format={(one) => numeral(String(Number(one.toPrecision(2))))}
        onChange={(learningRate) => change({ learningRate })}
      />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function optional<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}
