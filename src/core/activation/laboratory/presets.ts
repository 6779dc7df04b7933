import type { LaboratorySettings } from './settings';

export interface LaboratoryPreset {
  readonly name: string;
  /** One sentence: what it shows. */
  readonly says: string;
  readonly settings: LaboratorySettings;
}

const common = { depth: 150, width: 100, examples: 50, bias: 0, seed: 1, format: 'float32' } as const;

/** The examples of the textbook. */
export const presets: readonly LaboratoryPreset[] = [
  {
    name: 'Linear, 1.5·I',
    says: 'Every layer multiplies by 1.5: after 150 layers the activations are 2.6 × 10²⁶ times as large.',
    settings: { ...common, activation: 'identity', how: { kind: 'identity', factor: 1.5 } },
  },
  {
    name: 'Linear, 0.5·I',
    says: 'Every layer halves: activations and gradients become zero, and the first layers learn nothing.',
    settings: { ...common, activation: 'identity', how: { kind: 'identity', factor: 0.5 } },
  },
  {
    name: 'ReLU, He',
    says: 'The variance 2/n makes up for the half that ReLU cuts off: the scale is kept, but for chance.',
    settings: { ...common, activation: 'relu', how: { kind: 'scheme', scheme: 'he', factor: 1 } },
  },
  {
    name: 'ReLU, Xavier',
    says: 'The variance 1/n is half of what ReLU needs: activations and gradients shrink to 0.71 × in every layer.',
    settings: { ...common, activation: 'relu', how: { kind: 'scheme', scheme: 'xavier', factor: 1 } },
  },
  {
    name: 'ReLU, randn · 0.01',
    says: 'Small numbers that work in one hidden layer: in many, the signal shrinks by 0.07 in each.',
    settings: { ...common, activation: 'relu', how: { kind: 'factor', factor: 0.01 } },
  },
  {
    name: 'tanh, Xavier',
    says: 'The variance 1/n keeps the scale of small numbers: activations fall slowly, as one over the root of the layer.',
    settings: { ...common, activation: 'tanh', how: { kind: 'scheme', scheme: 'xavier', factor: 1 } },
  },
  {
    name: 'tanh, randn',
    says: 'Weights too large: the units are saturated, and gradients explode through the few that are not.',
    settings: { ...common, activation: 'tanh', how: { kind: 'factor', factor: 1 } },
  },
  {
    name: 'Sigmoid, Xavier',
    says: 'The slope of a sigmoid is at most 1/4: no common initialization keeps the gradient from vanishing.',
    settings: { ...common, activation: 'sigmoid', how: { kind: 'scheme', scheme: 'xavier', factor: 1 } },
  },
];
