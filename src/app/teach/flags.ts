/**
 * What a link may ask of the page beside its state: parts that are put away (`hide=runs,dials`), one view alone
 * (`embed=histogram`), type for a projector (`present=1`), a seed that stays (`seed=7&hide=seed`), and a task with the
 * fingerprint of its answer (`ask=…&answer=…`). All of it lives in the hash; `teach/TeachPanel.tsx` writes it.
 */

/** Parts that a link can put away. */
export const PARTS = ['runs', 'stations', 'tools', 'views', 'dials', 'recipes', 'time', 'seed', 'proof'] as const;

export type Part = (typeof PARTS)[number];

export interface Flags {
  readonly hide: readonly Part[];
  /** The view stands alone, to be set into another page. */
  readonly embed: boolean;
  readonly present: boolean;
  /** Seed of every training run; null where it is free. */
  readonly seed: number | null;
  /** A question, answered in the page. */
  readonly ask: string | null;
  /** Fingerprint of its answer (`fingerprint.ts`); null where it is open. */
  readonly answer: string | null;
}

export const NO_FLAGS: Flags = { hide: [], embed: false, present: false, seed: null, ask: null, answer: null };

/** Whether the link asks for anything that changes how the page looks. */
export function isAsked({ hide, embed, present, ask }: Flags): boolean {
  return hide.length > 0 || embed || present || ask !== null;
}

/** The flags of a hash; what is not understood asks for nothing. */
export function readFlags(hash: string): Flags {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const hidden = (params.get('hide') ?? '').split(',');
  const seed = Number.parseInt(params.get('seed') ?? '', 10);
  return {
    hide: PARTS.filter((part) => hidden.includes(part)),
    embed: params.has('embed'),
    present: params.get('present') === '1',
    seed: seed >= 0 ? seed : null,
    ask: params.get('ask') || null,
    answer: params.get('answer') || null,
  };
}
