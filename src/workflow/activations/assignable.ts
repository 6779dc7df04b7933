import type { Layer, Network } from '../../core/activation/network';
import type { PathPart, Plan, PlannedTensor } from '../../core/binding/plan';

/** A network whose weights and biases go by what the file assigns to, `parameters["W1"]`, where the plan tells it. */
export function namedAsAssigned(network: Network, plan: Plan | null): Network {
  const nameOf = (tensor: number | null, name: string): string =>
    (tensor === null ? null : pathOf(plan?.tensors[tensor])) ?? name;
  const layers = network.layers.map((layer): Layer => {
    const { weights, biases } = layer;
    return {
      ...layer,
      weights: weights && { ...weights, name: nameOf(weights.tensor, weights.name) },
      biases: biases && { ...biases, name: nameOf(biases.tensor, biases.name) },
    };
  });
  return { ...network, layers };
}

/** Null where it hangs on a result of a call, which has no name of its own, other than a dict of parameters. */
function pathOf(tensor: PlannedTensor | undefined): string | null {
  const source = tensor?.parameter;
  if (source === undefined || !('from' in source)) return null;
  const path = 'path' in source ? (source.path ?? []) : [];
  if (source.from === 'module') return source.name + path.map(partText).join('');
  const [first] = path;
  const isInDict = source.from === 'slot' && first !== undefined && 'item' in first;
  return isInDict && typeof first.item === 'string' ? `parameters${path.map(partText).join('')}` : null;
}

function partText(part: PathPart): string {
  if ('attribute' in part) return `.${part.attribute}`;
  return typeof part.item === 'number' ? `[${part.item}]` : `[${JSON.stringify(part.item)}]`;
}
