import { LineCounter } from 'yaml';
import type { HostFailure } from '../../core/failure';
import type { Place } from '../../core/place';
import { HostError } from '../failures';

/** Offsets [start, end) in the file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text of a model file, with its lines: turns offsets into places, and problems into failures. */
export class SourceText {
  readonly lines = new LineCounter();
  readonly text: string;

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.text = text.replace(/^\uFEFF/, '');
    // LineCounter is filled by the YAML parser; the text may have to be refused before that.
    this.lines.addNewLine(0);
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) {
      this.lines.addNewLine(at + 1);
    }
  }

  place({ start, end }: Span, name: string): Place {
    const from = this.lines.linePos(start);
    const to = this.lines.linePos(Math.max(start, end));
    return {
      file: this.file,
      line: from.line,
      column: from.col,
      endLine: to.line,
      endColumn: to.col,
      function: name,
    };
  }

  /** A failure at a place: `message` says what is wrong and what to do. */
  failure(message: string, span: Span, facts: Partial<HostFailure> = {}): HostError {
    const { line, column } = this.place(span, '');
    return new HostError({
      kind: 'syntax',
      type: 'ExpressionModelError',
      message,
      file: this.file,
      line,
      column,
      ...facts,
    });
  }
}
