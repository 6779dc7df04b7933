import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Node, type Pair } from 'yaml';
import type { SourceText, Span } from './sourceText';

/** A parsed YAML or JSON value that knows its place. */
export type Value =
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'nothing'; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly span: Span }
  | { readonly kind: 'mapping'; readonly entries: readonly Entry[]; readonly span: Span };

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
}

/** Parses YAML, of which JSON is a part. */
export function parseText(source: SourceText): Value {
  const document = parseDocument(source.text, { stringKeys: false, strict: true, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const [start, end] = error.pos;
    const reason = error.message.replace(/\s+/g, ' ').replace(/\.$/, '');
    throw source.failure(`the file cannot be read: ${reason}. ${remedyFor(error.code)}`, { start, end });
  }
  if (document.contents === null) return { kind: 'nothing', span: { start: 0, end: 0 } };
  return convert(document.contents, source);
}

function remedyFor(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'Remove one of the two, or give it another name.';
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces.';
  return 'Correct the text here; an expression with a colon, a hash or brackets at its start needs quotes.';
}

function convert(node: Node, source: SourceText): Value {
  const span = spanOf(node, source);
  if (isAlias(node)) {
    throw source.failure('an alias (*name) stands here. Write the value itself, or name it under let.', span);
  }
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => convert(item as Node, source)), span };
  }
  if (isMap(node)) {
    return { kind: 'mapping', entries: node.items.map((pair) => convertPair(pair, span, source)), span };
  }
  if (isPair(node)) return { kind: 'mapping', entries: [convertPair(node, span, source)], span };
  const value: unknown = isScalar(node) ? node.value : null;
  if (typeof value === 'number') return { kind: 'number', value, span };
  if (typeof value === 'boolean') return { kind: 'boolean', value, span };
  return value === null || value === undefined
    ? { kind: 'nothing', span }
    : { kind: 'text', value: String(value), span };
}

function convertPair({ key, value }: Pair, within: Span, source: SourceText): Entry {
  const keyNode = key as Node;
  const keySpan = keyNode.range ? spanOf(keyNode, source) : within;
  if (!isScalar(keyNode)) throw source.failure('a name belongs here. Write NAME: value.', keySpan);
  // A plain key is taken as written, so that "y", "no" and "1" stay what they look like.
  const text = typeof keyNode.value === 'string' ? keyNode.value : (keyNode.source ?? String(keyNode.value));
  const converted =
    value === null ? { kind: 'nothing' as const, span: keySpan } : convert(value as Node, source);
  // What is missing has no place of its own: its key has.
  return {
    key: text,
    keySpan,
    value: converted.kind === 'nothing' ? { kind: 'nothing', span: keySpan } : converted,
  };
}

/** The place of a value without the space around it; of a block scalar, without its header. */
function spanOf(node: Node, { text }: SourceText): Span {
  let [start, end] = node.range ?? [0, 0];
  if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) {
    const header = text.indexOf('\n', start);
    if (header >= 0 && header < end) start = header + 1;
    while (start < end && /\s/.test(text[start] ?? '')) start++;
  }
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  return { start, end };
}
