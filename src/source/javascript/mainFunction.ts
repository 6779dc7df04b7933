import type { SyntaxNode } from '@lezer/common';
import type { LeftOut } from '../../core/binding/inventory';
import type { TrainingLoop } from '../../core/binding/script/trainingLoop';
import type { Opened } from '../mainBlock';
import { childrenOf, SourceText } from '../syntax';
import { leaveOutJavaScript } from './leaveOut';
import { outlineJavaScript } from './outline';
import { isFunctionNode, parseJavaScript } from './parse';
import { topLevelNames } from './topLevel';
import { trainingLoopsInJavaScript } from './trainingLoops';

/** A text in which the statements of the main function stand at the top level, each where it stood. */
export interface OpenedText {
  readonly text: string;
  readonly opened: Opened;
  readonly leftOut: readonly LeftOut[];
  readonly loops: readonly TrainingLoop[];
}

/**
 * Opens the function without arguments that a file calls last (`main();`, `main().catch(...)`, `(async () => { ... })();`),
 * or the block of `if (require.main === module)`: what is around the statements becomes blanks. Null if there is none,
 * if its statements cannot stand at the top level, or if they neither train in a loop nor make anything.
 */
export function openedMainInJavaScript(text: string, typescript: boolean): OpenedText | null {
  const source = new SourceText(text);
  const root = parseJavaScript(text, typescript);
  const main = mainOf(childrenOf(root), source);
  if (main === null || !canStandAlone(main, root, source)) return null;
  const open = blanked(text, [
    [main.from, main.body.from + 1],
    [main.body.to - 1, main.to],
    ...(main.call === null ? [] : [[main.call.from, main.call.to] as const]),
    ...lastReturn(main.body),
  ]);
  const leftOut = leaveOutJavaScript(open, typescript);
  const loops = trainingLoopsInJavaScript(open, typescript, leftOut);
  const [first, last] = [source.lines(main.body).line, source.lines(main.body).endLine];
  const inside = <T extends { readonly line: number }>(all: readonly T[]): readonly T[] =>
    all.filter(({ line }) => line >= first && line <= last);
  const left = new Set(leftOut.map(({ line }) => line));
  const makes = inside(outlineJavaScript(open, typescript).statements).some(
    ({ kind, facts, line }) => kind === 'assign' && facts.calls.length > 0 && !left.has(line),
  );
  if (inside(loops).length === 0 && !makes) return null;
  return { text: open, opened: { line: first, name: main.name }, leftOut, loops };
}

interface Main {
  readonly name: string;
  readonly body: SyntaxNode;
  /** What is blank around the body: a declaration, a call of a function that has no name, or an `if`. */
  readonly from: number;
  readonly to: number;
  /** The statement that calls it, where that stands by itself. */
  readonly call: SyntaxNode | null;
}

function mainOf(statements: readonly SyntaxNode[], source: SourceText): Main | null {
  const last = statements.filter(({ name }) => !isDeclared.test(name)).at(-1);
  if (last === undefined) return null;
  if (last.name === 'IfStatement') return mainBlock(last, statements, source);
  const called = last.name === 'ExpressionStatement' ? calledIn(last) : null;
  if (called === null) return null;
  if (called.name !== 'VariableName') {
    const body = called.getChild('Block');
    if (!isFunctionNode(called) || body === null || !isPlain(called)) return null;
    return { name: 'the function that is called at once', body, from: last.from, to: last.to, call: null };
  }
  return mainFunction(source.of(called), last, statements, source);
}

const isDeclared = /^(Function|Class|TypeAlias|Interface|Import|Export)Declaration$|Comment$/;

/** The function that a statement calls, and whose result it uses for nothing but errors and an end. */
function calledIn(statement: SyntaxNode): SyntaxNode | null {
  let at = statement.firstChild;
  if (at?.name === 'AwaitExpression' || at?.name === 'UnaryExpression') at = at.lastChild;
  while (at?.name === 'CallExpression') {
    if (childrenOf(at.getChild('ArgList') ?? at).some(({ name }) => !/^[()]$/.test(name))) {
      // `main().catch(...)`
      const callee: SyntaxNode | null = at.firstChild;
      if (callee?.name !== 'MemberExpression') return null;
      at = callee.firstChild;
      continue;
    }
    let callee: SyntaxNode | null = at.firstChild;
    while (callee?.name === 'ParenthesizedExpression') callee = callee.childAfter(callee.from + 1);
    if (callee === null || callee.name === 'MemberExpression') return null;
    return callee;
  }
  return null;
}

/** `if (require.main === module) { ... }`, and the like of modules; or the function that the block only calls. */
function mainBlock(node: SyntaxNode, statements: readonly SyntaxNode[], source: SourceText): Main | null {
  const test = node.getChild('ParenthesizedExpression');
  const body = node.getChild('Block') ?? node.getChild('ExpressionStatement');
  if (test === null || body === null || node.getChild('else') !== null) return null;
  if (!/\brequire\.main\b|\bimport\.meta\.(url|main)\b/.test(source.of(test))) return null;
  const inside = body.name === 'Block' ? statementsIn(body) : [body];
  const [only] = inside;
  const called = inside.length === 1 && only!.name === 'ExpressionStatement' ? calledIn(only!) : null;
  if (called?.name === 'VariableName') return mainFunction(source.of(called), node, statements, source);
  if (body.name !== 'Block') return null;
  return { name: `if ${source.of(test)}`, body, from: node.from, to: node.to, call: null };
}

function mainFunction(
  name: string,
  call: SyntaxNode,
  statements: readonly SyntaxNode[],
  source: SourceText,
): Main | null {
  const found = statements.flatMap((node): readonly Main[] => {
    const given = node.name === 'FunctionDeclaration' ? node : functionIn(node);
    const named = (given === node ? given : node).getChild('VariableDefinition');
    const body = given?.getChild('Block') ?? null;
    if (given === null || body === null || named === null || source.of(named) !== name || !isPlain(given))
      return [];
    return [{ name, body, from: node.from, to: node.to, call }];
  });
  return found.length === 1 ? found[0]! : null;
}

/** The function of `const main = () => { ... }`. */
function functionIn(node: SyntaxNode): SyntaxNode | null {
  if (node.name !== 'VariableDeclaration' || node.getChildren('VariableDefinition').length !== 1) return null;
  return node.getChild('ArrowFunction') ?? node.getChild('FunctionExpression');
}

/** Neither arguments nor a generator. */
function isPlain(node: SyntaxNode): boolean {
  const parameters = node.getChild('ParamList');
  const given = parameters === null ? [] : childrenOf(parameters).filter(({ name }) => !/^[()]$/.test(name));
  return given.length === 0 && node.getChild('Star') === null;
}

/**
 * True if the statements give the same where they stand: they leave nowhere but at their end, their names are no one
 * else's, and nothing but functions is defined behind them.
 */
function canStandAlone(main: Main, root: SyntaxNode, source: SourceText): boolean {
  const inside = statementsIn(main.body);
  const others = childrenOf(root).filter((node) => node.from !== main.from && node.from !== main.call?.from);
  const behind = others.filter((node) => node.from > main.to);
  if (behind.some(({ name }) => !/^(Function|TypeAlias|Interface)Declaration$|Comment$/.test(name)))
    return false;
  const own = topLevelNames(inside, main.body, source).map(({ name }) => name);
  const theirs = new Set(topLevelNames(others, root, source).map(({ name }) => name));
  if (own.some((name) => theirs.has(name))) return false;
  const last = inside.at(-1);
  const leaves = (node: SyntaxNode): boolean =>
    childrenOf(node).some(
      (child) =>
        !isFunctionNode(child) &&
        ((child.name === 'ReturnStatement' && child.from !== last?.from) || leaves(child)),
    );
  return !leaves(main.body);
}

function statementsIn(block: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(block).filter(({ name }) => !/^[{}]$|Comment$/.test(name));
}

/** The return at the end gives its value to nobody. */
function lastReturn(body: SyntaxNode): readonly (readonly [number, number])[] {
  const last = statementsIn(body).at(-1);
  return last?.name === 'ReturnStatement' ? [[last.from, last.to]] : [];
}

/** With blanks for parts of a text; line ends stay. */
function blanked(text: string, parts: readonly (readonly [from: number, to: number])[]): string {
  return parts.reduce(
    (all, [from, to]) => all.slice(0, from) + all.slice(from, to).replace(/[^\r\n]/g, ' ') + all.slice(to),
    text,
  );
}
