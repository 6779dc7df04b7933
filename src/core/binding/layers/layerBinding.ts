import type { Binding, BindingEntry, Warning } from '../binding';
import type { FunctionFact } from '../inventory';
import type { Plan } from '../plan';
import type { ClassPair } from './classPairs';
import type { Pair } from './pairs';
import type { TriedClass } from './tryClass';
import type { Tried } from './tried';

/** The binding of a pair of functions that were found to work together. */
export function bindingOfPair(pair: Pair, best: Tried, all: readonly Tried[]): Binding {
  const { forward, backward, name } = pair;
  const others = all.filter(
    (one) => one !== best && one.given === best.given && one.unfit === 0 && one.fitting === best.fitting,
  );
  const functions: readonly BindingEntry[] =
    forward === backward
      ? [entry('cost and gradients', forward, 'by its name: it returns the loss and its gradient')]
      : [
          entry(pair.kind === 'loss' ? 'cost' : 'forward', forward, 'by its name'),
          entry('gradients', backward, 'by its name'),
        ];
  const given = best.given.map(({ name: argument, how }): BindingEntry => ({
    role: 'argument',
    name: argument,
    line: null,
    how,
  }));
  const parameters = planned(best).flatMap(({ name: tensor }, index) => (index > 0 ? [tensor] : []));
  return {
    subject: name,
    plan: planOf(best),
    ...(others.length > 0 && {
      otherReadings: others.map((one) => ({ name: one.reading ?? '', plan: planOf(one) })),
    }),
    ...(pair.kind === 'layer' &&
      best.examples !== null &&
      parameters.length > 0 && { meanOver: { examples: best.examples, tensors: parameters } }),
    entries: [...functions, ...given, upstreamEntry(pair.kind)],
    readings: [label(forward, backward)],
    warnings: madeWarning(best.given.some(({ how }) => how.startsWith('made'))),
    examples: best.examples,
    classes: best.classes,
    backward: { name: backward.name, file: backward.file, line: backward.line },
  };
}

/** The binding of an object of a class that is one layer. */
export function bindingOfClass(pair: ClassPair, tried: TriedClass): Binding {
  const { fact, forward, backward, name } = pair;
  const plan: Plan = {
    cost: tried.cost,
    J: tried.J,
    gradient: tried.gradient,
    tensors: tried.tensors,
    reseed: null,
    ...(tried.restore && { restore: true }),
  };
  const tensors = tried.tensors.map((tensor) => tensor.name).filter((one) => tried.parameters.includes(one));
  return {
    subject: name,
    plan,
    ...(pair.kind === 'layer' &&
      tried.examples !== null &&
      tensors.length > 0 && { meanOver: { examples: tried.examples, tensors } }),
    entries: [
      { role: 'layer', name, line: fact.line, how: `built: ${name}(${tried.builtText})` },
      entry(pair.kind === 'loss' ? 'cost' : 'forward', forward, 'by its name'),
      entry('gradients', backward, 'by its name'),
      { role: 'argument', name: forward.parameters[0]?.name ?? 'input', line: null, how: tried.inputText },
      upstreamEntry(pair.kind),
    ],
    readings: [`class ${name}`],
    warnings: madeWarning(true),
    examples: tried.examples,
    classes: tried.classes,
    backward: { name: backward.name, file: backward.file, line: backward.line },
  };
}

function label(forward: FunctionFact, backward: FunctionFact): string {
  return forward === backward ? forward.name : `${forward.name} → ${backward.name}`;
}

function entry(role: string, { name, line }: FunctionFact, how: string): BindingEntry {
  return { role, name, line, how };
}

function upstreamEntry(kind: Pair['kind']): BindingEntry {
  const how = {
    layer: 'J = Σ upstream gradient × output, with a random upstream gradient',
    loss: 'J is the loss itself',
    derivative: 'J is the sum of the outputs',
  }[kind];
  return { role: 'cost', name: 'J', line: null, how };
}

function madeWarning(made: boolean): readonly Warning[] {
  return made
    ? [
        {
          code: 'made-inputs',
          message:
            'Layers were checked alone, with made arguments: those of each are listed where it says how it was read.',
          line: null,
        },
      ]
    : [];
}

/** Tensors without a gradient are none to check: a layer need not return one for each of its arguments. */
function planned({ tensors, gradients }: Tried): Plan['tensors'] {
  return tensors.flatMap(({ name, source }, index) => {
    const match = gradients[index];
    return match === undefined || match === null || match.value.type === 'none'
      ? []
      : [{ name, parameter: source, gradient: match.source }];
  });
}

function planOf(tried: Tried): Plan {
  const { cost, J, gradient } = tried;
  return { cost, J, gradient, tensors: planned(tried), reseed: null };
}
