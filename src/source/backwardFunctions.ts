import { isLayerStep, kindOfFunction, roleOfResult } from '../core/binding/functionKinds';
import type { FunctionFact } from '../core/binding/inventory';
import type { OutlineFunction, PythonOutline } from './outline';

export interface BackwardFunction {
  readonly name: string;
  readonly line: number;
  /** The class it is a method of. */
  readonly className: string | null;
}

/** Functions and methods that look as if they computed the gradients of a whole model, by the names they use. */
export function backwardFunctions(outline: PythonOutline): readonly BackwardFunction[] {
  return outline.functions
    .filter((fact) => !fact.nested && givesGradients(factOf(fact)))
    .map(({ name, line, className }) => ({ name, line, className }));
}

function givesGradients(fact: FunctionFact): boolean {
  if (isLayerStep(fact)) return false;
  const kind = kindOfFunction(fact);
  if (kind === 'backward') return !/(deriv|prime)/i.test(fact.name);
  return (
    kind === 'cost' && fact.returns.some((texts) => texts.some((text) => roleOfResult(text) === 'gradients'))
  );
}

/** As a host would describe it, as far as the text tells. */
function factOf(fact: OutlineFunction): FunctionFact {
  return {
    name: fact.name,
    parameters: fact.parameters.map(({ name, optional }) => ({
      name,
      kind: 'positional',
      ...(optional ? { default: { type: 'none' } } : {}),
    })),
    file: '',
    line: fact.line,
    endLine: fact.endLine,
    returns: fact.returns,
  };
}
