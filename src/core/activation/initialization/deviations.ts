import type { AuditedScheme } from '../schemes';

/** As people call them. */
export const schemeNames: Readonly<Record<AuditedScheme | 'orthogonal', string>> = {
  he: 'He',
  xavier: 'Xavier',
  lecun: 'LeCun',
  glorot: 'Glorot',
  pytorch: 'PyTorch default',
  orthogonal: 'orthogonal',
};

/** The standard deviation that a scheme gives to weights of a layer with fan-in n and fan-out m. */
export function schemeDeviation(scheme: AuditedScheme, fanIn: number, fanOut: number): number {
  switch (scheme) {
    case 'he':
      return Math.sqrt(2 / fanIn);
    case 'xavier':
    case 'lecun':
      return Math.sqrt(1 / fanIn);
    case 'glorot':
      return Math.sqrt(2 / (fanIn + fanOut));
    case 'pytorch':
      return Math.sqrt(1 / (3 * fanIn));
  }
}
