/** The rail while a lesson is open: which lesson and page, and the way out. */

import { useEffect } from 'react';
import { t } from '../messages/t.ts';
import { Brand } from '../shell/Brand.tsx';
import { StopButton } from '../shell/StopButton.tsx';
import { CopyLink } from '../shell/Tools.tsx';
import { useApp, useStudio } from '../store/context.tsx';
import { LESSONS } from './catalogue.ts';
import { Steps } from './Steps.tsx';
import { useLesson } from './useLesson.ts';

export default function LessonRail() {
  const open = useLesson();
  const openLesson = useApp((state) => state.openLesson);
  useEscape();
  useEffect(() => returnFocus, []);
  if (!open) return null;
  const { lesson, at } = open;
  return (
    <header className="rail">
      <Brand />
      <div className="where">
        <b>{t('Lesson {number} of {all}', { number: LESSONS.indexOf(lesson) + 1, all: LESSONS.length })}</b>
        <Steps pages={lesson.pages.length} at={at} />
        <span className="label">{t('page {at} of {pages}', { at, pages: lesson.pages.length })}</span>
        <StopButton />
      </div>
      <div className="tools lesson-tools">
        <CopyLink />
        <button type="button" className="leave" onClick={() => openLesson(null)}>
          {t('Leave lesson')} <kbd>Esc</kbd>
        </button>
      </div>
    </header>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Once the rail of the page stands again, the way back in has the focus that the lesson had. */
function returnFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const doors = document.querySelectorAll<HTMLElement>('.tools [data-opens="lessons"], .tools .menu');
    [...doors].find((door) => door.offsetParent !== null)?.focus();
  });
}

/** Escape leaves the lesson, unless it first closes something that is open over the page. */
function useEscape(): void {
  const { store } = useStudio();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { sample, panel, openLesson } = store.getState();
      const floating = document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
      if (event.key === 'Escape' && sample === null && panel === null && !floating) openLesson(null);
    };
    // In the capture phase, while what the key is about to close is still there.
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [store]);
}
