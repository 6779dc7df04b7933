import type { Layer } from '../../core/activation/network';
import type { Profile } from '../../core/activation/profile';
import type { InitializationAudit } from '../../core/activation/schemes';
import type { Finding } from '../../core/finding';

export interface Answer {
  readonly verdict: Finding;
  readonly sentence: string;
}

/** The worse of what the run shows and what the weights show; a doubtful initialization alone is at most suspicious. */
export function answerOf({ network, verdict, sentence }: Profile, audit: InitializationAudit | null): Answer {
  if (verdict === 'wrong') return { verdict, sentence };
  const alike = alikeLayer(network.layers, audit);
  if (alike !== null)
    return {
      verdict: 'wrong',
      sentence: `The units of layer ${alike.number} all start alike (${alike.weights!.name}): they get the same gradients and stay alike.`,
    };
  if (audit?.mismatched === true && verdict !== 'suspicious')
    return { verdict: 'suspicious', sentence: audit.sentence };
  return { verdict, sentence };
}

/** The first hidden layer whose units have the same weights, and no biases that tell them apart. */
export function alikeLayer(layers: readonly Layer[], audit: InitializationAudit | null): Layer | null {
  const alike = new Set(
    audit?.layers
      .filter(({ trouble }) => trouble === 'constant' || trouble === 'symmetric')
      .map(({ layer }) => layer),
  );
  const hidden = layers.slice(0, -1);
  // Zeros in some layers may be meant, as they switch a branch off; zeros everywhere never are.
  if (hidden.length > 0 && layers.every(isZero) && hidden.every(isSymmetric)) return hidden[0]!;
  return hidden.find((layer) => alike.has(layer.number) && isSymmetric(layer)) ?? null;
}

function isZero({ weights }: Layer): boolean {
  return weights !== null && weights.statistics.zeros === weights.statistics.count;
}

function isSymmetric({ weights, biases }: Layer): boolean {
  return (
    weights !== null &&
    weights.symmetric &&
    weights.fanOut > 1 &&
    (biases === null || biases.statistics.deviation === 0)
  );
}
