/**
 * Where features of a student and its teacher may be compared: the values of both, and the pairs that are proposed from
 * their shapes, as a distillation by features takes them when none are named.
 */
import type { Candidate } from '../compression/distillation/feature/pairs.ts';
import { candidatesOf, proposePairs } from '../compression/distillation/feature/pairs.ts';
import type { Graph } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import type { FeaturePairs, FeatureValue } from './apiTraining.ts';

export async function featurePairs(student: Graph, teacher: Graph): Promise<FeaturePairs> {
  const [own, other] = await Promise.all(
    [student, teacher].map(async (graph) => candidatesOf(graph, await inferTypes(graph))),
  );
  return { proposed: proposePairs(own, other), student: own.map(featureOf), teacher: other.map(featureOf) };
}

const featureOf = ({ value, channels, size }: Candidate): FeatureValue => ({ value, shape: [channels, ...size] });
