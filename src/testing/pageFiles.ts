/** Files handed into a page that Playwright drives: bytes cross as text and become a `File` there. */

declare global {
  interface Window {
    /** A file from what crosses into the page. */
    fileFrom(file: HandedFile): File;
  }
}

/** A name and bytes in base64. */
export interface HandedFile {
  readonly name: string;
  readonly base64: string;
}

export const hand = (name: string, bytes: Uint8Array): HandedFile => ({
  name,
  base64: Buffer.from(bytes).toString('base64'),
});

/** To be run in the page before anything else (`page.addInitScript`). */
export function installFileFrom(): void {
  window.fileFrom = ({ name, base64 }) =>
    new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name);
}
