import type { SyntaxNode } from '@lezer/common';

/** Lines are one-based and inclusive. */
export interface Lines {
  readonly line: number;
  readonly endLine: number;
}

/** A text with its line numbers. */
export class SourceText {
  private readonly starts: readonly number[];

  constructor(readonly text: string) {
    const starts = [0];
    for (let at = 0; at < text.length; at++) {
      const end = text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n');
      if (end) starts.push(at + 1);
    }
    this.starts = starts;
  }

  of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  lineAt(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Where a one-based line begins; the end of the text for one below it. */
  startOf(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** Where a line ends, without its line break. */
  endOf(line: number): number {
    const text = this.text.slice(this.startOf(line), this.startOf(line + 1));
    return this.startOf(line) + text.replace(/[\r\n]+$/, '').length;
  }

  /** Trailing blank lines, which the grammar counts in, are left out. */
  lines(node: SyntaxNode): Lines {
    const length = this.of(node).trimEnd().length;
    return { line: this.lineAt(node.from), endLine: this.lineAt(node.from + Math.max(0, length - 1)) };
  }
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
