/** A teacher's task at the right of the stage: the question of the link, the learner's answer, and whether it is right. */
import type { FormEvent } from 'react';
import { useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { fingerprintOf } from './fingerprint.ts';
import '../lessons/lessons.css';
import '../styles/panels.css';
import './teach.css';

type Outcome = 'right' | 'wrong' | 'noted';

export default function TaskDock() {
  const { ask, answer } = useApp((state) => state.flags);
  const [said, setSaid] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const check = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (said.trim() === '') return;
    if (answer === null) return setOutcome('noted');
    setOutcome((await fingerprintOf(said)) === answer ? 'right' : 'wrong');
  };
  return (
    <aside className="dock task-dock" aria-label={t('Task')}>
      <h2>{t('Task')}</h2>
      <p className="asked">{ask}</p>
      <form className="form" onSubmit={check}>
        <label className="field whole">
          <span>{t('Your answer')}</span>
          <input
            type="text"
            autoComplete="off"
            value={said}
            onChange={(event) => {
              setSaid(event.target.value);
              setOutcome(null);
            }}
          />
        </label>
        <div className="whole tools-row">
          <button type="submit" className="btn">
            {answer === null ? t('Note it') : t('Check')}
          </button>
        </div>
      </form>
      <p role="status" className="found">
        {outcome === 'right' && <b className="key-right">{t('✓ That is the expected answer.')}</b>}
        {outcome === 'wrong' && <b className="key-wrong">{t('× Not the expected answer. Look again.')}</b>}
        {outcome === 'noted' && t('Noted: “{answer}”. The link holds no answer to compare it with.', { answer: said })}
      </p>
    </aside>
  );
}
