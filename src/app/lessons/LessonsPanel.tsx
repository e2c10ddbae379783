/** The list of lessons, each a way into the dock. */

import { useStore } from 'zustand';
import { t, tn } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { LESSONS } from './catalogue.ts';
import { pageKey, progress } from './progress.ts';

export default function LessonsPanel() {
  const openLesson = useApp((state) => state.openLesson);
  const openPanel = useApp((state) => state.openPanel);
  const findings = useStore(progress, (state) => state.findings);
  const begin = (id: string, again: boolean): void => {
    if (again) progress.getState().forget(id);
    openLesson(id);
  };
  return (
    <>
      <p className="lede">
        {t('One idea a page, one thing to do, and a guess before each answer. All figures are measured here.')}
      </p>
      <ol className="ways">
        {LESSONS.map(({ id, title, about, minutes, pages }, i) => {
          const seen = pages.filter((_, at) => findings[pageKey(id, at + 1)]).length;
          return (
            <li key={id}>
              <button type="button" onClick={() => begin(id, seen === pages.length)}>
                <b>
                  {i + 1}. {t(title)}
                </b>
                <span className="quiet">
                  {t(about)}{' '}
                  <span className="label">
                    {tn(minutes, '{count} minute', '{count} minutes')}
                    {seen === 0
                      ? ''
                      : seen === pages.length
                        ? t(', done')
                        : t(', {seen} of {pages} pages seen', { seen, pages: pages.length })}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <p className="label said">
        {t('Or test what one reads elsewhere:')}{' '}
        <button type="button" className="link" onClick={() => openPanel('claims')}>
          {t('claims to check')}
        </button>
      </p>
    </>
  );
}
