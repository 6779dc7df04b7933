import type { Span, SourceText } from './sourceText';

/** An expression as it stands in the file. */
export interface ExpressionText {
  /** On one line and without comments, character for character as long as the parsed text. */
  readonly text: string;
  readonly span: Span;
  /** Place in the file of a character of `text`. */
  locate(index: number): Span;
}

/** Lines are joined and comments blanked, so that an expression may run over several lines. */
export function expressionText(value: string, span: Span, source: SourceText): ExpressionText {
  const text = value.replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length)).replace(/\s/g, ' ');
  return {
    text,
    span,
    locate: (index) => {
      const start = alignedOffset(value, span, source.text, index);
      return { start, end: Math.max(start + 1, span.end) };
    },
  };
}

/**
 * Where character `index` of a parsed scalar stands in the file: walks both texts at once; space may differ (folded and
 * indented lines), and so may quotes and escapes.
 */
function alignedOffset(value: string, { start, end }: Span, file: string, index: number): number {
  let at = start;
  for (let i = 0; i < value.length && at < end; i++) {
    const character = value[i] ?? '';
    if (/\s/.test(character)) {
      if (i >= index) break;
      while (at < end && /\s/.test(file[at] ?? '')) at++;
      while (i + 1 < value.length && /\s/.test(value[i + 1] ?? '')) i++;
      continue;
    }
    while (at < end && file[at] !== character) at++;
    if (i >= index) break;
    at++;
  }
  return Math.min(at, Math.max(start, end - 1));
}
