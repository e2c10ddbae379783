/** The lesson at the right of the stage, below it on narrow screens. It never covers what it speaks of. */

import { useEffect, useRef } from 'react';
import { t } from '../messages/t.ts';
import { CopyLink } from '../shell/Tools.tsx';
import { useApp } from '../store/context.tsx';
import { LESSONS } from './catalogue.ts';
import { LessonPageBody } from './LessonPageBody.tsx';
import type { OpenLesson } from './useLesson.ts';
import { useLesson, useLessonStage } from './useLesson.ts';
import './lessons.css';

export default function LessonDock() {
  const open = useLesson();
  return open && <Dock open={open} />;
}

// ---------------------------------------------------------------------------------------------------------------------

function Dock({ open }: { readonly open: OpenLesson }) {
  const { lesson, at, name } = open;
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useLessonStage(open);
  usePresenterKeys(open);
  // Reading goes on at the new page. The first one is in sight already, or below a stage that is to be seen first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has its own name.
  useEffect(() => {
    heading.current?.focus({ preventScroll: first.current });
    first.current = false;
  }, [name]);
  return (
    <aside className="dock" aria-label={t('Lesson')}>
      <h2 ref={heading} tabIndex={-1}>
        {t(lesson.title)}
        <span className="unseen">{t('page {at} of {pages}', { at, pages: lesson.pages.length })}</span>
      </h2>
      <LessonPageBody {...open} />
      {at === lesson.pages.length && open.finding && <End open={open} />}
      <Away open={open} />
      <Turn open={open} />
    </aside>
  );
}

/** In presenter mode the arrows leaf through the lesson, wherever they move nothing else. */
function usePresenterKeys({ lesson, at }: OpenLesson): void {
  const presenting = useApp((state) => state.flags.present);
  const openLesson = useApp((state) => state.openLesson);
  useEffect(() => {
    if (!presenting) return;
    const onKeyDown = ({ key, target, defaultPrevented }: KeyboardEvent): void => {
      const to = at + ({ ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[key] ?? 0);
      const busy =
        target instanceof Element && target.closest('input, select, textarea, [role="slider"], [role="tab"]');
      if (defaultPrevented || busy || to === at || to < 1 || to > lesson.pages.length) return;
      openLesson(lesson.id, to);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [presenting, openLesson, lesson, at]);
}

/** After the last page: hand it on, or go on. */
function End({ open: { lesson } }: { readonly open: OpenLesson }) {
  const openLesson = useApp((state) => state.openLesson);
  const next = LESSONS[LESSONS.indexOf(lesson) + 1];
  return (
    <div className="lesson-end tools-row">
      <CopyLink />
      {next ? (
        <button type="button" className="link" onClick={() => openLesson(next.id)}>
          {t('Next lesson: {title}', { title: t(next.title) })}
        </button>
      ) : (
        <span className="quiet">{t('That was the last lesson.')}</span>
      )}
    </div>
  );
}

function Away({ open: { page } }: { readonly open: OpenLesson }) {
  const stage = useApp((state) => state.lessonStage);
  const setLessonStage = useApp((state) => state.setLessonStage);
  if (!stage || stage.away.length === 0) return null;
  const names = { recipe: t('the recipe'), dial: t('the dials'), time: t('the time') };
  const words = [...(page.stage.away ?? []).map((part) => names[part]), t('the runs')];
  const list = t('{list} and {last}', { list: words.slice(0, -1).join(', '), last: words.at(-1) ?? '' });
  return (
    <p className="label put-away">
      {t('{parts} are put away for this page.', { parts: list.charAt(0).toUpperCase() + list.slice(1) })}{' '}
      <button type="button" className="link" onClick={() => setLessonStage({ ...stage, away: [] })}>
        {t('Bring them back')}
      </button>
    </p>
  );
}

function Turn({ open: { lesson, at, finding, onSample } }: { readonly open: OpenLesson }) {
  const openLesson = useApp((state) => state.openLesson);
  const last = at === lesson.pages.length;
  return (
    <nav className="turnpage" aria-label={t('Pages of the lesson')}>
      <button type="button" onClick={() => openLesson(lesson.id, at - 1)} disabled={at === 1}>
        {t('Back')}
      </button>
      {!finding && onSample && <span className="label">{t('You can go on once you have looked.')}</span>}
      {last ? (
        <button type="button" className="btn" onClick={() => openLesson(null)}>
          {finding ? t('Done') : t('Leave')}
        </button>
      ) : (
        <button type="button" className="btn" disabled={!finding} onClick={() => openLesson(lesson.id, at + 1)}>
          {t('Next')}
        </button>
      )}
    </nav>
  );
}
