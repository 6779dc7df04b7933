import type { LayerWeights, Network } from '../../network';

/** A tensor to be assigned: `parameters['W1']` of shape (64, 784). */
export interface Target {
  /** As the user's code writes it, else `W1`. */
  readonly path: string;
  readonly shape: readonly number[];
  /** The weights of its layer. */
  readonly weights: LayerWeights;
  readonly kind: 'weights' | 'biases';
}

/** Names, attributes, and constant subscripts: `parameters["W1"]`, `self.W[0]`. */
const accessors = /\.[A-Za-z_]\w*|\[\d+\]|\["[^"\\]*"\]|\['[^'\\]*'\]/g;
const assignable = new RegExp(`^[A-Za-z_]\\w*(?:${accessors.source})*$`);

/** Weights and biases in order of execution, each once; what is named in no way that can be assigned gets a name. */
export function targetsOf(network: Network): readonly Target[] {
  const targets = new Map<string, Target>();
  const add = (name: string, other: string, rest: Omit<Target, 'path'>): void => {
    const path = assignable.test(name) ? name : other;
    if (!targets.has(path)) targets.set(path, { path, ...rest });
  };
  for (const { number, weights, biases } of network.layers) {
    if (weights === null) continue;
    add(weights.name, `W${number}`, { shape: weights.shape, weights, kind: 'weights' });
    if (biases === null) continue;
    const { count, zeroSlices } = biases.statistics;
    add(biases.name, `b${number}`, {
      shape: biasShape(count, zeroSlices.length, weights),
      weights,
      kind: 'biases',
    });
  }
  return [...targets.values()];
}

/** Of n biases along the axis of the units: (n), (n, 1) or (1, n). */
function biasShape(count: number, axes: number, { outputsFirst }: LayerWeights): readonly number[] {
  if (axes === 0) return [];
  const others = Array.from({ length: axes - 1 }, () => 1);
  return outputsFirst === true ? [count, ...others] : [...others, count];
}

/** A dict or list that must be there before its entries are. */
export interface Container {
  readonly path: string;
  /** Of a list: how many entries; null for a dict. */
  readonly length: number | null;
}

/** The containers of targets, from the outside in. Where entries have attributes, the objects are there already. */
export function containersOf(targets: readonly Target[]): readonly Container[] {
  const containers = new Map<string, Container>();
  for (const { path } of targets) {
    const steps = path.match(accessors) ?? [];
    const subscripts = steps.findIndex((step) => step.startsWith('['));
    if (subscripts < 0 || steps.slice(subscripts).some((step) => step.startsWith('.'))) continue;
    let prefix = path.slice(0, path.length - steps.slice(subscripts).join('').length);
    // An attribute of an object is there, and may hold more.
    if (prefix.includes('.')) continue;
    for (const step of steps.slice(subscripts)) {
      const index = /^\[(\d+)\]$/.exec(step)?.[1];
      const length =
        index === undefined ? null : Math.max(Number(index) + 1, containers.get(prefix)?.length ?? 0);
      containers.set(prefix, { path: prefix, length });
      prefix += step;
    }
  }
  return [...containers.values()];
}
