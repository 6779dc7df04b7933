import { isLayerStep, kindOfFunction, roleOfResult } from '../core/binding/functionKinds';
import type { FunctionFact } from '../core/binding/inventory';
import { pairsOf } from '../core/binding/layers/pairs';
import type { OutlineFunction, PythonOutline } from './outline';

export interface BackwardFunction {
  readonly name: string;
  readonly line: number;
  /** The class it is a method of. */
  readonly className: string | null;
}

/**
 * Functions and methods that look as if they computed the gradients of a whole model, by the names they use; in a file
 * without any, those that compute the gradients of one layer.
 */
export function backwardFunctions(outline: PythonOutline): readonly BackwardFunction[] {
  const own = outline.functions.filter(({ nested }) => !nested);
  const whole = own.filter((fact) => givesGradients(factOf(fact)));
  const found = whole.length > 0 ? whole : layerSteps(own);
  return found.map(({ name, line, className }) => ({ name, line, className }));
}

function givesGradients(fact: FunctionFact): boolean {
  if (isLayerStep(fact)) return false;
  const kind = kindOfFunction(fact);
  if (kind === 'backward') return !/(deriv|prime)/i.test(fact.name);
  return (
    kind === 'cost' && fact.returns.some((texts) => texts.some((text) => roleOfResult(text) === 'gradients'))
  );
}

/** Of pairs such as `affine_forward` and `affine_backward`, and of classes with `forward` and `backward`. */
function layerSteps(own: readonly OutlineFunction[]): readonly OutlineFunction[] {
  const functions = own.filter(({ className }) => className === null).map(factOf);
  const pairs = pairsOf({ file: '', functions, classes: [], values: [], standIns: [] });
  const lines = new Set(
    pairs.flatMap(({ kind, backward }) => (kind === 'derivative' ? [] : [backward.line])),
  );
  const hasForward = (name: string) =>
    own.some((fact) => fact.className === name && /^_*(forward|call|__call__)$/.test(fact.name));
  return own.filter(({ name, line, className }) =>
    className === null ? lines.has(line) : /^_*backward$/.test(name) && hasForward(className),
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

/**
 * Whether there is a cost or a forward pass, or a function returns what is named like gradients of weights. In a web
 * page, `getGradient` is about colours, `reportError` is no cost, and `f` may be anything.
 */
export function hasModelParts(outline: PythonOutline): boolean {
  return outline.functions.some((fact) => {
    const kind = kindOfFunction(factOf(fact));
    if (kind === 'forward') return fact.name.length > 2;
    if (kind === 'cost') return /cost|loss|entropy|mse|nll|bce|objective|likelihood|hinge/i.test(fact.name);
    return fact.returns.some((texts) => texts.some((text) => roleOfResult(text) === 'gradients'));
  });
}
