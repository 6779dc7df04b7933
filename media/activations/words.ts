import type { ActivationFunction, RecognizedActivation } from '../../src/core/activation/network';
import type { Growth, NumberFormat } from '../../src/core/activation/growth';
import type { UnitHealth } from '../../src/core/activation/health';
import type { AuditedScheme, Reinitialization } from '../../src/core/activation/schemes';
import { count, decimal } from '../../src/core/format';

/** What functions, formats, schemes and rules are called. */

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

/** `leaky ReLU 0.01`; a dash where it is not known. */
export function functionText(activation: RecognizedActivation | null): string {
  if (activation === null) return '–';
  const { name, parameter } = activation;
  return parameter === null ? functionNames[name] : `${functionNames[name]} ${decimal(parameter, 2)}`;
}

export const formatNames: Readonly<Record<NumberFormat, string>> = {
  float16: 'fp16',
  bfloat16: 'bf16',
  float32: 'fp32',
  float64: 'fp64',
};

export const schemeNames: Readonly<Record<AuditedScheme | 'orthogonal', string>> = {
  he: 'He',
  xavier: 'Xavier',
  lecun: 'LeCun',
  glorot: 'Glorot',
  pytorch: 'PyTorch default',
  orthogonal: 'orthogonal',
};

/** The standard deviation that a scheme sets, of fan-in n and fan-out m. */
export const schemeFormulas: Readonly<Record<AuditedScheme, string>> = {
  he: '√(2∕n)',
  xavier: '√(1∕n)',
  lecun: '√(1∕n)',
  glorot: '√(2∕(n + m))',
  pytorch: '√(1∕(3n))',
};

export type HowKind = Reinitialization['kind'];

/** `1.50`, and as many digits as it takes to tell a factor from 1. */
export function factorText(factor: number): string {
  return decimal(factor, Math.abs(factor - 1) < 0.005 && factor !== 1 ? 5 : 3);
}

/** `1.50 × per layer` and `1.48 to 1.52`, for two lines; empty where there are too few layers to grow. */
export function growthLines({ increments, perLayer, interval, law, exponent }: Growth): string[] {
  if (increments === 0 || Number.isNaN(perLayer)) return [];
  if (law === 'power' && exponent !== null)
    return [
      `as layer^${decimal(exponent.value, 2)}`,
      ...between(decimal(exponent.interval[0], 2), decimal(exponent.interval[1], 2)),
    ];
  return [
    `${factorText(perLayer)} × per layer`,
    ...between(factorText(interval[0]), factorText(interval[1])),
  ];
}

function between(low: string, high: string): string[] {
  return low === high || low === 'not finite' || high === 'not finite' ? [] : [`${low} to ${high}`];
}

/** The same in one line: `1.50 × per layer (1.48 to 1.52)`. */
export function growthText(growth: Growth): string {
  const [value = '', interval] = growthLines(growth);
  return interval === undefined ? value : `${value} (${interval})`;
}

/** What a rule of unit health counts, in one sentence. */
export const ruleTexts: Readonly<Record<UnitHealth['rule'], string>> = {
  dead: 'Dead: a unit that is zero for every example; no gradient passes through it.',
  saturated:
    'Saturated: a value of Z beyond ± 2.5 (tanh) or ± 5 (sigmoid), where the derivative is near zero.',
  flat: 'Flat: a value of Z at which the derivative of the activation is below 0.001.',
};

/** `12 of 64 units dead`, `38 % of the values saturated`; a dash without a rule. */
export function healthText(health: UnitHealth | null): string {
  if (health === null) return '–';
  const { rule, units, share } = health;
  if (units) return `${count(units.dead)} of ${count(units.of)} units ${rule}`;
  return `${percent(share)} ${rule}`;
}

export function percent(share: number): string {
  const value = 100 * share;
  return value > 0 && value < 0.1
    ? '< 0.1 %'
    : `${decimal(Number(value.toFixed(1)), value >= 99.95 ? 3 : 2)} %`;
}
