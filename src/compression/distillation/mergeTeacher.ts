/**
 * Two networks in one graph: the teacher's nodes beside the student's, under names of their own, reading the student's
 * input. Nothing of the teacher is learned; its parameters stay as they are, packed ones too.
 */
import { GraphError } from '../../core/errors.ts';
import type { Graph, Node, OperatorNode, Parameter, Value } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { freshName, takenNames } from '../../graph/passes/uses.ts';
import { formatShape, isConcrete, sizeOf } from '../../tensor/shape.ts';
import { tensorFrom } from '../../tensor/tensor.ts';

export interface Merged {
  readonly graph: Graph;
  /** The name in the merged graph of each value of the teacher. */
  readonly teacher: ReadonlyMap<string, string>;
}

/**
 * @param prefix of the teacher's names: `teacher`
 * @throws GraphError `distillation/input` when the teacher cannot read what the student reads
 */
export function mergeTeacher(student: Graph, teacher: Graph, prefix: string): Merged {
  const taken = takenNames(student);
  const adapted = adaptInput(onlyInput(student, 'student'), onlyInput(teacher, 'teacher'), prefix, taken);
  const names = new Map([[onlyInput(teacher, 'teacher').name, adapted.value]]);
  const rename = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined || name === '') return known ?? '';
    const own = freshName(taken, `${prefix}/${name}`);
    names.set(name, own);
    return own;
  };
  const parameters = [...teacher.parameters.values()].map((parameter) => ({
    ...parameter,
    name: rename(parameter.name),
  }));
  const states = teacher.states.map((state) => ({
    ...state,
    name: rename(state.name),
    value: rename(state.value),
    next: rename(state.next),
  }));
  const nodes = teacher.nodes.map((node) => ({
    ...node,
    name: freshName(taken, `${prefix}/${node.name}`),
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  const all = [...adapted.parameters, ...parameters].map((parameter) => [parameter.name, parameter] as const);
  const graph: Graph = {
    ...student,
    nodes: [...student.nodes, ...adapted.nodes, ...nodes],
    parameters: new Map([...student.parameters, ...all]),
    states: [...student.states, ...states],
  };
  return { graph, teacher: names };
}

// ---------------------------------------------------------------------------------------------

interface Adapted {
  readonly value: string;
  readonly nodes: readonly Node[];
  readonly parameters: readonly Parameter[];
}

/** The student's input as the teacher takes it: another dtype by Cast, the same values in another shape by Reshape. */
function adaptInput(own: Value, wanted: Value, prefix: string, taken: Set<string>): Adapted {
  const nodes: OperatorNode[] = [];
  const parameters: Parameter[] = [];
  let value = own.name;
  const append = (operator: 'Cast' | 'Reshape', inputs: readonly string[], attributes: OperatorNode['attributes']) => {
    const name = freshName(taken, `${prefix}/input_${operator.toLowerCase()}`);
    nodes.push({ kind: 'operator', name, operator, inputs, outputs: [name], attributes });
    value = name;
  };
  if (own.dtype !== wanted.dtype) append('Cast', [value], { to: wanted.dtype });
  const [mine, theirs] = [own.shape.slice(1), wanted.shape.slice(1)];
  const alike =
    mine.length === theirs.length &&
    mine.every((dim, i) => typeof dim === 'string' || typeof theirs[i] === 'string' || dim === theirs[i]);
  if (!alike) {
    if (!isConcrete(mine) || !isConcrete(theirs) || sizeOf(mine) !== sizeOf(theirs)) refuse(own, wanted);
    const shape = parameterFrom(
      freshName(taken, `${prefix}/input_shape`),
      tensorFrom('i64', [theirs.length + 1], [-1, ...theirs]),
    );
    parameters.push(shape);
    append('Reshape', [value, shape.name], {});
  }
  return { value, nodes, parameters };
}

function onlyInput(graph: Graph, role: string): Value {
  if (graph.inputs.length === 1) return graph.inputs[0];
  throw new GraphError(
    'distillation/input',
    `The ${role} "${graph.name}" has ${graph.inputs.length} inputs; teacher and student share one.`,
    { role, inputs: graph.inputs.map(({ name }) => name) },
  );
}

function refuse(own: Value, wanted: Value): never {
  throw new GraphError(
    'distillation/input',
    `The teacher takes ${formatShape(wanted.shape)}, but the student ${formatShape(own.shape)}; both must read the same samples. Choose another teacher, or give the student an input of that size.`,
    { student: own.shape, teacher: wanted.shape },
  );
}
