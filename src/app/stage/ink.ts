/**
 * Samples drawn from their raw pixels. One channel is ink on the page's own surface, so that digits are dark in a light
 * theme and light in a dark one; three channels are colours as they are; anything else is a field of grey.
 */

/** One sample of a data set as it is drawn. */
export interface InkImage {
  /** [channels, height, width], or any other shape, which is drawn as one grey field. */
  readonly shape: readonly number[];
  /** product(shape) values, 0 to 255 */
  readonly pixels: Uint8Array;
}

export interface InkPlace {
  readonly image: InkImage;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Draws samples on a canvas, in device pixels; `ink` is a colour as [red, green, blue]. */
export function drawInk(
  context: CanvasRenderingContext2D,
  places: readonly InkPlace[],
  ink: readonly [number, number, number],
): void {
  const scratch = document.createElement('canvas');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  for (const { image, x, y, size } of places) {
    const { channels, height, width } = planesOf(image.shape);
    scratch.width = width;
    scratch.height = height;
    const target = scratch.getContext('2d');
    if (!target) return;
    const data = target.createImageData(width, height);
    if (channels === 3) fillColour(data.data, image.pixels, width * height);
    else fillInk(data.data, image.pixels, ink);
    target.putImageData(data, 0, 0);
    const scale = size / Math.max(width, height);
    const [w, h] = [width * scale, height * scale];
    context.drawImage(scratch, x + (size - w) / 2, y + (size - h) / 2, w, h);
  }
}

/** Height and width that a sample is drawn with; a vector becomes a field that is nearly square. */
function planesOf(shape: readonly number[]): { channels: number; height: number; width: number } {
  const [channels = 1, height = 1, width = 1] = shape.length === 2 ? [1, ...shape] : shape;
  if (shape.length >= 2 && shape.length <= 3 && (channels === 1 || channels === 3)) return { channels, height, width };
  const size = shape.reduce((product, side) => product * side, 1);
  const side = Math.max(1, Math.ceil(Math.sqrt(size)));
  return { channels: 1, height: Math.ceil(size / side), width: side };
}

/** A CSS colour as numbers, by letting the browser resolve it. */
export function resolveColour(element: Element, property: string): [number, number, number] {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  probe.hidden = true;
  element.append(probe);
  const numbers = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  const [red = 0, green = 0, blue = 0] = numbers.map(Number);
  return [red, green, blue];
}

// ---------------------------------------------------------------------------------------------------------------------

/** Whether most of the border is bright, so that the drawing is the dark part. */
function isNegative(pixels: Uint8Array): boolean {
  const edge = Math.min(pixels.length, 24);
  let sum = 0;
  for (let i = 0; i < edge; i++) sum += pixels[i] ?? 0;
  return sum / edge > 127;
}

function fillInk(
  out: Uint8ClampedArray,
  pixels: Uint8Array,
  [red, green, blue]: readonly [number, number, number],
): void {
  const flip = isNegative(pixels) ? 255 : 0;
  for (let i = 0; i < pixels.length; i++) {
    out[4 * i] = red;
    out[4 * i + 1] = green;
    out[4 * i + 2] = blue;
    out[4 * i + 3] = Math.abs(flip - (pixels[i] ?? 0));
  }
}

/** Planes of red, green and blue, one after another. */
function fillColour(out: Uint8ClampedArray, pixels: Uint8Array, plane: number): void {
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) out[4 * i + c] = pixels[c * plane + i] ?? 0;
    out[4 * i + 3] = 255;
  }
}
