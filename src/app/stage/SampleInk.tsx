/** The samples themselves: one canvas under the marks of both sides, drawn from raw pixels. */
import { useLayoutEffect, useRef } from 'react';
import { DARK, useMedia } from '../shell/useMedia.ts';
import { useApp, useStudio } from '../store/context.tsx';
import type { Cell } from './cells.ts';
import { drawInk, resolveColour } from './ink.ts';

interface SampleInkProps {
  readonly cells: readonly Cell[];
  readonly columns: number;
  readonly cellHeight: number;
  readonly inkSize: number;
  readonly width: number;
}

export function SampleInk({ cells, columns, cellHeight, inkSize, width }: SampleInkProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { images } = useStudio().engine;
  const arrived = useApp((state) => state.imagesVersion);
  const dark = useMedia(DARK);
  const height = Math.ceil(cells.length / columns) * cellHeight;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `arrived` and `dark` change what the images and colours are.
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const cellWidth = width / columns;
    const places = cells.flatMap(({ sample }, i) => {
      const image = images.get(sample);
      const x = (i % columns) * cellWidth + (cellWidth - inkSize) / 2;
      const y = Math.floor(i / columns) * cellHeight + 1;
      return image ? [{ image, x, y, size: inkSize }] : [];
    });
    drawInk(context, places, resolveColour(element.parentElement ?? element, '--ink'));
  }, [cells, columns, cellHeight, inkSize, width, height, images, arrived, dark]);
  return <canvas ref={canvas} className="samples-ink" style={{ height }} />;
}
