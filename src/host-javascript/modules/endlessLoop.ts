import { fileURLToPath } from 'node:url';
import type { SyntaxNode } from '@lezer/common';
import type { HostFailure } from '../../core/failure';
import { isTypeScript, parseJavaScript } from '../../source/javascript/parse';
import { SourceText } from '../../source/syntax';
import type { Frame, Samples } from '../watchdog';

type Whereabouts = Pick<HostFailure, 'file' | 'line' | 'function'>;

/**
 * The loop that does not end: in the innermost function that was under way at all moments, the smallest loop around the
 * lines where it was; where that has none, in its caller. Without any loop the line of the first moment.
 */
export function endlessLoop(samples: Samples, texts: ReadonlyMap<string, string>): Whereabouts {
  const stacks = samples.map((frames) =>
    frames
      .map((frame) => ({ ...frame, file: pathOf(frame.url) }))
      .filter(({ file }) => texts.has(file))
      .reverse(),
  );
  const shared = sharedDepth(stacks);
  for (let depth = shared - 1; depth >= 0; depth--) {
    const { file, function: name } = stacks[0]![depth]!;
    const lines = stacks.map((stack) => stack[depth]!.line);
    const line = loopAround(lines, file, texts.get(file)!);
    if (line !== null) return whereabouts(file, line, name);
  }
  const first = stacks[0]?.at(-1);
  return first === undefined ? {} : whereabouts(first.file, first.line, first.function);
}

function whereabouts(file: string, line: number, name: string): Whereabouts {
  return name === '' ? { file, line } : { file, line, function: name };
}

/** How many of the outermost functions are the same in all stacks. */
function sharedDepth(stacks: readonly (readonly (Frame & { file: string })[])[]): number {
  const [first, ...others] = stacks;
  if (first === undefined) return 0;
  const differs = first.findIndex((frame, depth) =>
    others.some((stack) => stack[depth]?.file !== frame.file || stack[depth].start !== frame.start),
  );
  return differs < 0 ? first.length : differs;
}

function loopAround(lines: readonly number[], file: string, text: string): number | null {
  const source = new SourceText(text);
  const [from, to] = [Math.min(...lines), Math.max(...lines)];
  let found: { readonly line: number; readonly endLine: number } | null = null;
  const visit = (node: SyntaxNode): void => {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      const place = source.lines(child);
      if (place.line > from || place.endLine < to) continue;
      if (/^(For|While|Do)Statement$/.test(child.name)) found = place;
      visit(child);
    }
  };
  visit(parseJavaScript(text, isTypeScript(file)));
  return (found as { readonly line: number } | null)?.line ?? null;
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}
