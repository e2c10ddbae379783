/** What the controls of a panel or a view do, to be opened below them; the recipe's own come with their menus. */
import { t } from '../messages/t.ts';
import type { Control } from '../recipe/controls.ts';
import { CONTROLS } from '../recipe/controls.ts';
import { useApp } from '../store/context.tsx';
import { HELPS } from './helps.ts';
import './help.css';

export default function HelpList({ of, open }: { readonly of: string; readonly open?: boolean }) {
  const openLesson = useApp((state) => state.openLesson);
  const lines = linesOf(of);
  if (lines.length === 0) return null;
  return (
    <details className="help-list" open={open}>
      <summary>{t('What do these do?')}</summary>
      <dl>
        {lines.map(({ name, does, effect, lesson }) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              {t(does)} <span className="quiet">{effect}</span>{' '}
              {lesson && (
                <button type="button" className="link" onClick={() => openLesson(lesson)}>
                  {t('Lesson')}
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface Line {
  readonly name: string;
  readonly does: string;
  /** In the reader's language already. */
  readonly effect: string;
  readonly lesson?: string;
}

function linesOf(place: string): readonly Line[] {
  const lines = HELPS.filter(({ where }) => where === place).map((line) => ({ ...line, effect: t(line.effect) }));
  if (place !== 'recipe') return lines;
  const words = Object.values(CONTROLS as Readonly<Record<string, Control>>).map((control) => ({
    ...control,
    effect: `${t('Size')}: ${t(control.size)}. ${t('Speed')}: ${t(control.speed)}. ${t('Quality')}: ${t(control.quality)}.`,
  }));
  return [...lines, ...words];
}
