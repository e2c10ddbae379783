/** Tables as comma-separated text (RFC 4180), for other programs: from rows, or from a table that is on the page. */

/** Rows as lines; text with a comma, a quote or a line break is quoted. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map((value) => quoted(String(value))).join(',')).join('\r\n');
}

/** A table of the page as it is read: hidden words that only help readers are kept, drawings are not. */
export function csvOfTable(table: HTMLTableElement): string {
  const rows = [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => [
      tidy(cell.textContent),
      ...new Array<string>(Math.max(0, cell.colSpan - 1)).fill(''),
    ]),
  );
  return csvText(rows);
}

// ---------------------------------------------------------------------------------------------------------------------

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** One line, with a plain minus sign and plain spaces, so that numbers stay numbers. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/−(?=\d)/g, '-')
    .trim();
}
