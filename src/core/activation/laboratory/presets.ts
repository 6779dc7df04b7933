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
    says: 'Every layer multiplies by 1.5: after 150 layers the numbers are 2.6 × 10²⁶ times as large.',
    settings: { ...common, activation: 'identity', how: { kind: 'identity', factor: 1.5 } },
  },
];
