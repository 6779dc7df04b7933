import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import { soundly } from '../parse';

const plain = parser.configure({});
const typed = parser.configure({ dialect: 'ts' });

/** Files that hold TypeScript. */
export function isTypeScript(file: string): boolean {
  return /\.[mc]?ts$/i.test(file);
}

/**
 * The syntax tree of JavaScript or TypeScript text; errors in the text are tolerated, and text that is
 * nested too deeply is empty. The grammar does not know
 * `row[i]! += x`, so such marks are blanks in what it sees; positions stay the text's.
 */
export function parseJavaScript(text: string, typescript: boolean): SyntaxNode {
  if (!typescript) return soundly(text, plain);
  const shown = text.replace(/(?<=[\w\])])!(?=\s*(?:[-+*/%]|\*\*)=|\s+=[^=>])/g, ' ');
  return soundly(shown, typed);
}

/** Where the first error lies that the parser had to step over; null if there is none. */
export function firstErrorIn(root: SyntaxNode): number | null {
  let found: number | null = null;
  root.cursor().iterate((node) => {
    if (found === null && node.type.isError) found = node.from;
    return found === null;
  });
  return found;
}

export const functionNodes: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
]);

/** `foo() {}` of an object literal is a property with parameters. */
export function isFunctionNode(node: SyntaxNode): boolean {
  return functionNodes.has(node.name) || (node.name === 'Property' && node.getChild('ParamList') !== null);
}

/** The expression after the equals sign of a declaration, a property or an assignment; null if there is none. */
export function valueAfter(node: SyntaxNode, sign: 'Equals' | ':' = 'Equals'): SyntaxNode | null {
  return node.getChild(sign)?.nextSibling ?? null;
}
