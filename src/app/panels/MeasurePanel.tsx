/** What is measured now and where: progress, the executor with its reason, features and limits, the self-check. */
import { bytesFigure, count, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { SelfChecks } from '../views/speed/Checks.tsx';
import { Facts } from './Facts.tsx';
import { ProgressRow } from './ProgressRow.tsx';
import '../views/speed/speed.css';

export default function MeasurePanel() {
  const { engine } = useStudio();
  const work = useApp((state) => state.work);
  return (
    <>
      {work ? (
        <ProgressRow
          label={work.label}
          progress={
            work.done === null
              ? null
              : {
                  label: work.label,
                  done: work.done,
                  total: 1,
                  ...(work.secondsLeft === null ? {} : { secondsLeft: work.secondsLeft }),
                }
          }
          stop={() => engine.stop()}
        />
      ) : (
        <div className="tools-row">
          <button type="button" className="btn btn-main" onClick={() => engine.measureAgain()}>
            {t('Measure both sides again')}
          </button>
        </div>
      )}
      <h3>{t('Where it runs')}</h3>
      <Machine />
      <SelfChecks />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Machine() {
  const readiness = useApp((state) => state.readiness);
  if (!readiness) return <p className="quiet">{t('The engine is starting.')}</p>;
  const { chosen, executors, adapter, features, limits } = readiness;
  const adapterWords = adapter
    ? `${[adapter.description, adapter.vendor, adapter.architecture].filter((word) => word !== '').join(', ')}${adapter.software ? t(' (software: no GPU)') : ''}`
    : t('none: this browser lends out no GPU');
  return (
    <Facts
      rows={[
        [t('executor'), chosen.executor],
        [t('because'), tell(chosen.why)],
        [t('also here'), executors.filter((name) => name !== chosen.executor).join(', ') || t('none')],
        [t('adapter'), adapterWords],
        [t('features'), features.map(tell).join(', ') || t('none that are used')],
        ...Object.entries(limits).map(([name, value]) => [name, limitWords(name, value)] as const),
        [
          t('heat, battery'),
          t('A warm device, or one on its battery, slows down: compare times that were taken together.'),
        ],
        [t('threads'), crossOriginIsolated ? t('allowed: the page is isolated') : t('one: the page is not isolated')],
      ]}
    />
  );
}

/** Limits of bytes in bytes, all others as numbers. */
function limitWords(name: string, value: number): string {
  return /Size$|StorageSize/.test(name) && value > 4096 ? text(bytesFigure(value)) : count(value);
}
