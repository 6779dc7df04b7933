/** The first sentence of a text and the rest; a dot inside a number or a file name ends nothing. */
export function splitSentence(text: string): readonly [first: string, rest: string] {
  const end = /[.?]\s+/.exec(text);
  if (!end) return [text.trim(), ''];
  return [text.slice(0, end.index + 1).trim(), text.slice(end.index + end[0].length).trim()];
}

/** Keeps `5.0 × 10⁻¹⁰` and `5 × the` on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' × ', '\u00a0×\u00a0');
}
