/** The guess: native radio buttons, shut once the answer stands below. */
import { t } from '../messages/t.ts';
import type { Facts } from './facts.ts';
import type { Question } from './lesson.ts';
import type { Finding } from './progress.ts';

interface AskProps {
  readonly question: Question;
  readonly facts: Facts;
  readonly guess: number | undefined;
  readonly finding: Finding | undefined;
  readonly choose: (choice: number) => void;
}

export function Ask({ question, facts, guess, finding, choose }: AskProps) {
  return (
    <fieldset className="guess" disabled={finding !== undefined}>
      <legend>{t(question.ask)}</legend>
      <div className="guesses">
        {question.choices(facts).map((words, i) => (
          <label key={words} className={finding?.answer === i ? 'confirmed' : ''}>
            <input type="radio" name="guess" checked={guess === i} onChange={() => choose(i)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
