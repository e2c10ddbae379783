/**
 * How much of the processor others took while something was measured: busy time of the machine that is not ours, as a
 * share of all cores. Linux only, from /proc; elsewhere nothing is known.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Processor time so far, in ticks. */
interface Ticks {
  readonly all: number;
  readonly busy: number;
  /** Of the benchmark and all processes it started, the browser among them. */
  readonly own: number;
}

/**
 * Runs something and says what share of all cores others took meanwhile, 0 to 1; undefined where it cannot be told.
 */
export async function withBackground<T>(work: () => Promise<T>): Promise<{ value: T; share: number | undefined }> {
  const before = readTicks();
  const value = await work();
  const after = readTicks();
  return { value, share: before && after ? shareBetween(before, after) : undefined };
}

/** Waits until others take less than `share` for a moment, or for `mostMs`. */
export async function calm(share: number, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  for (;;) {
    const moment = await withBackground(() => new Promise((done) => setTimeout(done, momentMs)));
    if (moment.share === undefined || moment.share < share || performance.now() > end) return;
  }
}

export function shareBetween(before: Ticks, after: Ticks): number {
  const all = after.all - before.all;
  const others = after.busy - before.busy - (after.own - before.own);
  return all > 0 ? Math.min(1, Math.max(0, others / all)) : 0;
}

/** The line `cpu` of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
export function parseCpuLine(line: string): Omit<Ticks, 'own'> {
  const [user, nice, system, idle, wait, irq, soft, steal] = line.trim().split(/\s+/).slice(1).map(Number);
  const busy = user + nice + system + irq + soft + steal;
  return { busy, all: busy + idle + wait };
}

/** From /proc/PID/stat: parent, and user and system time. The name may hold spaces and brackets. */
export function parseProcess(stat: string): { parent: number; ticks: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

// ---------------------------------------------------------------------------------------------

/** Long enough for ticks of a hundredth of a second to tell. */
const momentMs = 500;

function readTicks(): Ticks | undefined {
  try {
    const cpu = parseCpuLine(readFileSync('/proc/stat', 'utf8').split('\n')[0]);
    return { ...cpu, own: ownTicks() };
  } catch {
    return undefined;
  }
}

function ownTicks(): number {
  const processes = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      processes.set(Number(name), parseProcess(readFileSync(`/proc/${name}/stat`, 'utf8')));
    } catch {
      // It has ended since it was listed.
    }
  }
  const isOwn = (id: number): boolean => id === process.pid || (id > 1 && isOwn(processes.get(id)?.parent ?? 0));
  return [...processes].reduce((sum, [id, { ticks }]) => sum + (isOwn(id) ? ticks : 0), 0);
}
