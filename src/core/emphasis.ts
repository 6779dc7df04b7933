/**
 * Sentences stress the name of a command of the editor as *Insert Model Contract*, and set names of code in backticks.
 * Here is how each medium shows the first; backticks are read everywhere but in HTML, where they become code.
 */

/** The name of a command between asterisks; `2 * x * 3` is none. */
const stressed = /(?<=^|[\s(])\*([A-Z][^*`]*)\*(?=[\s.,;:)]|$)/g;

/** For notifications and lists of problems, which render nothing: the name in quotes. */
export function plainText(text: string): string {
  return text.replace(stressed, '“$1”');
}

/** For the command line, where there are no commands of the editor: what can be done without them, and where they are. */
export function terminalText(text: string): string {
  return plainText(
    text
      .replace(/(function) with the command (?=\*)/g, '$1 yourself or with the editor’s command ')
      .replace(/(^|\s)the command (?=\*)/g, '$1the editor’s command '),
  );
}

/** The parts of a text, and whether each is stressed. */
export function stressedParts(
  text: string,
): readonly { readonly text: string; readonly stressed: boolean }[] {
  return text.split(stressed).map((part, i) => ({ text: part, stressed: i % 2 === 1 }));
}
