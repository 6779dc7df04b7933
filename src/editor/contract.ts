import type { BindingEntry } from '../core/binding/binding';

/** The contract of a Python model, as a snippet: what is known is filled in, the rest are stops for the tab key. */

const holes = {
  parameters: '{"W1": W1, "b1": b1}',
  cost: 'cost(X, y)',
  gradients: 'gradients(X, y)',
} as const;

/** Whether the file has a contract already, and where. One-based; null if it has none. */
export function contractLine(text: string): number | null {
  const index = text.split(/\r\n|\r|\n/).findIndex((line) => /^def\s+gradient_lens\s*\(/.test(line));
  return index < 0 ? null : index + 1;
}

/**
 * @param text of the file, which the snippet is appended to
 * @param entries how the file was bound, as far as that got
 */
export function contractSnippet(text: string, entries: readonly BindingEntry[]): string {
  const known = new Map(entries.map((entry) => [entry.role, entry.name]));
  const stop = (index: number, role: keyof typeof holes): string =>
    `\${${index}:${escapeSnippet(expression(known.get(role)) ?? holes[role])}}`;
  return [
    `${leadingLines(text)}def gradient_lens():`,
    '\treturn dict(',
    `\t\tparameters=${stop(1, 'parameters')},  # the live arrays`,
    `\t\tcost=lambda: ${stop(2, 'cost')},  # a number`,
    `\t\tgradients=lambda: ${stop(3, 'gradients')},  # same names, same shapes`,
    '\t)',
    '$0',
  ].join('\n');
}

/** Only what is Python: bindings can also be told in words. */
function expression(name: string | undefined): string | null {
  if (name === undefined) return null;
  return /^[\p{L}_][\p{L}\p{N}_.]*(\(.*\)|\[.*\])?$/su.test(name) ? name : null;
}

/** Two empty lines before a definition, whatever the file ends with. */
function leadingLines(text: string): string {
  if (text.trim() === '') return '';
  const end = /(?:\r\n|\r|\n)*$/.exec(text)?.[0] ?? '';
  const breaks = end.replace(/\r\n/g, '\n').length;
  return '\n'.repeat(Math.max(0, 3 - breaks));
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
