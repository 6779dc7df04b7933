import type { ActivationFunction } from '../../core/activation/network';

/** As the field writes them. */
export const functionNames: Readonly<Record<ActivationFunction, string>> = {
  relu: 'ReLU',
  'leaky-relu': 'leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  silu: 'SiLU',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softmax: 'softmax',
  identity: 'identity',
};
