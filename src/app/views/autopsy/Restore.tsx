/** Restores the layer that is looked at in B, and says what became of the flip: the cause, not a correlation. */
import { t } from '../../messages/t.ts';
import { useApp } from '../../store/context.tsx';

interface RestoreProps {
  readonly node: string;
  readonly sample: number;
}

export function Restore({ node, sample }: RestoreProps) {
  const spec = useApp((state) => state.sides.b);
  const changeRecipe = useApp((state) => state.changeRecipe);
  const classes = useApp((state) => state.opened?.data.classes);
  const a = useApp((state) => state.results.a?.measurement.quality.answers?.top[sample]);
  const b = useApp((state) => state.results.b?.measurement.quality.answers?.top[sample]);
  const settled = useApp((state) => state.phase === 'idle');
  const { exceptions, bits } = spec.recipe;
  const own = exceptions[node] ?? bits;
  const name = (index: number): string => classes?.[index] ?? String(index);
  const able = spec.base === null && own < 32;
  const restored = spec.base === null && exceptions[node] === 32;
  const take = (): void => {
    const { [node]: _, ...others } = exceptions;
    changeRecipe('b', { exceptions: others });
  };
  return (
    <div className="tools-row quiet">
      {a !== undefined && b !== undefined && (
        <span role="status">
          {!settled
            ? t('measuring')
            : a === b
              ? t('A and B both say {answer}: there is no flip.', { answer: name(a) })
              : t('A says {a}, B says {b}.', { a: name(a), b: name(b) })}
        </span>
      )}
      {able && (
        <button
          type="button"
          className="link"
          onClick={() => changeRecipe('b', { exceptions: { ...exceptions, [node]: 32 } })}
        >
          {t('Heal {layer} in B', { layer: node })}
        </button>
      )}
      {restored && (
        <button type="button" className="link" onClick={take}>
          {t('Round {layer} again', { layer: node })}
        </button>
      )}
    </div>
  );
}
