/** One sample, large, drawn from its raw pixels at the resolution of the screen. */
import { useLayoutEffect, useRef } from 'react';
import { DARK, useMedia } from '../shell/useMedia.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { drawInk, resolveColour } from './ink.ts';

interface OneSampleProps {
  readonly sample: number;
  readonly words: string;
  /** Width and height in CSS pixels. */
  readonly size: number;
}

export function OneSample({ sample, words, size }: OneSampleProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { images } = useStudio().engine;
  const arrived = useApp((state) => state.imagesVersion);
  const dark = useMedia(DARK);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `arrived` and `dark` change what the image and the colour are.
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(size * ratio);
    element.height = Math.round(size * ratio);
    context.scale(ratio, ratio);
    const image = images.get(sample);
    if (image)
      drawInk(context, [{ image, x: 0, y: 0, size }], resolveColour(element.parentElement ?? element, '--ink'));
  }, [sample, size, images, arrived, dark]);
  return (
    <canvas ref={canvas} className="one-sample" style={{ width: size, height: size }} role="img" aria-label={words} />
  );
}
