/** Reset, start or pause, one step, slow motion, end; and how far, how fast, how long still. At the bottom on phones. */
import type { ReactNode } from 'react';
import { bytesFigure, count, decimals, left, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { isUnderWay, may } from '../../training/machine.ts';
import { recipeOf } from '../../training/setup.ts';
import { useTrainer, useTraining } from './useTraining.ts';

interface TransportProps {
  readonly slow: boolean;
  readonly setSlow: (slow: boolean) => void;
  /** Why nothing can be started now; null where it can. */
  readonly waits: string | null;
}

export function Transport({ slow, setSlow, waits }: TransportProps) {
  const trainer = useTrainer();
  const phase = useTraining((state) => state.phase);
  const hasCheckpoint = useTraining(({ checkpoints }) => checkpoints.length > 0);
  const recorded = useTraining(({ recording }) => recording !== null);
  // Its numbers are those of one student and the one teacher that is shown.
  const plain = useTraining(({ asked }) => !asked || (asked.way === 'once' && asked.others.length === 0));
  const goes = phase === 'running' || phase === 'starting';
  const words = goes
    ? t('Pause')
    : phase === 'paused' || phase === 'pausing' || phase === 'stepping'
      ? t('Go on')
      : t('Train a student');
  const enabled = goes ? phase === 'running' : phase === 'paused' || (may(phase, 'start') && waits === null);
  return (
    <div className="deck" role="toolbar" aria-label={t('Transport')}>
      <Key name="reset" words={t('Reset')} disabled={phase === 'idle'} act={trainer.reset}>
        <path d="M4 3V15M15 3 6 9l9 6Z" />
      </Key>
      <button type="button" className="btn btn-main" disabled={!enabled} onClick={trainer.toggle}>
        <Icon>{goes ? <path d="M5 3V15M13 3V15" /> : <path d="M4 3l11 6-11 6Z" />}</Icon>
        {words} <kbd>Space</kbd>
      </button>
      <Key name="step" words={t('Step')} keys="S" disabled={phase !== 'paused'} act={trainer.step}>
        <path d="M3 3l9 6-9 6ZM15 3V15" />
      </Key>
      <button
        type="button"
        className="btn"
        aria-pressed={slow}
        aria-label={t('Slow motion of one step')}
        disabled={!hasCheckpoint || recorded || !plain}
        onClick={() => setSlow(!slow)}
      >
        <Icon>
          <path d="M2 13A7 7 0 0 1 16 13M9 13 13 8" />
        </Icon>
        <span>{t('Slow')}</span>
      </button>
      {isUnderWay(phase) && (
        <Key name="end" words={t('End here')} disabled={!may(phase, 'finish')} act={trainer.finish}>
          <path d="M4 4H14V14H4Z" />
        </Key>
      )}
      <HoldAfterStage />
      <Pace waits={waits} />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Where another stage follows: holds the run before it. */
function HoldAfterStage() {
  const trainer = useTrainer();
  const { phase, asked, stage, holding, recording } = useTraining((state) => state);
  const goes = phase === 'running' || phase === 'starting';
  if (!goes || !asked || recording || stage >= recipeOf(asked).steps.length - 1) return null;
  return (
    <button
      type="button"
      className="btn hold"
      aria-pressed={holding}
      aria-label={t('Hold after this stage')}
      onClick={trainer.holdAfterStage}
    >
      <Icon>
        <path d="M3 4l6 5-6 5ZM12 4V14M15 4V14" />
      </Icon>
      <span>{t('Hold after this stage')}</span>
    </button>
  );
}

interface KeyProps {
  readonly name: string;
  readonly words: string;
  readonly keys?: string;
  readonly disabled: boolean;
  readonly act: () => void;
  readonly children: ReactNode;
}

function Key({ name, words, keys, disabled, act, children }: KeyProps) {
  return (
    <button type="button" className={`btn ${name}`} aria-label={words} disabled={disabled} onClick={act}>
      <Icon>{children}</Icon>
      <span>{words}</span> {keys && <kbd>{keys}</kbd>}
    </button>
  );
}

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      {children}
    </svg>
  );
}

function Pace({ waits }: { readonly waits: string | null }) {
  const { phase, step, of, msPerStep, secondsLeft, memoryBytes, doing } = useTraining((state) => state);
  if (phase === 'idle')
    return <p className="pace label hint">{waits ?? t('Runs on your machine; nothing leaves this tab.')}</p>;
  if (phase === 'starting') return <p className="pace">{doing === '' ? t('getting ready') : doing}…</p>;
  const pace = msPerStep > 0 ? t(', {count} a second', { count: perSecond(1000 / msPerStep) }) : '';
  const memory = memoryBytes === null ? '' : `, ${text(bytesFigure(memoryBytes))}`;
  return (
    <p className="pace">
      <b>{count(step)}</b> {t('of {count} steps', { count: count(of) })}
      <span className="wide">
        {pace}
        {memory}
      </span>
      {phase === 'running' && <b className="rest">{left(secondsLeft)}</b>}
      {phase === 'paused' && <b className="rest">{t('paused')}</b>}
      {phase === 'finishing' && <b className="rest">{t('ending')}</b>}
      {phase === 'done' && <b className="rest">{t('done')}</b>}
    </p>
  );
}

const perSecond = (rate: number): string => (rate >= 10 ? count(Math.round(rate)) : decimals(rate, 1));
