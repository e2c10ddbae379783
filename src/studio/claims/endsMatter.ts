/** "First and last layer need more bits than the others": the exemption that most recipes begin with. */
import type { SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { nearer, notMeasured, roundedTo, rowOf } from './claim.ts';

const [all, inner] = ['all layers at 3 bits', 'first and last as they came'];
/** What still counts as cheap: a fifth more bytes. */
const cheap = 1.2;

export const endsMatter: Claim = {
  id: 'ends-matter',
  text: 'Keeping the first and the last layer as they came helps much and costs little.',
  experiment: 'Weights are rounded to 3 bits in groups of 32, once everywhere and once but for the two ends.',
  recipes: [roundedTo(3, all), roundedTo(3, inner, { exempt: ['first', 'last'] })],
  speed: false,
  judge: (table) => [nearer(table, 'Answers stay nearer to the original', inner, all), price(table)],
};

// ---------------------------------------------------------------------------------------------

function price(table: SweepTable): ClaimPart {
  const text = 'It costs few bytes';
  const [kept, rounded] = [rowOf(table, inner), rowOf(table, all)];
  if (!kept || !rounded) return notMeasured(text);
  const ratio = kept.bytes / rounded.bytes;
  return {
    text,
    verdict: ratio <= cheap ? 'holds' : 'fails',
    detail: `×${ratio.toFixed(2)} of the bytes; few is ×1.20.`,
  };
}
