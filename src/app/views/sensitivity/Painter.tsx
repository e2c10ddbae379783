/**
 * The bit-budget painter: a budget of bytes as currency, bits painted onto layers, the network scored again after each
 * stroke; then the solver's own spending is shown as ghosts, with the gap. Seed and score travel in the link.
 */
import { useEffect, useState } from 'react';
import type { LayerBits, SensitivityMap } from '../../../studio/api.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { ProgressRow } from '../../panels/ProgressRow.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import { shelfHook, useStudy } from '../studyShelf.ts';
import { PaintRow } from './PaintRow.tsx';
import type { Revealed } from './PaintScore.tsx';
import { Gap, lossOf, NowInB, Purse } from './PaintScore.tsx';
import type { Game, Painting } from './paint.ts';
import { blank, budgetOf, costOf, gameIn, scoreOf, stroke, widthsOf, withGame } from './paint.ts';
import { withAllocation } from './widths.ts';
import './painter.css';

interface PainterProps {
  readonly map: SensitivityMap;
  readonly mapKey: string;
}

const useShelf = shelfHook<never, Revealed>();

/** Seeds are short, so that they can be said aloud in a classroom. */
const SEEDS = 1000;

export default function Painter({ map, mapKey }: PainterProps) {
  const { engine } = useStudio();
  const shelf = useShelf();
  const [game, setGame] = useState<Game>(() => gameIn(location.hash) ?? { seed: newSeed(), toBeat: null });
  const [painting, setPainting] = useState<Painting>(() => blank(map));
  const spec = useApp((state) => state.sides.b);
  const setSide = useApp((state) => state.setSide);
  const budget = budgetOf(map, game.seed);
  const study = useStudy(shelf, `${mapKey}|${game.seed}|${JSON.stringify(painting)}`);
  const { result } = study;
  const score = result ? scoreOf(lossOf(result.own), lossOf(result.solver)) : null;
  useEffect(() => {
    if (score !== null) history.replaceState(null, '', withGame(location.hash, { seed: game.seed, toBeat: score }));
  }, [score, game.seed]);
  const paint = (node: string, bits: LayerBits): void => {
    const next = stroke(map, painting, { node, bits, budget });
    if (next === painting) return;
    setPainting(next);
    setSide('b', { ...spec, recipe: withAllocation(spec.recipe, { bits: next }) });
  };
  const reveal = (): void =>
    void shelf.run(`${mapKey}|${game.seed}|${JSON.stringify(painting)}`, async ({ signal, onProgress }) => {
      const options = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
      const own = await engine.allocate({ map, budget, fixed: painting }, true, options);
      return { own, solver: await engine.allocate({ map, budget }, true, options) };
    });
  const again = (): void => {
    setGame({ seed: newSeed(), toBeat: null });
    setPainting(blank(map));
  };
  const spent = costOf(map, painting);
  return (
    <section className="painter" aria-labelledby="painter-title">
      <h2 id="painter-title">{t('Paint it yourself')}</h2>
      <p>
        {t('Seed {seed}: spend {budget} where you think they matter. Every stroke is measured in B.', {
          seed: game.seed,
          budget: text(bytesFigure(budget)),
        })}{' '}
        {game.toBeat !== null && <b>{t('Score to beat: {score}.', { score: game.toBeat })}</b>}
      </p>
      <Purse spent={spent} budget={budget} />
      {map.layers.map(({ node, bytes }) => (
        <PaintRow
          key={node}
          node={node}
          widths={widthsOf(map, node)}
          bits={painting[node] ?? 32}
          bytes={bytes[painting[node] ?? 32] ?? 0}
          ghost={result?.solver.bits[node] ?? null}
          paint={(bits) => paint(node, bits)}
        />
      ))}
      <NowInB painting={painting} />
      {study.error !== null && (
        <p className="study-error" role="alert">
          × {study.error}
        </p>
      )}
      {result && score !== null && <Gap revealed={result} score={score} toBeat={game.toBeat} />}
      {study.busy ? (
        <ProgressRow label={t('measuring yours and the solver’s')} progress={study.progress} stop={shelf.stop} />
      ) : (
        <p className="painter-acts">
          <button type="button" className="btn btn-main" onClick={reveal}>
            {t('Show what the solver does')}
          </button>
          <button type="button" className="btn" onClick={again}>
            {t('Another budget')}
          </button>
        </p>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function newSeed(): number {
  return Math.floor(Math.random() * SEEDS);
}
