/** One sample, large, drawn from its raw pixels. */
import { useLayoutEffect, useRef } from 'react';
import { DARK, useMedia } from '../../shell/useMedia.ts';
import { drawInk, resolveColour } from '../../stage/ink.ts';
import { useApp, useStudio } from '../../store/context.tsx';

const SIZE = 76;

export function SampleInkOne({ sample, words }: { readonly sample: number; readonly words: string }) {
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
    element.width = Math.round(SIZE * ratio);
    element.height = Math.round(SIZE * ratio);
    context.scale(ratio, ratio);
    const image = images.get(sample);
    if (image)
      drawInk(context, [{ image, x: 0, y: 0, size: SIZE }], resolveColour(element.parentElement ?? element, '--ink'));
  }, [sample, images, arrived, dark]);
  return <canvas ref={canvas} className="one-sample" role="img" aria-label={words} />;
}
