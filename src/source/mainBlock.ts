import type { SyntaxNode } from '@lezer/common';
import type { LeftOut } from '../core/binding/inventory';
import type { TrainingLoop } from '../core/binding/script/trainingLoop';
import { leaveOut } from './leaveOut';
import { outlinePython, statementsOf } from './outline';
import { parsePython } from './parse';
import { childrenOf, SourceText } from './syntax';
import { trainingLoops } from './trainingLoops';

/** A file whose `if __name__ == "__main__":` is read as if its statements stood at the top level. */
export interface OpenedMain {
  /** The line of the `if`. */
  readonly opened: number;
  readonly leftOut: readonly LeftOut[];
  readonly loops: readonly TrainingLoop[];
}

/** Null for a file whose main block has no loop that trains. */
export function openedMain(text: string): OpenedMain | null {
  const main = mainBlock(text);
  return main === null || main.loops.length === 0 ? null : main;
}

/** The main block of a file that makes or loads data in it; null if there is none. */
export function mainBlock(text: string): OpenedMain | null {
  const source = new SourceText(text);
  const statements = childrenOf(parsePython(text));
  const isMain = (node: SyntaxNode) => statementsOf(node, source)[0]?.kind === 'main';
  const main = statements.find(isMain);
  const bodies = main?.getChildren('Body') ?? [];
  if (main === undefined || bodies.length !== 1) return null;
  const inside = childrenOf(bodies[0]!).filter(({ name }) => name !== ':');
  const opened = statements.flatMap((node) => (node === main ? inside : [node]));
  const leftOut = leaveOut({
    ...outlinePython(text),
    statements: opened.flatMap((node) => statementsOf(node, source)),
  });
  const loops = trainingLoops(text, leftOut, inside);
  return { opened: source.lines(main).line, leftOut, loops };
}
