import type { SyntaxNode } from '@lezer/common';
import type { LeftOut } from '../core/binding/inventory';
import type { TrainingLoop } from '../core/binding/script/trainingLoop';
import { leaveOut } from './leaveOut';
import { outlinePython, statementsOf } from './outline';
import { parsePython } from './parse';
import { childrenOf, SourceText } from './syntax';
import { trainingLoops } from './trainingLoops';

/** A file whose main block, or the function that it calls, is read as if its statements stood at the top level. */
export interface OpenedMain {
  readonly opened: Opened;
  readonly leftOut: readonly LeftOut[];
  readonly loops: readonly TrainingLoop[];
}

/** What is opened: the line of the `if` or of the `def`, and how the text calls it. */
export interface Opened {
  readonly line: number;
  readonly name: string;
}

/** Null for a file whose main block neither trains in a loop of its own nor makes anything. */
export function openedMain(text: string): OpenedMain | null {
  const main = mainBlock(text);
  return main === null || (main.loops.length === 0 && !main.makes) ? null : main;
}

/**
 * The main block of a file that makes or loads data in it; or the function, without arguments, that the block only
 * calls, or that the file itself calls last. Null if there is neither.
 */
export function mainBlock(text: string): (OpenedMain & { readonly makes: boolean }) | null {
  const source = new SourceText(text);
  const statements = childrenOf(parsePython(text));
  const block = statements.find((node) => statementsOf(node, source)[0]?.kind === 'main');
  const bodies = block?.getChildren('Body') ?? [];
  if (bodies.length > 1) return null;
  const inBlock = block === undefined ? [] : statementsIn(bodies[0]!);
  const main = mainFunction(
    inBlock.every(isPassedBy) ? (block ? inBlock : statements) : [],
    statements,
    source,
  );
  const opened = main?.definition ?? block;
  if (opened === undefined) return null;
  const inside = main === null ? inBlock : statementsIn(opened.getChild('Body')!);
  const others = statements.filter((node) => node !== block && node !== opened);
  // What a function may use stands behind it as well.
  const inOrder =
    main === null ? statements.flatMap((node) => (node === block ? inside : [node])) : [...others, ...inside];
  const parts = (nodes: readonly SyntaxNode[]) => nodes.flatMap((node) => statementsOf(node, source));
  const leftOut = leaveOut({ ...outlinePython(text), statements: parts(inOrder) });
  const left = new Set(leftOut.map(({ line }) => line));
  const runsTwice = block === undefined && main !== null && !left.has(source.lines(main.call).line);
  if (runsTwice) return null;
  return {
    opened: {
      line: source.lines(opened).line,
      name: main === null ? 'if __name__ == "__main__":' : nameOf(opened, source),
    },
    leftOut,
    loops: trainingLoops(text, leftOut, inside),
    makes: parts(inside).some(
      ({ kind, facts, line }) => kind === 'assign' && facts.calls.length > 0 && !left.has(line),
    ),
  };
}

/** The last call of a function by its name alone, if the statements of the function can stand in its place. */
function mainFunction(
  calling: readonly SyntaxNode[],
  definitions: readonly SyntaxNode[],
  source: SourceText,
): { readonly call: SyntaxNode; readonly definition: SyntaxNode } | null {
  const call = calling.at(-1);
  const name = call && /^(?:(?:sys\.)?exit\()?(\w+)\(\)+;?$/.exec(source.of(call).trim())?.[1];
  const named = definitions.filter(
    (node) => node.name === 'FunctionDefinition' && nameOf(node, source) === name,
  );
  const [definition] = named;
  return call !== undefined && named.length === 1 && canStandAlone(definition!)
    ? { call, definition: definition! }
    : null;
}

/** What a main block may have beside the call of its function: seeds and prints, that the model does not need. */
function isPassedBy({ name }: SyntaxNode): boolean {
  return /^(Expression|Import|Pass)Statement$|^Comment$/.test(name);
}

/** True for a function without arguments that returns nowhere but at its end. */
function canStandAlone(node: SyntaxNode): boolean {
  const parameters = node.getChild('ParamList');
  const body = node.getChild('Body');
  if (body === null || node.getChild('async') !== null) return false;
  if (parameters !== null && childrenOf(parameters).some(({ name }) => !/^[()]$/.test(name))) return false;
  const last = statementsIn(body).at(-1);
  const leaves = (inner: SyntaxNode): boolean =>
    childrenOf(inner).some(
      (child) =>
        !/^(Function|Class)Definition$|^LambdaExpression$/.test(child.name) &&
        ((child.name === 'ReturnStatement' && child.from !== last?.from) ||
          /^YieldStatement$|^(Yield|Await)Expression$/.test(child.name) ||
          leaves(child)),
    );
  return !leaves(body);
}

function nameOf(node: SyntaxNode, source: SourceText): string {
  const name = node.getChild('VariableName');
  return name === null ? '' : source.of(name);
}

function statementsIn(body: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(body).filter(({ name }) => name !== ':');
}
