import { requiredOf } from './functionKinds';
import type { FunctionFact } from './inventory';
import { looksLikeParameter } from './names';
import { arraySource, filled, Generator } from './madeArrays';
import { listed, type Obtained, type ParameterChoice } from './parameters';
import { roleOfArgument } from './roles';
import type { Session } from './session';
import type { Sizes } from './sizes';
import { tensorAt } from './tensors';
import type { Source } from './plan';

/**
 * Parameters made from nothing but the names of the arguments that take them, for functions such as
 * `svm_loss(W, X, y, reg)` in a file that initialises nothing.
 */
export function madeChoices(
  calls: readonly FunctionFact[],
  sizes: readonly Sizes[],
  seed: number,
  vectorsFirst: boolean,
): readonly ParameterChoice[] {
  const names = tensorArguments(calls);
  if (names.length === 0) return [];
  return sizes.flatMap((size) =>
    shapeChoices(names, size, vectorsFirst).map((shapes) => ({
      obtain: (session: Session) => make(names, shapes, seed, session),
    })),
  );
}

/** Arguments that only a parameter can fill. */
export function tensorArguments(calls: readonly FunctionFact[]): readonly string[] {
  const names = calls
    .flatMap((fact) => requiredOf(fact))
    .map((parameter) => parameter.name)
    .filter(
      (name) =>
        (looksLikeParameter(name) && !/^(beta|b)\d?$/.test(name)) || /^(b\d*|theta|weights?|θ)$/.test(name),
    )
    .filter((name) => {
      const role = roleOfArgument(name);
      return role === null || role === 'parameters';
    });
  return [...new Set(names)];
}

type Shapes = ReadonlyMap<string, readonly number[]>;

function shapeChoices(
  names: readonly string[],
  { inputs, outputs }: Sizes,
  vectorsFirst: boolean,
): readonly Shapes[] {
  const weights = names.filter((name) => !isBias(name));
  if (weights.length === 0) return [];
  const hidden = 5;
  const widths = [inputs, ...weights.slice(1).map((_, index) => Math.max(3, hidden - index)), outputs];
  const layouts = ['column', 'row', 'flat'] as const;
  const shapes = layouts.map((layout) => {
    const shape = (name: string): readonly number[] => {
      const layer = isBias(name) ? names.filter(isBias).indexOf(name) : weights.indexOf(name);
      const into = widths[layer] ?? hidden;
      const out = widths[layer + 1] ?? outputs;
      if (isBias(name))
        return weights.length === 1 && outputs === 1
          ? []
          : layout === 'row'
            ? [out, 1]
            : layout === 'column'
              ? [out]
              : [1, out];
      return layout === 'row' ? [out, into] : [into, out];
    };
    return new Map(names.map((name) => [name, shape(name)]));
  });
  if (weights.length > 1 || outputs > 1) return shapes;
  const vector = new Map(names.map((name) => [name, isBias(name) ? [] : [inputs]]));
  return /^(theta|θ|beta|coef)/i.test(weights[0]!) || vectorsFirst
    ? [vector, ...shapes.slice(0, 2)]
    : [...shapes.slice(0, 2), vector];
}

async function make(
  names: readonly string[],
  shapes: Shapes,
  seed: number,
  session: Session,
): Promise<Obtained> {
  const generator = new Generator(seed * 7919 + 4);
  const kept = [];
  for (const name of names) {
    const shape = shapes.get(name) ?? [];
    const numbers = filled(shape, () => 0.5 * generator.normal());
    const value: Source =
      shape.length === 0 ? { from: 'literal', value: numbers.values[0]! } : arraySource(numbers);
    kept.push({ name, ...(await session.keep(name, value)) });
  }
  const shown = names.map((name) => `${name} of shape (${(shapes.get(name) ?? []).join(', ')})`);
  return {
    parameters: {
      tensors: kept.map(({ name, source, value }) => tensorAt(source, value, [name])),
      container: kept.length === 1 ? kept[0]!.source : null,
      items: kept.map(({ name, source, value }) => ({ name, role: null, source, value })),
      guessed: false,
    },
    entry: {
      role: 'parameters',
      name: listed(names),
      line: null,
      how: `made: normal values, ${listed(shown)}`,
    },
    made: true,
  };
}

function isBias(name: string): boolean {
  return /^b(ias)?/i.test(name);
}
