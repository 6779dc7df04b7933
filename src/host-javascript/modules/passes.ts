import type { SyntaxNode } from '@lezer/common';
import type { LoopToCall } from '../../core/binding/script/trainingLoop';
import { blockOf, isLoop } from '../../source/javascript/trainingLoops';
import { childrenOf, type SourceText } from '../../source/syntax';

/** One pass of a loop as a function, which returns the pass's own variables; every line stays where it is. */
export interface PassText {
  readonly name: string;
  readonly loop: SyntaxNode;
  /** What comes before and after the loop. */
  readonly start: string;
  readonly end: string;
  /** What comes before closing braces of the loop, by their position. */
  readonly endings: ReadonlyMap<number, string>;
}

/**
 *     for (const x of data) { const dw = ...; w -= dw; }
 *
 * becomes
 *
 *     function training_loop_1() { let __pass; for (const x of data) { const dw = ...; w -= dw;
 *     ;__pass = { x, dw }; break; } return __pass; }
 *
 * but on the same lines. The list is empty if there is no such loop.
 */
export function passOf(
  { name, line, once, returns = [] }: LoopToCall,
  statements: readonly SyntaxNode[],
  source: SourceText,
): readonly PassText[] {
  const loop = statements.find((node) => isLoop(node) && source.lineAt(node.from) === line);
  if (loop === undefined) return [];
  const loops = [loop];
  for (const inner of once.slice(1)) {
    const block = blockOf(loops.at(-1)!);
    const next =
      block && childrenOf(block).find((node) => isLoop(node) && source.lineAt(node.from) === inner);
    if (next) loops.push(next);
  }
  const endings = new Map<number, string>();
  for (const one of loops) {
    const kept = one === loops.at(-1) ? `__pass = { ${returns.join(', ')} }; ` : '';
    const close = blockOf(one)?.getChild('}');
    if (!close) return [];
    endings.set(close.from, `;${kept}break; `);
  }
  return [{ name, loop, start: `function ${name}() { let __pass; `, end: ' return __pass; }', endings }];
}

/** The text of a statement with what comes before its closing braces. */
export function withEndings(
  node: SyntaxNode,
  source: SourceText,
  endings: ReadonlyMap<number, string>,
): string {
  let text = '';
  let at = node.from;
  for (const [position, ending] of [...endings].sort(([a], [b]) => a - b)) {
    if (position < node.from || position >= node.to) continue;
    text += source.text.slice(at, position) + ending;
    at = position;
  }
  return text + source.text.slice(at, node.to);
}
