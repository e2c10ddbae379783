/**
 * A result card as a picture of 1200 by 630, what link previews take: claim, the two levels with the pour, figures, recipe
 * and where it was measured. In the page's own type, and in the colours of the theme that is shown.
 */
import { t } from '../messages/t.ts';
import { liquidPaths, pourPath } from '../stage/pour.ts';
import type { CardFacts, CardSide } from './cardFacts.ts';

export const CARD_WIDTH = 1200;
export const CARD_HEIGHT = 630;

/** Inside of the vessel. */
const VESSEL = { x: 60, y: 178, width: 500, height: 340 };
const COLUMN = 620;
const RADIUS = 26;
/** Below so many pixels a level could not be seen. */
const LEAST_LEVEL = 3;

/** Draws on a canvas that has the card's size. Fonts must be loaded (`loadFonts`). */
export function drawCard(context: CanvasRenderingContext2D, facts: CardFacts): void {
  const ink = colours();
  const pen = new Pen(context);
  pen.fill(ink.paper, 0, 0, CARD_WIDTH, CARD_HEIGHT);
  drawBrand(context, ink);
  pen.write(facts.model, {
    x: CARD_WIDTH - 60,
    y: 74,
    font: `400 22px ${SANS}`,
    color: ink.ink2,
    align: 'right',
    width: 640,
  });
  pen.write(facts.claim, { x: 60, y: 144, font: `400 46px ${SERIF}`, color: ink.ink, width: CARD_WIDTH - 120 });
  drawVessel(context, facts, ink);
  drawSide(pen, 'A', facts.sides.a, VESSEL.y, ink);
  drawSide(pen, 'B', facts.sides.b, VESSEL.y + 178, ink);
  pen.write(facts.change, { x: 60, y: 556, font: `500 22px ${SANS}`, color: ink.ink, width: 1080 });
  pen.fill(ink.hair, 60, 574, CARD_WIDTH - 120, 1);
  const foot = { y: 602, font: `400 17px ${SANS}`, color: ink.ink3 };
  pen.write(`${facts.trust} · ${facts.where}`, { ...foot, x: 60, width: 760 });
  pen.write(t('Drop this picture on Decant to open it'), { ...foot, x: CARD_WIDTH - 60, align: 'right', width: 320 });
}

/** Loads the type that the card is set in; without it the system's own stands in. */
export async function loadFonts(): Promise<void> {
  const faces = [`400 46px ${SERIF}`, `400 18px ${SANS}`, `600 18px ${SANS}`];
  await Promise.all(faces.map((face) => document.fonts.load(face))).catch(() => []);
}

// ---------------------------------------------------------------------------------------------------------------------

const SANS = '"Plex", "IBM Plex Sans", system-ui, sans-serif';
const SERIF = '"Newsreader", Georgia, serif';

type Colours = Readonly<
  Record<
    'paper' | 'ink' | 'ink2' | 'ink3' | 'hair' | 'a' | 'aLine' | 'aTint' | 'b' | 'bFill' | 'bHatch' | 'bTint',
    string
  >
>;

/** The tokens of the theme that is shown, as the browser resolves them. */
function colours(): Colours {
  const probe = document.createElement('i');
  document.body.append(probe);
  const of = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found: Colours = {
    paper: of('paper'),
    ink: of('ink'),
    ink2: of('ink-2'),
    ink3: of('ink-3'),
    hair: of('hair-2'),
    a: of('a'),
    aLine: of('a-line'),
    aTint: of('a-tint'),
    b: of('b'),
    bFill: of('b-fill'),
    bHatch: of('b-hatch'),
    bTint: of('b-tint'),
  };
  probe.remove();
  return found;
}

function drawBrand(context: CanvasRenderingContext2D, ink: Colours): void {
  context.save();
  context.translate(60, 48);
  context.scale(1.2, 1.2);
  context.fillStyle = ink.aLine;
  context.fill(new Path2D('M1 5H9Q13 5 13 9V25H1Z'));
  context.fillStyle = ink.bFill;
  context.fill(new Path2D('M13 17Q13 20.5 17 20.5H29V25H13Z'));
  context.strokeStyle = ink.ink;
  context.lineWidth = 2.25;
  context.stroke(new Path2D('M0 5H9Q13 5 13 9V16.5Q13 20.5 17 20.5H30'));
  context.restore();
  new Pen(context).write('Decant', { x: 106, y: 76, font: `500 30px ${SERIF}`, color: ink.ink, width: 200 });
}

/** Two levels on one scale: A left, B right, one stroke over both. */
function drawVessel(context: CanvasRenderingContext2D, { sides }: CardFacts, ink: Colours): void {
  const { x, y, width, height } = VESSEL;
  const full = Math.max(sides.a.bytes, sides.b.bytes, 1);
  const level = ({ bytes }: CardSide) => height - Math.max(LEAST_LEVEL, (bytes / full) * (height - 8));
  const stops = [
    { x: width / 2, y: level(sides.a) },
    { x: width, y: level(sides.b) },
  ];
  context.save();
  context.translate(x, y);
  const [left = '', right = ''] = liquidPaths(stops, height, RADIUS);
  context.fillStyle = ink.aTint;
  context.fill(new Path2D(left));
  context.fillStyle = ink.bTint;
  context.fill(new Path2D(right));
  hatch(context, new Path2D(right), ink.bHatch);
  context.strokeStyle = ink.ink3;
  context.lineWidth = 1.5;
  context.stroke(new Path2D(`M0 0V${height}H${width}V0`));
  context.strokeStyle = ink.ink;
  context.lineWidth = 3;
  context.stroke(new Path2D(pourPath(stops, RADIUS)));
  context.restore();
}

/** B's liquid is lined, so that it is not told by colour alone. */
function hatch(context: CanvasRenderingContext2D, area: Path2D, color: string): void {
  context.save();
  context.clip(area);
  context.fillStyle = color;
  for (let y = 6; y < VESSEL.height; y += 9) context.fillRect(0, y, VESSEL.width, 1.5);
  context.restore();
}

function drawSide(pen: Pen, name: 'A' | 'B', side: CardSide, top: number, ink: Colours): void {
  pen.mark(name, COLUMN, top, ink);
  const x = COLUMN + 42;
  const width = CARD_WIDTH - 60 - x;
  pen.write(side.recipe, { x, y: top + 22, font: `400 25px ${SERIF}`, color: ink.ink, width });
  side.figures.forEach(([label, value], i) => {
    const y = top + 58 + i * 31;
    pen.write(label, { x, y, font: `400 17px ${SANS}`, color: ink.ink3, width: 150 });
    pen.write(value, { x: x + 156, y, font: `500 19px ${SANS}`, color: ink.ink, width: width - 156 });
  });
}

interface Line {
  readonly x: number;
  readonly y: number;
  readonly font: string;
  readonly color: string;
  readonly align?: CanvasTextAlign;
  /** Longer words are set smaller, to fit. */
  readonly width: number;
}

class Pen {
  readonly #context: CanvasRenderingContext2D;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  write(words: string, { x, y, font, color, align = 'left', width }: Line): void {
    const context = this.#context;
    context.font = font;
    context.fillStyle = color;
    context.textAlign = align;
    context.textBaseline = 'alphabetic';
    context.fillText(words, x, y, width);
  }

  fill(color: string, x: number, y: number, width: number, height: number): void {
    this.#context.fillStyle = color;
    this.#context.fillRect(x, y, width, height);
  }

  /** A is a filled square, B a ring. */
  mark(name: 'A' | 'B', x: number, y: number, ink: Colours): void {
    const context = this.#context;
    if (name === 'A') this.fill(ink.a, x, y, 28, 28);
    else {
      context.strokeStyle = ink.b;
      context.lineWidth = 2.5;
      context.beginPath();
      context.arc(x + 14, y + 14, 13, 0, 2 * Math.PI);
      context.stroke();
    }
    const color = name === 'A' ? ink.paper : ink.b;
    this.write(name, { x: x + 14, y: y + 20, font: `600 17px ${SANS}`, color, align: 'center', width: 28 });
  }
}
