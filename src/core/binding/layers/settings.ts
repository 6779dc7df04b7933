import { literal, mapping, type Made } from './made';

/** Settings of layers by name, the same for every hypothesis about shapes. */

const normalization = (): Made =>
  mapping({ mode: literal('train'), eps: literal(1e-5), momentum: literal(0.9) });

type Entry = readonly [RegExp, () => Made];

const table: readonly Entry[] = [
  [/^(bn|ln|gn|norm|batch_?norm|layer_?norm)_?params?$/i, normalization],
  [
    /^(dropout|do)_?params?$/i,
    () => mapping({ mode: literal('train'), p: literal(0.7), seed: literal(123) }),
  ],
  [/^(eps|epsilon)$/i, () => literal(1e-5)],
  [/^momentum$/i, () => literal(0.9)],
  [/^(alpha|slope|leak|negative_?slope)$/i, () => literal(0.1)],
  [/^(p|keep_?prob\w*|keep|drop\w*|rate|ratio|prob)$/i, () => literal(0.7)],
  [/^mode$/i, () => literal('train')],
  [/^(is_?)?train(ing|_flg)?$/i, () => literal(true)],
  [/^(activation|act|non_?linearity)$/i, () => literal('relu')],
  [/^(g|groups?|num_?groups?|n_?groups?)$/i, () => literal(2)],
  [/^(num_?heads?|n_?heads?|heads)$/i, () => literal(2)],
  [/^(lambd?a?|reg|l2|weight_?decay)$/i, () => literal(0)],
  [/^(lr|learning_?rate|eta)$/i, () => literal(1)],
  [/^(seed|random_?state)$/i, () => literal(1)],
  [/^(mask|attn_?mask|attention_?mask)$/i, () => literal(null)],
  [/^axis$/i, () => literal(-1)],
  [/^strides?$/i, () => literal(1)],
  [/^(pad|padding)$/i, () => literal(0)],
  [/^(temperature|temp|tau)$/i, () => literal(1.5)],
];

/** A value for a setting of that name; null if the name is none of a setting. */
export function settingOf(name: string): Made | null {
  return table.find(([pattern]) => pattern.test(name))?.[1]() ?? null;
}
