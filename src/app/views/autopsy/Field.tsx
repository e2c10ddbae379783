/** Values as a picture, one a pixel: the lightest the least, the darkest the greatest, zero between them. */
import { useLayoutEffect, useRef } from 'react';
import { significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { DARK, useMedia } from '../../shell/useMedia.ts';
import { resolveColour } from '../../stage/ink.ts';
import type { Raster } from './tiles.ts';

interface FieldProps {
  readonly title: string;
  /** Whose side it is; null for the difference of both. */
  readonly side: 'a' | 'b' | null;
  readonly raster: Raster;
  /** The magnitude that is drawn darkest and, below zero, lightest. */
  readonly reach: number;
}

export function Field({ title, side, raster, reach }: FieldProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useMedia(DARK);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the colours are.
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element?.parentElement && context) draw(context, element.parentElement, raster, reach);
  }, [raster, reach, dark]);
  return (
    <figure className="field" data-provenance="live">
      <figcaption>
        {side && <i className={`mark mark-${side}`}>{side.toUpperCase()}</i>} {title}
      </figcaption>
      <canvas
        ref={canvas}
        width={raster.width}
        height={raster.height}
        role="img"
        aria-label={t('{title}: from {low} to {high}', { title, ...endsOf(raster) })}
        style={{ aspectRatio: `${raster.width} / ${raster.height}` }}
      />
      <span className="field-scale label" aria-hidden="true">
        {significant(-reach)} <i /> {significant(reach)}
      </span>
    </figure>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function draw(
  context: CanvasRenderingContext2D,
  host: Element,
  { width, height, values }: Raster,
  reach: number,
): void {
  const [light, darkest] = [resolveColour(host, '--field-least'), resolveColour(host, '--field-most')];
  const image = context.createImageData(width, height);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const share = Math.min(1, Math.max(0, 0.5 + value / reach / 2));
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = (light[c] ?? 0) + share * ((darkest[c] ?? 0) - (light[c] ?? 0));
    image.data[4 * i + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

function endsOf({ values }: Raster): { low: string; high: string } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low: significant(low), high: significant(high) };
}
