/**
 * The fingerprint of an expected answer: a link can judge an answer without saying it. It keeps honest readers from
 * reading the answer off; a short answer can still be found by trying all of them, so it guards no examination.
 */

/** Characters of the fingerprint that a link carries: 72 bits, far more than there are answers. */
const LENGTH = 12;

/** The first 72 bits of SHA-256 over the answer as `normal` writes it, in base64url. */
export async function fingerprintOf(answer: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(normal(answer)));
  const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return text.slice(0, LENGTH).replaceAll('+', '-').replaceAll('/', '_');
}

// ---------------------------------------------------------------------------------------------------------------------

/** Letters small, spaces single; numbers by value, with a comma or a point. */
function normal(answer: string): string {
  const text = answer.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return /^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? `${Number(text.replace(',', '.'))}` : text;
}
