import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../core/place';
import { childrenOf, type SourceText } from '../syntax';
import { changedByCall, isElement, baseOf, makesValue } from './expressions';
import { functionName } from './outline';
import { isFunctionNode } from './parse';
import type { Places } from './sites';
import { changesOf, Scopes, type Change } from './writes';

/** A place of an observed text where an array is made or changed. */
export interface ObservedSite {
  readonly place: Place;
  /** What the text assigns the array to. */
  readonly target: string | null;
  /** In a loop or a callback, where what is made may be a part of something greater. */
  readonly nested: boolean;
}

/**
 * Rewrites a file so that whole arrays pass probes: what calls return, what functions are given, and what a loop has filled,
 * when the loop is over. Loops themselves stay as they are, so that they run at full speed. Lines stay the user's.
 *
 *     const z1 = add(matmul(W, x), b)     →  const z1 = __gl.s(3, add(__gl.t(2, matmul(W, x)), __gl.a(b)))
 *     for (...) for (...) C[i][j] = s;    →  __gl.f(C); for (...) for (...) C[i][j] = s; __gl.w(7, [C]);
 *     function relu(z) { ... }            →  function relu(z) { __gl.e(z); ... }
 */
export class ObservingInstrumenter {
  #starts = new Map<number, string>();
  #ends = new Map<number, End[]>();
  /** Sites of changes by statement and array: what changes several times in a loop is looked at once, when it is over. */
  #changes = new Map<string, number>();
  readonly #scopes: Scopes;

  constructor(
    private readonly source: SourceText,
    private readonly places: Places,
    /** The list that new sites are added to; probes name them by index. */
    private readonly sites: ObservedSite[],
    /** What is put before closing braces, by their position. */
    private readonly endings: ReadonlyMap<number, string> = new Map(),
  ) {
    this.#scopes = new Scopes(source);
  }

  statement(node: SyntaxNode): string {
    this.#starts = new Map();
    this.#changes = new Map();
    this.#ends = new Map([...this.endings].map(([position, text]) => [position, [{ from: Infinity, text }]]));
    this.#visit(node);
    const positions = [...new Set([...this.#starts.keys(), ...this.#ends.keys()])].sort((a, b) => a - b);
    let text = '';
    let at = node.from;
    for (const position of positions) {
      if (position < node.from || position > node.to) continue;
      text += this.#plain(at, position);
      text += this.#endsAt(position) + (this.#starts.get(position) ?? '');
      at = position;
    }
    return text + this.#plain(at, node.to);
  }

  #plain(from: number, to: number): string {
    return this.source.text.slice(from, to).replace(/\bimport\.meta\b/g, '__glMeta');
  }

  #visit(node: SyntaxNode): void {
    if (untouched.test(node.name)) return;
    const close = this.#probe(node);
    childrenOf(node).forEach((child) => this.#visit(child));
    if (close !== '') this.#end(node, close);
    if (isFunctionNode(node)) this.#entry(node);
    const base = changedBase(node, this.source);
    if (base !== null)
      for (const change of changesOf(node, base, this.#scopes, this.source)) this.#changed(node, change);
  }

  /** Puts the start of a probe before an expression that needs one, and gives the end of it. */
  #probe(node: SyntaxNode): string {
    const use = useOf(node, this.source);
    if (use === null) return '';
    const made = makes(node, this.source);
    if (use.as === 'value') {
      if (!made) return '';
      this.#start(node.from, `__gl.s(${this.#site(node, use.target)}, `);
    } else if (made) this.#start(node.from, `__gl.t(${this.#site(node, null)}, `);
    else if (isPath(node)) this.#start(node.from, '__gl.a(');
    else return '';
    return ')';
  }

  /** What a named function is given; what callbacks are given are parts. */
  #entry(node: SyntaxNode): void {
    const body = node.getChild('Block');
    if (body === null || node.parent?.name === 'ArgList') return;
    const names = node.getChild('ParamList')?.getChildren('VariableDefinition') ?? [];
    if (names.length === 0) return;
    const listed = names.map((name) => this.source.of(name)).join(', ');
    this.#start(body.from + 1, `__gl.on && __gl.e(${listed});`);
  }

  #changed(node: SyntaxNode, { statement, paths, target, nested }: Change): void {
    const made = { place: this.places.of(node, this.#functionOf(node)), target, nested };
    const key = `${statement.from}:${statement.to}:${paths.at(-1)!}`;
    const known = this.#changes.get(key);
    if (known !== undefined) {
      this.sites[known] = made;
      return;
    }
    const site = this.sites.push(made) - 1;
    this.#changes.set(key, site);
    const own = statement.from <= node.from && !isLoopLike(statement, node);
    const before = own ? '' : `__gl.on && __gl.f(${paths.at(-1)!}); `;
    const after = `; __gl.on && __gl.w(${site}, [${paths.join(', ')}]);`;
    const block = /^(Block|Script)$/.test(statement.parent?.name ?? 'Script');
    this.#startStatement(statement.from, (block ? '' : '{ ') + before);
    this.#end(statement, after + (block ? '' : ' }'));
  }

  #site(node: SyntaxNode, target: string | null): number {
    const place = this.places.of(node, this.#functionOf(node));
    return this.sites.push({ place, target, nested: isNested(node) }) - 1;
  }

  #functionOf(node: SyntaxNode): string {
    for (let at = node.parent; at !== null; at = at.parent) {
      const name = isFunctionNode(at) ? functionName(at, this.source) : '';
      if (name !== '') return name;
    }
    return '';
  }

  #start(position: number, text: string): void {
    this.#starts.set(position, (this.#starts.get(position) ?? '') + text);
  }

  /** Before the probes of the expression that a statement begins with. */
  #startStatement(position: number, text: string): void {
    this.#starts.set(position, text + (this.#starts.get(position) ?? ''));
  }

  #end({ from, to }: SyntaxNode, text: string): void {
    this.#ends.set(to, [...(this.#ends.get(to) ?? []), { from, text }]);
  }

  /** Of loops that end together the inner one comes first. */
  #endsAt(position: number): string {
    const ends = [...(this.#ends.get(position) ?? [])];
    return ends
      .sort((one, other) => (one.from === other.from ? 0 : other.from - one.from))
      .map(({ text }) => text)
      .join('');
  }
}

/** What is put behind something, and where that begins. */
interface End {
  readonly from: number;
  readonly text: string;
}

/** Types, imports and decorators hold nothing that runs, or must stay as they are. */
const untouched =
  /^(ImportDeclaration|Decorator|Type\w*|\w+Type|Interface\w*|Ambient\w*|Enum\w*|Namespace\w*|ExportGroup|ArrayPattern|ObjectPattern|\w*Comment)$/;

/** What becomes of the value of an expression: it is kept under a name or returned, or handed on. */
type Use = { readonly as: 'value'; readonly target: string | null } | { readonly as: 'argument' };

function useOf(node: SyntaxNode, source: SourceText): Use | null {
  const { parent, prevSibling } = node;
  switch (parent?.name) {
    case 'VariableDeclaration': {
      if (prevSibling?.name !== 'Equals' || parent.parent?.name === 'ForSpec') return null;
      const before = prevSibling.prevSibling;
      const name = before?.name === 'TypeAnnotation' ? before.prevSibling : before;
      return { as: 'value', target: name?.name === 'VariableDefinition' ? source.of(name) : null };
    }
    case 'AssignmentExpression': {
      if (prevSibling?.name !== 'Equals') return null;
      const left = parent.firstChild!;
      return { as: 'value', target: /Pattern$/.test(left.name) ? null : source.of(left) };
    }
    case 'PropertyDeclaration':
      return prevSibling?.name === 'Equals' ? { as: 'value', target: source.of(parent.firstChild!) } : null;
    case 'Property':
      return prevSibling?.name === ':' ? { as: 'value', target: keyOf(parent, source) } : null;
    case 'ReturnStatement':
    case 'ArrayExpression':
      return { as: 'value', target: null };
    case 'ArrowFunction':
      return prevSibling?.name === 'Arrow' && parent.parent?.name !== 'ArgList'
        ? { as: 'value', target: null }
        : null;
    case 'ArgList': {
      const call = parent.parent!;
      if (prevSibling?.name === 'Spread') return null;
      if (call.name === 'CallExpression' && changedByCall(call, source) !== null)
        return copies(call, node, source) ? null : { as: 'value', target: null };
      return call.name === 'NewExpression' || makesValue(call, source) ? { as: 'argument' } : null;
    }
    case 'MemberExpression':
      return isReceiver(node, source) ? { as: 'argument' } : null;
    default:
      return null;
  }
}

/** `row.set(values)` copies the values; `cache.set('Z', Z)` keeps them. */
function copies(call: SyntaxNode, argument: SyntaxNode, source: SourceText): boolean {
  const name = call.firstChild!.getChild('PropertyName');
  return name !== null && source.of(name) === 'set' && argument.prevSibling?.name === '(';
}

function keyOf(property: SyntaxNode, source: SourceText): string | null {
  const key = property.firstChild;
  return key?.name === 'PropertyDefinition' || key?.name === 'String'
    ? source.of(key).replace(/^['"]|['"]$/g, '')
    : null;
}

/** `Z` of `Z.map(...)`. */
function isReceiver(node: SyntaxNode, source: SourceText): boolean {
  const member = node.parent!;
  const call = member.parent;
  if (call?.name !== 'CallExpression' || call.firstChild!.from !== member.from) return false;
  if (call.firstChild!.to !== member.to || member.firstChild!.to !== node.to) return false;
  return (
    !/^(super|this)$/.test(node.name) && makesValue(call, source) && changedByCall(call, source) === null
  );
}

/** True for an expression that may make an array. */
function makes(node: SyntaxNode, source: SourceText): boolean {
  switch (node.name) {
    case 'CallExpression':
      return makesValue(node, source);
    case 'NewExpression':
      return true;
    case 'ArrayExpression':
      return node.parent?.name !== 'ArrayExpression' && /[\p{L}_$]/u.test(source.of(node));
    case 'ParenthesizedExpression':
      return childrenOf(node).some((child) => makes(child, source));
    case 'ConditionalExpression':
    case 'AwaitExpression':
      return childrenOf(node)
        .slice(1)
        .some((child) => makes(child, source));
    default:
      return false;
  }
}

function isPath(node: SyntaxNode): boolean {
  if (node.name === 'VariableName') return true;
  return node.name === 'MemberExpression' && !childrenOf(node).some((child) => child.name === '?.');
}

/** The array of which an assignment or a call such as `push` changes elements. */
function changedBase(node: SyntaxNode, source: SourceText): SyntaxNode | null {
  if (node.name === 'CallExpression') return changedByCall(node, source);
  if (node.name !== 'AssignmentExpression') return null;
  const target = node.firstChild!;
  return isElement(target) ? baseOf(target) : null;
}

function isNested(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (/^(For|While|Do)Statement$/.test(at.name)) return true;
    if (isFunctionNode(at)) return at.parent?.name === 'ArgList';
  }
  return false;
}

function isLoopLike(statement: SyntaxNode, change: SyntaxNode): boolean {
  return statement.from !== change.from || /^(For|While|Do)Statement$/.test(statement.name);
}
