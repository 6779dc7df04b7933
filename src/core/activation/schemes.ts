/** Ways to initialize weights, each with its standard deviation by fan-in n and fan-out m. */
export const auditedSchemes = ['he', 'xavier', 'lecun', 'glorot', 'pytorch'] as const;
/** He √(2/n), Xavier √(1/n), LeCun √(1/n), Glorot √(2/(n + m)), PyTorch's default √(1/(3n)). */
export type AuditedScheme = (typeof auditedSchemes)[number];

/** How the weights of a network are to be made anew. */
export type Reinitialization =
  | { readonly kind: 'scheme'; readonly scheme: AuditedScheme | 'orthogonal'; readonly factor: number }
  /** Orthogonal, then each layer divided by the deviation of its Z until that is 1 (Mishkin and Matas, 2016). */
  | { readonly kind: 'lsuv' }
  /** c·I, cut or filled with zeros where W is not square. */
  | { readonly kind: 'identity'; readonly factor: number }
  /** The present weights times a number. */
  | { readonly kind: 'factor'; readonly factor: number };

/** One scheme held against one layer. */
export interface SchemeRatio {
  readonly scheme: AuditedScheme;
  /** Standard deviation it would give. */
  readonly expected: number;
  /** s / expected. */
  readonly ratio: number;
  /** |ratio − 1| ≤ 3/√(2N). */
  readonly agrees: boolean;
}

export interface LayerAudit {
  readonly layer: number;
  /** Root mean square s of the weights about zero, which is what the schemes set. */
  readonly scale: number;
  /** 3/√(2N): half width of the whiskers, relative. */
  readonly halfWidth: number;
  readonly ratios: readonly SchemeRatio[];
  /** Which scheme the layer's activation asks for: He for ReLU and its kin, Xavier for tanh, sigmoid, identity; null if not known. */
  readonly fitting: AuditedScheme | null;
  /** As far as they are not as they should be. */
  readonly trouble: 'zero' | 'constant' | 'symmetric' | null;
}

export interface InitializationAudit {
  readonly layers: readonly LayerAudit[];
  /** Schemes that agree in every audited layer; the hidden ones alone where the last differs. Empty if none. */
  readonly inUse: readonly AuditedScheme[];
  /** s is the same number in all layers, whatever their fan-in (`* 0.01`); null otherwise. */
  readonly constantScale: number | null;
  /** All hidden layers are the same multiple of the scheme that their activation asks for (`2 · He`); null otherwise. */
  readonly multiple: { readonly scheme: AuditedScheme; readonly factor: number } | null;
  /** χ = σ_w²·E[φ′(z)²] at the fixed point of the variance map, from the typical hidden layer; null if not known. */
  readonly chi: number | null;
  /** Factor per layer by which gradients change by that, √χ. */
  readonly gradientFactor: number | null;
  /** RMS of each activation as the mean-field map predicts it from the input and the measured weights and biases; NaN where not known. */
  readonly predicted: Float64Array;
  /** True where weights and activation do not fit: the layers' scheme is not the one the activation asks for, and it matters. */
  readonly mismatched: boolean;
  /** "PyTorch default, not He: gradients shrink to 0.41 × per ReLU layer." Empty if nothing is to be said. */
  readonly sentence: string;
}
