/**
 * Distillation on Decant as the page does it, and its parts measured apart: the teacher's forward pass and the student's
 * own step, two plans on the same executor, one after the other.
 */
import { attachTeacher } from '../../src/compression/distillation/attachTeacher.ts';
import type { Tensors } from '../../src/execution/executor.ts';
import type { WebgpuExecutor } from '../../src/execution/webgpu/webgpuExecutor.ts';
import { createWebgpuExecutor } from '../../src/execution/webgpu/webgpuExecutor.ts';
import { createTensor, tensorFrom } from '../../src/tensor/tensor.ts';
import { learningStep } from '../../src/training/learningStep.ts';
import type { Objective } from '../../src/training/objective.ts';
import { labelObjective } from '../../src/training/objective.ts';
import { adam } from '../workloads/adam.ts';
import type { Distillation } from '../workloads/distillation.ts';
import { distilling } from '../workloads/distillation.ts';
import { classes } from '../workloads/mlp.ts';
import { batch } from '../workloads/mlpLosses.ts';
import type { Contestant, Host } from './contestant.ts';
import { adamOptimizer, mlpGraph, withResident } from './decantGraphs.ts';
import { planContestant } from './planContestant.ts';

/** The whole step: teacher, losses, student, Adam. */
export async function distillAttached(host: Host, work: Distillation): Promise<Contestant> {
  const teacher = { kind: 'graph', graph: mlpGraph(work.teacher) } as const;
  return stepOf(openExecutor(host), await objectiveOf(work, teacher), work);
}

/** The whole step without the teacher, whose scores are read. */
export async function distillCached(host: Host, work: Distillation): Promise<Contestant> {
  const objective = await objectiveOf(work, { kind: 'cached', cache: { classes, kept: classes } });
  return stepOf(openExecutor(host), objective, work);
}

/** The student's step on labels, as if there were no teacher. */
export async function studentAlone(host: Host, work: Distillation): Promise<Contestant> {
  return studentStep(openExecutor(host), work);
}

/** The teacher's forward pass, then the student's step on labels. */
export async function teacherAndStudent(host: Host, work: Distillation): Promise<Contestant> {
  const executor = openExecutor(host);
  const graph = mlpGraph(work.teacher);
  const plan = await executor.compile(withResident(graph, imagesOf(work)));
  const teacher = planContestant(plan, {}, graph.outputs[0]);
  const student = await studentStep(executor, work);
  return {
    ...student,
    run: async (times) => {
      await teacher.run(times);
      return student.run(times);
    },
  };
}

// ---------------------------------------------------------------------------------------------

const openExecutor = ({ gpu }: Host): WebgpuExecutor => createWebgpuExecutor({ gpu });

async function studentStep(executor: WebgpuExecutor, work: Distillation): Promise<Contestant> {
  const { student } = work;
  const contestant = await stepOf(executor, await labelObjective(mlpGraph(student.layers)), work);
  return { ...contestant, errorOf: (results) => student.errorOf(results) };
}

function objectiveOf({ student }: Distillation, teacher: Parameters<typeof attachTeacher>[1][number]) {
  const { temperature, alpha } = distilling;
  return attachTeacher(mlpGraph(student.layers), [teacher], { kind: 'logit', temperature, alpha }, { labelled: true });
}

/** The step with its batch on the device; its result is the loss that is made smaller. */
async function stepOf(executor: WebgpuExecutor, objective: Objective, work: Distillation): Promise<Contestant> {
  const step = await learningStep(objective, { optimizer: adamOptimizer });
  const settings = Object.values(step.settings).map(({ input, value }) => [input, tensorFrom('f32', [], [value])]);
  const resident = {
    ...imagesOf(work),
    ...(step.labels === undefined ? {} : { [step.labels]: tensorFrom('i64', [batch], work.student.labels) }),
    ...Object.fromEntries(
      step.perSample.map((name) => [name, createTensor('f32', [batch, classes], work.teacherScores)]),
    ),
  };
  const graph = withResident(step.graph, resident);
  const { software } = await executor.capabilities();
  if (!software) await executor.tune(graph);
  const inputs: Tensors = {
    ...Object.fromEntries(settings),
    [step.learningRate]: tensorFrom('f32', [], [adam.learningRate]),
  };
  const contestant = planContestant(await executor.compile(graph), inputs, step.history);
  const total = step.watched.indexOf('total');
  return { ...contestant, run: async (times) => (await contestant.run(times)).slice(total, total + 1) };
}

const imagesOf = ({ student }: Distillation): Tensors => ({
  images: createTensor('f32', [batch, student.layers[0].inputs], student.images),
});
