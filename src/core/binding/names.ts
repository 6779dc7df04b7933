/**
 * Names of parameters and of their gradients: `W1` and `dW1`, `weights[0]` and `nabla_w[0]`, `layers[0].W` and
 * `layers[0].grads["W"]` are the same tensor. A name is compared by its *key*, in which case, underscores and the
 * words that only say "parameters" or "gradients" are gone.
 */

export type NamePath = readonly (string | number)[];

const parameterWords = /^_*(params?|parameters?|data|value|val|array|state|variables|model|trainable)$/i;
const gradientWords =
  /^_*(grads?|gradients?|d_?params?|d_?parameters?|param_?grads?|nablas?|derivatives?|gradient_?dict)$/i;

const gradientPrefixes = [
  /^_*d[jlecfL]_?d_?(?=.)/,
  /^_*d_?(?=.)/i,
  /^_*grad(ient)?s?_?(of_|wrt_)?(?=.)/i,
  /^_*g_?(?=[a-z])/i,
  /^_*nabla_?(?=.)/i,
  /^_*(delta|del|partial)_?(?=.)/i,
  /^[∇∂Δδ]_?(?=.)/,
];
const gradientSuffixes = [/(?<=.)_?(gradients?|grads?|diffs?|deltas?|derivatives?|dot|bar|d)$/i];

/** Lower case, without underscores, `weights` and `biases` in their short form. */
export function canonical(name: string): string {
  const short = name
    .toLowerCase()
    .replace(/weights?/g, 'w')
    .replace(/bias(es)?/g, 'b')
    .replace(/^ws$/, 'w')
    .replace(/^bs$/, 'b');
  return short.replace(/_/g, '') || name;
}

/** Key of a parameter's path. */
export function parameterKey(path: NamePath): string {
  const parts = path.filter((part) => typeof part === 'number' || !parameterWords.test(part));
  const used = parts.length > 0 ? parts : path.slice(-1);
  return used.map((part) => canonical(String(part))).join('.');
}

export interface GradientKey {
  readonly key: string;
  /** How many parts of the name say that this is a gradient. */
  readonly marks: number;
}

/** What parameter a name of a gradient may mean: `dW1` is `w1`, or a parameter that is called `dw1`. */
function variants(part: string): readonly { readonly text: string | null; readonly marked: boolean }[] {
  if (gradientWords.test(part)) return [{ text: null, marked: true }];
  if (parameterWords.test(part)) return [{ text: null, marked: false }];
  const found = new Map<string, boolean>();
  for (const pattern of [...gradientPrefixes, ...gradientSuffixes]) {
    if (pattern.test(part)) found.set(canonical(part.replace(pattern, '')), true);
  }
  if (!found.has(canonical(part))) found.set(canonical(part), false);
  return [...found].map(([text, marked]) => ({ text, marked }));
}

/** Possible keys of a gradient's path, those whose name says "gradient" first. */
export function gradientKeys(path: NamePath): readonly GradientKey[] {
  let keys: { readonly parts: readonly string[]; readonly marks: number }[] = [{ parts: [], marks: 0 }];
  for (const part of path) {
    const choices = typeof part === 'number' ? [{ text: String(part), marked: false }] : variants(part);
    keys = keys.flatMap((key) =>
      choices.map((choice) => ({
        parts: choice.text === null ? key.parts : [...key.parts, choice.text],
        marks: key.marks + Number(choice.marked),
      })),
    );
  }
  return keys
    .map((key) => ({ key: key.parts.join('.'), marks: key.marks }))
    .sort((a, b) => b.marks - a.marks);
}

/** Names people give to trainable arrays: W1, b1, Wxh, weights_hidden, theta, gamma, syn0, U, V. */
export function looksLikeParameter(name: string): boolean {
  const bare = name.replace(/^_+/, '');
  if (
    /(grad|velocity|moment|cache|mask|running|prev|old|best|init|shape|size|decay|scale|norm|penalty|std|rate|names?$|type|file|path|limit|sum$|count|list$)/i.test(
      bare,
    )
  )
    return false;
  if (/^(w|b)(_?\d+|[a-z]{0,3}_?\d*|_\w+)$/i.test(bare))
    return !/^(was|way|by_|bad|bar|bin|bit|box|buf)$/i.test(bare);
  if (/^(u|v)(_?\d+|[a-z]{0,2})?$/i.test(bare)) return true;
  // The factors of a matrix; a small `p` is a probability.
  if (/^[PQ]$/.test(bare)) return true;
  // A kernel, an embedding.
  if (/^[KE]\d*$/.test(bare)) return true;
  return (
    /^(weights?|bias(es)?|theta|θ|syn|gamma|beta|kernels?|filters?|embeddings?|coef|intercept)/i.test(bare) ||
    /_(w|b|weights?|bias(es)?|kernel)\d*$/i.test(bare) ||
    /[a-z0-9](Weights?|Bias(es)?|Kernel)\d*$/.test(bare)
  );
}

/** A letter that may be a parameter inside a container of parameters, as the A of h = A h + B x, or something else. */
export function mayBeParameter(name: string): boolean {
  return /^[AHMNL]$/.test(name);
}

/** A name of something else than a parameter, inside a container of parameters. */
export function cannotBeParameter(name: string): boolean {
  return (
    /(grad|velocity|moment|cache|mask|running|prev|old_|best|shape|size|rate|seed|^num|^n_|epoch)/i.test(
      name,
    ) ||
    /^_*(x|y|t|a|z|h|m|n|l|lr|eta|lambd|reg|inputs?|outputs?|labels?|loss|cost|error|delta|std|mean)\d*$/i.test(
      name,
    ) ||
    /^d_?[A-Zwbθ]/.test(name) ||
    /^(bn|ln)_?params?/i.test(name)
  );
}

/** Words of an identifier, in lower case: `X_train`, `trainX` and `Xtrain2`. Digits stay with their word. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-zθλ0-9])([A-Z])/g, '$1_$2')
    .split(/_+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** An expression that is only a name. */
export function isIdentifier(text: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text);
}
