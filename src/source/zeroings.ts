import type { SyntaxNode } from '@lezer/common';
import type { Dialect } from './origins';
import { isFunctionNode, parseJavaScript } from './javascript/parse';
import { parsePython } from './parse';
import { childrenOf, SourceText } from './syntax';

/**
 * Values that a function sets to zero on purpose after it has computed them, as those do that hold a row of an embedding
 * or a whole layer still: `dE[0] = 0`, `grads["W1"] *= 0`, `self.dW.fill(0)`. Only what is done in every call counts: not
 * in a loop, under a condition, or by an index that is computed. An accumulator that is made of zeros, or set to zero
 * before it is filled, is not meant: there the lines that fill it may be missing.
 */

/** A name, an attribute, or a subscript as it is written. */
export type TargetPart = { readonly name: string } | { readonly subscript: string };

export interface Zeroing {
  readonly target: readonly TargetPart[];
  /** One-based. */
  readonly line: number;
}

export function zeroingsAround(text: string, dialect: Dialect, line: number): readonly Zeroing[] {
  const source = new SourceText(text);
  const root = dialect === 'python' ? parsePython(text) : parseJavaScript(text, dialect === 'typescript');
  const body = bodyAround(root, source, line);
  const statements = body === null ? [] : childrenOf(body);
  return statements.flatMap((node, at): Zeroing[] => {
    const found = zeroed(code(node, source));
    const target = found && targetOf(found.target);
    if (!target) return [];
    const before = statements.slice(0, at).map((one) => code(one, source));
    const after = statements.slice(at + 1).map((one) => code(one, source));
    const written = (one: string) => writes(one, target) && zeroed(one) === null;
    const isOverwritten =
      found.holds || before.some(written) || (!found.makes && isGiven(target, body!, source));
    return isOverwritten && !after.some(written) ? [{ target, line: source.lineAt(node.from) }] : [];
  });
}

/** True if a line makes all of a target: `dE = np.zeros_like(E)` of `dE[0]`. */
export function makes(text: string, line: number, target: readonly TargetPart[]): boolean {
  const source = new SourceText(text);
  const statement = bare(source.text.slice(source.startOf(line), source.endOf(line)));
  return new RegExp(`^${baseOf(target)}=(?!=)`, 'u').test(statement);
}

function bodyAround(root: SyntaxNode, source: SourceText, line: number): SyntaxNode | null {
  let body: SyntaxNode | null = null;
  const visit = (node: SyntaxNode): void => {
    for (const child of childrenOf(node)) {
      const { line: first, endLine } = source.lines(child);
      if (line < first || endLine < line) continue;
      if (child.name === 'FunctionDefinition' || isFunctionNode(child))
        body = child.getChild('Body') ?? child.getChild('Block') ?? body;
      visit(child);
    }
  };
  visit(root);
  return body;
}

function code(node: SyntaxNode, source: SourceText): string {
  return bare(source.of(node));
}

/** Without blanks, the words and the type of a declaration, the marks of `row[0]!.fill(0)`, and the semicolon. */
function bare(statement: string): string {
  return statement
    .trim()
    .replace(/^(?:const|let|var)\s+([\p{L}\p{N}_$]+)\s*(?::[^=]*)?/u, '$1')
    .replace(/\s+/g, '')
    .replace(/!(?=[.[])/g, '')
    .replace(/;$/, '');
}

const zero = String.raw`-?0(?:\.0*)?`;
const target = String.raw`((?:[\p{L}_$][\p{L}\p{N}_$.]*)(?:\[[^\]]*\]|\.[\p{L}_$][\p{L}\p{N}_$]*)*?)`;
/** `np.zeros_like(W1)`, `zeros(3, 2)`. */
const zerosCall = String.raw`(?:[\p{L}_]\w*\.)*zeros(?:_like|Like)?\([^()]*(?:\([^()]*\)[^()]*)*\)`;
const forms = [
  { form: String.raw`=${zero}`, holds: false, makes: false },
  { form: String.raw`=${zerosCall}`, holds: false, makes: true },
  { form: String.raw`\*=${zero}`, holds: true, makes: false },
  { form: String.raw`\.fill\(${zero}\)`, holds: false, makes: false },
  { form: String.raw`\.zero_\(\)`, holds: false, makes: false },
].map(({ form, ...rest }) => ({ ...rest, pattern: new RegExp(`^${target}${form}$`, 'u') }));

interface Zeroed {
  readonly target: string;
  /** It has held something else before, as the statement itself says. */
  readonly holds: boolean;
  /** It may be a new array, which is filled later. */
  readonly makes: boolean;
}

/** No statement that sets something to zero is longer. */
const longest = 300;

/** What a statement sets to zero. */
function zeroed(statement: string): Zeroed | null {
  if (statement.length > longest) return null;
  for (const { pattern, holds, makes } of forms) {
    const match = pattern.exec(statement);
    if (match) return { target: match[1]!, holds, makes };
  }
  const product = /^(.+?)=(?:0(?:\.0*)?\*(.+)|(.+)\*0(?:\.0*)?)$/.exec(statement);
  const isOwn = product && product[1] === (product[2] ?? product[3]);
  return isOwn ? { target: product[1]!, holds: true, makes: false } : null;
}

function targetOf(text: string): readonly TargetPart[] | null {
  const parts: TargetPart[] = [];
  let rest = text;
  while (rest !== '') {
    const match = /^\.?([\p{L}_$][\p{L}\p{N}_$]*)|^\[([^\]]*)\]/u.exec(rest);
    if (match === null) return null;
    const [whole, name, subscript = ''] = match;
    const key = /^(['"`])(.*)\1$/.exec(subscript);
    parts.push(name !== undefined ? { name } : key ? { name: key[2]! } : { subscript });
    rest = rest.slice(whole.length);
  }
  return parts.length > 0 ? parts : null;
}

/** True for what the function is given, and so did not make itself. */
function isGiven([first]: readonly TargetPart[], body: SyntaxNode, source: SourceText): boolean {
  const parameters = body.parent?.getChild('ParamList');
  if (!parameters || !first || !('name' in first) || /^(self|this)$/.test(first.name)) return false;
  const names = childrenOf(parameters).map((node) => source.of(node));
  return names.includes(first.name);
}

const quote = '["\'`]';

/** True if a statement, or anything in it, changes what a target is part of. */
function writes(statement: string, parts: readonly TargetPart[]): boolean {
  const base = baseOf(parts);
  const pattern = String.raw`(?<![\p{L}\p{N}_$.])${base}(?:(?:\[[^\]]*\])*[-+*/]?=(?!=)|,[^=()]*=(?!=))|\.at\(${base},`;
  return new RegExp(pattern, 'u').test(statement);
}

/** A pattern of a target without the subscripts at its end. */
function baseOf(parts: readonly TargetPart[]): string {
  const base = parts.slice(0, parts.findLastIndex((part) => 'name' in part) + 1);
  return base
    .map((part, i) => {
      if ('subscript' in part) return String.raw`\[${escaped(part.subscript)}\]`;
      const name = escaped(part.name);
      return i === 0 ? name : String.raw`(?:\.${name}|\[${quote}${name}${quote}\])`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
