import type { LayerWeights } from '../../network';
import type { AuditedScheme } from '../../schemes';

/** The fraction under the root of a scheme, as code: `2 / 784`. */
export function varianceText(
  scheme: Exclude<AuditedScheme, 'pytorch'>,
  { fanIn, fanOut }: Pick<LayerWeights, 'fanIn' | 'fanOut'>,
): string {
  switch (scheme) {
    case 'he':
      return `2 / ${fanIn}`;
    case 'xavier':
    case 'lecun':
      return `1 / ${fanIn}`;
    case 'glorot':
      return `2 / (${fanIn} + ${fanOut})`;
  }
}

/** A factor before a product, left out where it is 1. */
export function timesFactor(factor: number): string {
  return factor === 1 ? '' : ` * ${factor < 0 ? `(${factor})` : factor}`;
}
