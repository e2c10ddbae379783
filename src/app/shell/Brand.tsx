/** The mark: one pour, from full to what is left. */
import { t } from '../messages/t.ts';
export function Brand() {
  return (
    <a className="brand" href="./" aria-label={t('Decant: shrink a neural network. Start again')}>
      <svg viewBox="0 0 30 26" aria-hidden="true">
        <path className="left" d="M1 5H9Q13 5 13 9V25H1Z" />
        <path className="right" d="M13 17Q13 20.5 17 20.5H29V25H13Z" />
        <path className="stroke" d="M0 5H9Q13 5 13 9V16.5Q13 20.5 17 20.5H30" />
      </svg>
      <span>
        Decant
        <span className="purpose">{t('Shrink a neural network')}</span>
      </span>
    </a>
  );
}
