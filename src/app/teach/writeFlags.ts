/** Writes what a link asks of the page (`flags.ts`). Loaded with the first link that is made. */
import type { Flags } from './flags.ts';

/** The hash with these flags in the place of its own. */
export function writeFlags(hash: string, { hide, embed, present, seed, ask, answer }: Flags): string {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const entries: Record<string, string> = {
    hide: hide.join(','),
    embed: embed ? (params.get('view') ?? 'samples') : '',
    present: present ? '1' : '',
    seed: seed === null ? '' : `${seed}`,
    ask: ask ?? '',
    answer: ask && answer ? answer : '',
  };
  for (const [key, value] of Object.entries(entries)) value === '' ? params.delete(key) : params.set(key, value);
  return `#${params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
}
