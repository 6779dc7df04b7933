import type { Parser, SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';

/** Levels of a syntax tree that functions which call themselves can go down; no text that people write has more. */
const deepest = 1500;

/** The syntax tree of Python text; errors in the text are tolerated. Empty for text that is nested too deeply. */
export function parsePython(text: string): SyntaxNode {
  return soundly(text, parser);
}

/** So many signs and brackets in a row that parsing them alone would take long. */
const heap = /[-+~!([{]{5000}/;

/** Text that is nested too deeply counts as empty: whoever runs it refuses it as well. */
export function soundly(text: string, parser: Pick<Parser, 'parse'>): SyntaxNode {
  const root = parser.parse(heap.test(text) ? '' : text).topNode;
  return isTooDeep(root) ? parser.parse('').topNode : root;
}

function isTooDeep(root: SyntaxNode): boolean {
  let depth = 0;
  let found = false;
  root.cursor().iterate(
    () => {
      depth++;
      found ||= depth > deepest;
      return !found;
    },
    () => void depth--,
  );
  return found;
}
