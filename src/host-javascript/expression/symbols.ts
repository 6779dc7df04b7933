import type {
  AccessorNode,
  ConstantNode,
  FunctionAssignmentNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  SymbolNode,
} from 'mathjs';
import { vocabularyNames } from './vocabulary';

/** A name in an expression that does not mean what its place needs, in words, with the text to look for. */
export interface Objection {
  readonly message: string;
  readonly name: string;
}

/** What mathjs's types leave out of `IndexNode`. */
interface PropertyIndex {
  isObjectProperty(): boolean;
  getObjectProperty(): string;
}

/** What the names stand for at the place of an expression. */
export interface Scope {
  /** Names defined before: true if the name may be called. */
  readonly known: ReadonlyMap<string, boolean>;
  /** All names of the file, to tell "defined further down" from "not defined". */
  readonly later: ReadonlySet<string>;
}

/**
 * The names of the file that an expression uses. Reports what it must not contain: names that are not defined, and whatever
 * reaches beyond plain mathematics.
 */
export function freeNames(
  root: MathNode,
  scope: Scope,
  object: (objection: Objection) => never,
): Set<string> {
  const free = new Set<string>();
  const visit = (node: MathNode, own: ReadonlySet<string>): void => {
    switch (node.type) {
      case 'SymbolNode':
        use((node as SymbolNode).name, own, false);
        return;
      case 'FunctionAssignmentNode': {
        const { params, expr, name } = node as FunctionAssignmentNode;
        visit(expr, new Set([...own, ...params, name]));
        return;
      }
      case 'FunctionNode': {
        const { fn, args } = node as FunctionNode;
        if ((fn as MathNode).type === 'SymbolNode') use((fn as unknown as SymbolNode).name, own, true);
        else visit(fn as unknown as MathNode, own);
        args.forEach((argument) => visit(argument, own));
        return;
      }
      case 'OperatorNode': {
        const { op, fn } = node as OperatorNode;
        if (!vocabularyNames.has(fn)) {
          object({
            message: `the operator ${op} is not available here. Use arithmetic, comparisons, and, or.`,
            name: op,
          });
        }
        break;
      }
      case 'AccessorNode': {
        const index = (node as AccessorNode).index as unknown as PropertyIndex;
        if (index.isObjectProperty()) refuseProperty(index.getObjectProperty(), object);
        break;
      }
      case 'IndexNode':
        own = new Set([...own, 'end']);
        break;
      case 'ConstantNode': {
        const { value } = node as ConstantNode;
        if (typeof value === 'string' && value !== 'fro') {
          object({
            message: `the text "${value}" has no use in an expression. Remove the quotes.`,
            name: value,
          });
        }
        return;
      }
      case 'AssignmentNode':
        return object({
          message: 'an expression cannot assign a name. Define the name under let.',
          name: '=',
        });
      case 'BlockNode':
        return object({ message: 'several expressions stand here. Give each a name under let.', name: ';' });
      case 'ObjectNode':
        return object({ message: 'braces have no use in an expression. Use [ ] for matrices.', name: '{' });
    }
    node.forEach((child) => visit(child, own));
  };
  const use = (name: string, own: ReadonlySet<string>, called: boolean): void => {
    if (own.has(name)) return;
    const callable = scope.known.get(name);
    if (callable !== undefined) {
      if (called && !callable) {
        object({ message: `${name} is not a function. To multiply, write ${name} * (...).`, name });
      }
      free.add(name);
    } else if (vocabularyNames.has(name)) {
      if (name === 'random') free.add(name);
    } else object({ message: undefinedName(name, scope), name });
  };
  visit(root, new Set());
  return free;
}

function refuseProperty(property: string, object: (objection: Objection) => never): never {
  const transposed = property === 'T' ? " The transpose of X is written X'." : '';
  return object({
    message: `a dot followed by the name ${property} has no meaning in an expression.${transposed || ' Write a function of the value instead.'}`,
    name: `.${property}`,
  });
}

/** Functions of mathjs that reach beyond an expression. */
const unavailable = [
  'chain',
  'compile',
  'config',
  'createUnit',
  'derivative',
  'evaluate',
  'import',
  'parse',
  'parser',
  'rationalize',
  'simplify',
  'unit',
];

/** Functions of other languages. */
const elsewhere: Readonly<Record<string, string>> = {
  ln: 'The natural logarithm is log.',
  relu: 'Define it under let: relu(z): z .* (z > 0).',
  sigmoid: 'Define it under let: sigmoid(z): 1 ./ (1 + exp(-z)).',
  softmax: 'Define it under let: softmax(z): exp(z) ./ sum(exp(z), 1).',
  maximum: 'For max(x, 0) of each component write x .* (x > 0).',
  matmul: 'The matrix product is written A * B.',
  len: 'The number of columns of X is size(X)[2].',
};

function undefinedName(name: string, { known, later }: Scope): string {
  if (later.has(name))
    return `${name} is used before it is defined. Move its definition up, before this line.`;
  if (unavailable.includes(name))
    return `${name} is not available here. Write what it would give as an expression.`;
  const hint = elsewhere[name];
  if (hint !== undefined && Object.hasOwn(elsewhere, name)) return `${name} is not defined. ${hint}`;
  const similar = [...known.keys(), ...vocabularyNames].find((other) => near(name, other));
  const remedy =
    similar === undefined
      ? 'Define it under let, or correct the name.'
      : `Write ${similar}, or define ${name} under let.`;
  return `${name} is not defined. ${remedy}`;
}

/** True for names that differ in case, or in one letter if they have at least four. */
function near(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  if (a.length < 4 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}
