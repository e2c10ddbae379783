/** What a verification found: items as the project's aims number them, each with checks and their figures. */

/** One claim with the figure that was measured. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  /** The figure, with its unit: "10,000 of 10,000". */
  readonly got: string;
  readonly wanted: string;
}

export interface Item {
  readonly item: number;
  readonly title: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly checks: readonly Check[];
  /** What did not pass, one by one, where there are many. */
  readonly failures?: readonly string[];
}

/** Takes checks as they are found. */
export type Add = (...checks: Check[]) => void;

/** Measures an item, adding its checks; gives what did not pass, one by one, where there are many. */
export type Verify = (add: Add) => Promise<readonly string[]>;

/** Runs an item, printing a line for each check as it comes and one for the whole. An error is a check that failed. */
export async function runItem(item: number, title: string, verify: Verify): Promise<Item> {
  const start = performance.now();
  console.log(`\n${item}. ${title}`);
  const checks: Check[] = [];
  const add: Add = (...found) => {
    for (const check of found) printCheck(check);
    checks.push(...found);
  };
  const failures = await verify(add).catch((error: unknown): string[] => {
    add({ what: 'ran to its end', ok: false, got: errorText(error), wanted: 'no error' });
    return [];
  });
  const passed = checks.filter((check) => check.ok).length;
  const ok = checks.length > 0 && passed === checks.length;
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${ok ? 'PASS      ' : 'FALL SHORT'} ${item}: ${passed} of ${checks.length} checks (${seconds} s)`);
  return { item, title, ok, seconds, checks, ...(failures.length > 0 && { failures }) };
}

/** At least so much. */
export const atLeast = (what: string, value: number, least: number, unit = ''): Check => ({
  what,
  ok: value >= least,
  got: figure(value, unit),
  wanted: `at least ${figure(least, unit)}`,
});

/** At most so much. */
export const atMost = (what: string, value: number, most: number, unit = ''): Check => ({
  what,
  ok: value <= most,
  got: figure(value, unit),
  wanted: `at most ${figure(most, unit)}`,
});

/** So many of so many. */
export const share = (what: string, count: number, all: number, least: number): Check => ({
  what,
  ok: all > 0 && count / all >= least,
  got: `${count} of ${all} (${((100 * count) / Math.max(1, all)).toFixed(2)} %)`,
  wanted: `at least ${(100 * least).toFixed(1)} %`,
});

// ---------------------------------------------------------------------------------------------------------------------

function printCheck({ what, ok, got, wanted }: Check): void {
  console.log(`   ${ok ? 'ok  ' : 'MISS'} ${what}: ${got}${ok ? '' : ` (wanted ${wanted})`}`);
}

function figure(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return `${Number(value.toFixed(digits)).toLocaleString('en-US')}${unit && ` ${unit}`}`;
}

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
