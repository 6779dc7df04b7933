import type { Method, Scheme } from './verdict';

const schemes: Readonly<Record<Scheme, string>> = {
  central: 'two-sided differences',
  forward: 'one-sided differences',
  richardson: 'Richardson’s extrapolation',
  complex: 'the complex step',
};

/** `two-sided differences`. */
export function schemeText(scheme: Scheme): string {
  return schemes[scheme];
}

/** `two-sided differences`, `two-sided differences along random directions`. */
export function methodText(method: Method, scheme: Scheme): string {
  return method === 'adaptive' ? `${schemeText(scheme)} along random directions` : schemeText(scheme);
}
