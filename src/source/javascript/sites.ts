import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../core/place';
import type { SourceText } from '../syntax';

/** Makes places in one file of what the syntax tree holds. */
export class Places {
  readonly #lineStarts: readonly number[];

  constructor(
    readonly file: string,
    readonly source: SourceText,
  ) {
    const { text } = source;
    const starts = [0];
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) starts.push(at + 1);
    }
    this.#lineStarts = starts;
  }

  of(node: SyntaxNode, name: string): Place {
    const start = this.#position(node.from);
    const end = this.#position(node.to);
    return {
      file: this.file,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      function: name,
    };
  }

  #position(offset: number): { line: number; column: number } {
    const line = this.source.lineAt(offset);
    return { line, column: offset - this.#lineStarts[line - 1]! + 1 };
  }
}
