/** The numbers of one step on one sample: a row a class, a pair of columns a stage; later stages wait for their turn. */
import type { CSSProperties } from 'react';
import { decimals, significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useApp } from '../../store/context.tsx';
import type { SlowStep } from '../../training/slowMotion.ts';
import type { SlowStage } from './SlowMotion.tsx';
import { useTraining } from './useTraining.ts';
import '../../styles/tables.css';

interface SlowNumbersProps {
  readonly step: SlowStep;
  readonly stage: SlowStage;
}

const ORDER: readonly SlowStage[] = ['forward', 'targets', 'loss', 'gradient', 'update'];

export function SlowNumbers({ step, stage }: SlowNumbersProps) {
  const classes = useApp((state) => state.opened?.data.classes ?? null);
  const loss = useTraining(({ asked, setup }) => asked ?? setup);
  const reached = (one: SlowStage): boolean => ORDER.indexOf(one) <= ORDER.indexOf(stage);
  const now = (one: SlowStage): string => (one === stage ? ' now' : '');
  const { teacher, before, after, numbers, temperature, label } = step;
  const most = Math.max(...numbers.gradient.map(Math.abs), 1e-9);
  const plain = loss.loss === 'logit' && loss.divergence === 'forward';
  return (
    <div className="slow-body" data-provenance="live">
      <p className="slow-said" role="status">
        {sentenceOf(step, stage)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
      <section className="slow-scroll" aria-label={t('Numbers of the step')} tabIndex={0}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('class')}</th>
              <th scope="col" className={`num${now('forward')}`}>
                {t('teacher’s logit')}
              </th>
              <th scope="col" className={`num${now('forward')}`}>
                {t('student’s logit')}
              </th>
              <th scope="col" className={`num${now('targets')}`}>
                {t('soft target')}
              </th>
              <th scope="col" className={`num${now('targets')}`}>
                {t('student, softened')}
              </th>
              <th scope="col" className={`num${now('gradient')}`}>
                {t('gradient')}
              </th>
              <th scope="col" className={`num${now('update')}`}>
                {t('logit after')}
              </th>
            </tr>
          </thead>
          <tbody>
            {before.map((logit, k) => {
              const gradient = numbers.gradient[k] ?? 0;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: classes never change their order.
                <tr key={k} className={k === label ? 'chosen' : ''}>
                  <th scope="row">
                    {classes?.[k] ?? k}
                    {k === label && <span className="label"> {t('label')}</span>}
                  </th>
                  <td className={`num${now('forward')}`}>{decimals(teacher[k] ?? 0, 2)}</td>
                  <td className={`num${now('forward')}`}>{decimals(logit, 2)}</td>
                  <td className={`num${now('targets')}`}>
                    {reached('targets') && decimals(numbers.teacherSoft[k] ?? 0, 3)}
                  </td>
                  <td className={`num${now('targets')}`}>
                    {reached('targets') && decimals(numbers.studentSoft[k] ?? 0, 3)}
                  </td>
                  <td className={`num pull${now('gradient')}`}>
                    {reached('gradient') && (
                      <>
                        <i
                          className={gradient > 0 ? 'down' : 'up'}
                          style={{ '--share': Math.abs(gradient) / most } as CSSProperties}
                          aria-hidden="true"
                        />
                        {decimals(gradient, 3)}
                      </>
                    )}
                  </td>
                  <td className={`num${now('update')}`}>
                    {reached('update') && `${decimals(after[k] ?? 0, 2)} (${signed((after[k] ?? 0) - logit)})`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {reached('loss') && <LossTerms step={step} />}
      {reached('update') && <Weights step={step} />}
      {!plain && (
        <p className="label">
          {t(
            'This run compares in another way; soft targets, loss and gradient are those of forward KL at temperature {temperature}.',
            { temperature: significant(temperature) },
          )}
        </p>
      )}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function sentenceOf({ temperature, alpha, learningRate }: SlowStep, stage: SlowStage): string {
  const T = significant(temperature);
  switch (stage) {
    case 'forward':
      return t('Both networks read the same sample. What comes out are logits: scores, not yet shares.');
    case 'targets':
      return t('Divided by the temperature {T} before the softmax, the teacher’s answer shows what it almost said.', {
        T,
      });
    case 'loss':
      return t('How far apart both are, {alpha} of it by the teacher and the rest by the label.', {
        alpha: significant(alpha),
      });
    case 'gradient':
      return t(
        'What each logit should do: the student’s share minus the teacher’s. A full bar pushes a logit down, a hollow one up.',
      );
    case 'update':
      return t(
        'All weights went a small way along, at a rate of {rate}, for the whole batch; this sample is one among them.',
        { rate: significant(learningRate) },
      );
    default:
      return stage satisfies never;
  }
}

function LossTerms({ step: { numbers, numbersAfter, temperature, alpha } }: { readonly step: SlowStep }) {
  const { kl, task, total } = numbers;
  const share = task === null ? 1 : alpha;
  return (
    <p className="terms">
      {t('to teacher')} {significant(temperature)}² · KL = <b>{decimals(kl, 3)}</b>
      {task !== null && (
        <>
          , {t('to label')} <b>{decimals(task, 3)}</b>
        </>
      )}
      ; {t('total')} {significant(share)} × {decimals(kl, 3)}
      {task !== null && ` + ${significant(1 - share)} × ${decimals(task, 3)}`} = <b>{decimals(total, 3)}</b>
      <span className="label">, {t('after the step {loss}', { loss: decimals(numbersAfter.total, 3) })}</span>
    </p>
  );
}

function Weights({ step: { weights } }: { readonly step: SlowStep }) {
  return (
    <ul className="weights">
      {weights.map(({ name, length, moved, largest }) => (
        <li key={name}>
          <b>{name}</b>{' '}
          {t('moved by {share} % of its length; one weight by {largest}', {
            share: significant((100 * moved) / Math.max(length, 1e-12)),
            largest: signed(largest, 4),
          })}
        </li>
      ))}
    </ul>
  );
}

const signed = (value: number, places = 2): string => `${value > 0 ? '+' : ''}${decimals(value, places)}`;
