/** Reads "0.485, 0.456, 0.406" and "1/255": numbers and simple fractions with commas or spaces between. */

/** The numbers, none for an empty text, null where a word is no number. */
export function parseNumbers(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const numbers = words.map(parseOne);
  return numbers.every(Number.isFinite) ? numbers : null;
}

// ---------------------------------------------------------------------------------------------------------------------

function parseOne(word: string): number {
  const [over = '', under = '1', rest] = word.split('/');
  return rest === undefined && over !== '' && under !== '' ? Number(over) / Number(under) : Number.NaN;
}
