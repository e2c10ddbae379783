/** The result card in the Export panel: shown as it will be saved, with its recipe and receipt inside. */
import { useEffect, useRef, useState } from 'react';
import { receiptOf } from '../library/shareReceipt.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import { saveFile } from '../panels/save.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { cardFacts } from './cardFacts.ts';
import { writeCard } from './cardFile.ts';
import { CARD_HEIGHT, CARD_WIDTH, drawCard, loadFonts } from './drawCard.ts';

export function CardSection() {
  const studio = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const state = useApp((whole) => whole);
  const facts = cardFacts(state);
  const words = JSON.stringify(facts);
  const [error, setError] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `words` is all that the card says.
  useEffect(() => {
    let there = true;
    void loadFonts().then(() => {
      const context = there ? canvas.current?.getContext('2d') : null;
      if (context && facts) drawCard(context, facts);
    });
    return () => {
      there = false;
    };
  }, [words]);
  if (!facts) return null;
  const save = async (): Promise<void> => {
    if (!canvas.current) return;
    const receipt = await receiptOf(studio, 'b').catch(() => null);
    saveFile('decant-card.png', writeCard(await pixelsOf(canvas.current), location.hash, receipt));
    state.announce(t('{name} is saved.', { name: 'decant-card.png' }));
  };
  return (
    <section>
      <h3>{t('Result card')}</h3>
      <p className="quiet">
        {t('A picture to show. Dropped back on the page, it opens with both recipes and its receipt.')}
      </p>
      <canvas
        ref={canvas}
        className="card-picture"
        width={CARD_WIDTH}
        height={CARD_HEIGHT}
        role="img"
        aria-label={`${facts.claim} ${facts.change} ${facts.where}`}
      />
      <div className="tools-row">
        <button
          type="button"
          className="btn"
          onClick={() => {
            save().catch((thrown) => setError(told(thrown)));
          }}
        >
          {t('Save the card')}
        </button>
      </div>
      {error && (
        <p className="said" role="alert">
          {error}
        </p>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

async function pixelsOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error(t('This browser could not write the picture.'));
  return new Uint8Array(await blob.arrayBuffer());
}
