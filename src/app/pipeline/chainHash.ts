/**
 * The chain in a link: `pipe=1.…`, its recipe's JSON as deflate in base64url, beside what else the hash carries. Its
 * version is its own; a later one is said and opens nothing.
 */
import { DecantError } from '../../core/errors.ts';
import { packText, unpackText } from '../recipe/hashPacked.ts';
import type { Chain } from './chain.ts';
import { chainOf, recipeOf } from './chain.ts';

const KEY = 'pipe';
const VERSION = '1';

/** The hash with the chain in it; null takes it out. */
export async function writeChain(hash: string, chain: Chain | null): Promise<string> {
  const packed = chain && `${VERSION}.${await packText(JSON.stringify(recipeOf(chain)))}`;
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  if (packed === null) params.delete(KEY);
  else params.set(KEY, packed);
  return `#${params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
}

/**
 * The chain of a hash; undefined where it has none.
 *
 * @throws DecantError `link/damaged` when it cannot be read, `link/newer` when another version wrote it
 */
export async function readChain(hash: string): Promise<Chain | undefined> {
  const carried = new URLSearchParams(hash.replace(/^#/, '')).get(KEY);
  if (carried === null) return undefined;
  const [version = '', packed = ''] = carried.split('.');
  if (version !== VERSION)
    throw new DecantError(
      'link/newer',
      `The chain in this link has version ${version || '?'}, and this page reads version ${VERSION}. Reload the page for the newest one.`,
      { version },
    );
  const chain = chainOf(parsed(await unpackText(packed)));
  if (chain) return chain;
  throw new DecantError('link/damaged', 'The chain in this link is no recipe: it has no list of steps. Copy it again.');
}

// ---------------------------------------------------------------------------------------------------------------------

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
