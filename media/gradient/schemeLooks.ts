import type { Scheme } from '../../src/core/gradient/verdict';
import { schemeText } from '../../src/core/gradient/schemeText';

/** How a scheme is drawn: told by marker, line and label, not by its colour alone. */
export interface SchemeLook {
  readonly name: string;
  readonly colour: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond2';
}

const looks: Readonly<Record<Scheme, Omit<SchemeLook, 'name'>>> = {
  central: { colour: 'var(--gl-data)', symbol: 'circle' },
  forward: { colour: 'var(--gl-orange)', symbol: 'square' },
  richardson: { colour: 'var(--vscode-charts-purple)', symbol: 'triangle' },
  complex: { colour: 'var(--vscode-charts-green)', symbol: 'diamond2' },
};

export function lookOf(scheme: Scheme): SchemeLook {
  return { name: schemeName(scheme), ...looks[scheme] };
}

/** `two-sided`, `Richardson`, `complex step`. */
export function schemeName(scheme: Scheme): string {
  return schemeText(scheme).replace(/^the | differences$|’s extrapolation$/g, '');
}
