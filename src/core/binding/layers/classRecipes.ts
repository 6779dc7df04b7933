import type { ClassFact, ParameterFact } from '../inventory';
import { roleOfArgument } from '../roles';
import { floats, integers, literal, type Made } from './made';
import { recipes } from './recipes';
import { settingOf } from './settings';

/** A hypothesis about the sizes of a layer object and the shape of its input. */
export interface ClassRecipe {
  readonly about: RegExp;
  readonly input: Made;
  readonly examples: number | null;
  /** Units in and out, or channels. */
  readonly units: readonly [number, number];
  /** Shape of one example. */
  readonly shape: readonly number[];
  readonly window: number;
}

const recipe = (
  about: RegExp,
  input: Made,
  examples: number | null,
  units: readonly [number, number],
  shape: readonly number[],
  window = 3,
): ClassRecipe => ({ about, input, examples, units, shape, window });

const classRecipes: readonly ClassRecipe[] = [
  recipe(/./, floats(5, 4), 5, [4, 3], [4]),
  recipe(/./, floats(4, 5), 5, [4, 3], [4]),
  recipe(/conv/i, floats(3, 2, 5, 5), 3, [2, 4], [2, 5, 5]),
  recipe(/conv/i, floats(2, 5, 5), null, [2, 4], [2, 5, 5]),
  recipe(/conv/i, floats(3, 5, 5, 2), 3, [2, 4], [5, 5, 2]),
  recipe(/conv/i, floats(5, 6), null, [1, 4], [5, 6]),
  recipe(/pool/i, floats(3, 2, 4, 4), 3, [2, 2], [2, 4, 4], 2),
  recipe(/pool/i, floats(4, 4, 3), null, [3, 3], [4, 4, 3], 2),
  recipe(/pool/i, floats(2, 4, 4), null, [2, 2], [2, 4, 4], 2),
  recipe(/pool/i, floats(3, 4, 4, 2), 3, [2, 2], [4, 4, 2], 2),
  recipe(/embed/i, integers(4, 5, 3), null, [4, 2], [3]),
  recipe(/embed/i, integers(4, 6), null, [4, 2], [6]),
  recipe(/rnn|lstm|gru|recurr|attention|layer_?norm|temporal/i, floats(2, 3, 4), 2, [4, 5], [3, 4]),
  recipe(/^$/, floats(4, 1), 1, [4, 3], [4, 1]),
  recipe(/^$/, floats(4), 1, [4, 3], [4]),
  recipe(/^$/, floats(1, 4), 1, [4, 3], [1, 4]),
];

/** Hypotheses for a class, the likeliest first. */
export function classRecipesFor(name: string): readonly ClassRecipe[] {
  const specific = classRecipes.filter(({ about }) => about.source !== '.' && about.test(name));
  const general = classRecipes.filter(({ about }) => about.source === '.');
  const single = classRecipes.filter(({ about }) => about.source === '^$');
  const others = classRecipes.filter((one) => ![...specific, ...general, ...single].includes(one));
  return [...specific, ...general, ...single, ...others];
}

/** What to build an object with; `undefined` leaves an argument to its default, null is an argument nothing fits. */
export function constructorArgument(
  parameter: ParameterFact,
  fact: ClassFact,
  { units, shape, window, input }: ClassRecipe,
): Made | null | undefined {
  const { name, default: fallback } = parameter;
  if (fallback !== undefined) {
    if (fallback.type !== 'number' || Number(fallback.value) <= 16) return undefined;
  }
  const [inputs, outputs] = units;
  if (/^(input_?shape|in_?shape|shape|normali[sz]ed_?shape)$/i.test(name))
    return { is: 'list', items: shape };
  if (
    /^(input_?(len|length)|in_?(channels?|ch|c|planes|maps)|c_?in|channels?|input_?(channels?|depth)|n_?c(_prev)?)$/i.test(
      name,
    )
  )
    return literal(inputs);
  if (
    /^(out_?(channels?|ch|c|planes|maps)|c_?out|(n|num)_?(filters?|kernels?)|filters?|depth|output_?(channels?|depth))$/i.test(
      name,
    )
  )
    return literal(outputs);
  if (
    /(kernel|filter|pool|window)_?(size|h|w|height|width|dim|shape)?$|^(size|f|k|ksize|pool_?[hw])$/i.test(
      name,
    )
  )
    return literal(window);
  if (/^strides?$/i.test(name)) return literal(/pool/i.test(fact.name) ? window : 1);
  if (
    /^(num_?features?|n_?features?|features?|dims?|d_?model|embed_?dim|emb_?dim|hidden_?(dim|size)?|size|num_?channels?)$/i.test(
      name,
    )
  ) {
    const alone = fact.constructorParameters.filter((one) => one.default === undefined).length === 1;
    return literal(alone ? inputs : /hidden|emb/i.test(name) ? outputs : inputs);
  }
  if (/^n?_?(outputs?|out|units|neurons|nodes)$/i.test(name)) return literal(outputs);
  if (/^n?_?(inputs?|in)$/i.test(name)) return literal(inputs);
  const role = roleOfArgument(name, 'initialize');
  if (role === 'inputSize') return literal(inputs);
  if (role === 'outputSize' || role === 'hiddenSize') return literal(outputs);
  const weights = recipes.find(({ arguments: all }) =>
    all.some(([, made]) => JSON.stringify(made) === JSON.stringify(input)),
  );
  const array = weights?.arguments.find(([pattern]) => pattern.test(name))?.[1];
  return array ?? settingOf(name) ?? (fallback === undefined ? null : undefined);
}
