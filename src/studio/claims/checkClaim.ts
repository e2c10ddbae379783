/** The claims that can be checked here, and checking one: its recipes are swept to the end, its verdict is read off. */

import { DecantError } from '../../core/errors.ts';
import type { ClaimRequest, ClaimResult, ClaimSummary, StudyOptions, SweepTable, Verdict } from '../apiStudies.ts';
import { sweepModel } from '../sweep.ts';
import type { Workbench } from '../workbench.ts';
import { activationsToo } from './activationsToo.ts';
import { asymmetryWins } from './asymmetryWins.ts';
import type { Claim } from './claim.ts';
import { verdictOf } from './claim.ts';
import { distillationKeeps } from './distillationKeeps.ts';
import { endsMatter } from './endsMatter.ts';
import { fewerBits } from './fewerBits.ts';
import { halfPruned } from './halfPruned.ts';
import { halvedBits } from './halvedBits.ts';
import { smallGroups } from './smallGroups.ts';
import { teacherHelps } from './teacherHelps.ts';
import { trainedRounding } from './trainedRounding.ts';

/** In the order in which they are shown. A new claim is a file and a line here. */
export const claims: readonly Claim[] = [
  fewerBits,
  halvedBits,
  smallGroups,
  activationsToo,
  endsMatter,
  asymmetryWins,
  halfPruned,
  distillationKeeps,
  teacherHelps,
  trainedRounding,
];

export const listClaims = (): readonly ClaimSummary[] => claims.map(summaryOf);

/** @throws DecantError `studio/claim` when there is no such claim */
export async function checkClaim(
  bench: Workbench,
  { claim: id, ...request }: ClaimRequest,
  task: StudyOptions<SweepTable>,
): Promise<ClaimResult> {
  const claim = claims.find((candidate) => candidate.id === id);
  if (!claim) {
    const known = claims.map((candidate) => `"${candidate.id}"`).join(', ');
    throw new DecantError('studio/claim', `There is no claim "${id}"; there are ${known}.`, { id });
  }
  const { recipes, speed } = claim;
  const table = await sweepModel(bench, { ...request, recipes, speed, toTheEnd: true }, task);
  const parts = claim.judge(table);
  const verdict = verdictOf(parts);
  const details = parts.map(
    ({ text, verdict: own, detail }) => `${text}: ${words[own]} (${detail.replace(/\.$/, '')})`,
  );
  return { claim: summaryOf(claim), verdict, summary: `${details.join('. ')}.`, parts, table };
}

// ---------------------------------------------------------------------------------------------

const words: Readonly<Record<Verdict, string>> = {
  holds: 'holds here',
  partly: 'holds in part',
  fails: 'does not hold here',
  undecided: 'cannot be told from this many samples',
};

function summaryOf({ id, text, experiment, recipes, trains = false }: Claim): ClaimSummary {
  return { id, text, experiment, recipes, trains };
}
