import { backwardFunctions } from '../source/backwardFunctions';
import { functionAt, outlinePython } from '../source/outline';

/** What the editor needs to know about the functions of a text. Loaded only when asked for, for the parser's sake. */

/** A function to put a lens above. One-based lines. */
export interface FunctionLine {
  /** As the check's `subject`: the class for a method, the function otherwise. */
  readonly subject: string;
  readonly line: number;
}

/** The functions of a Python text that compute the gradients of a model. */
export function lensFunctions(text: string): readonly FunctionLine[] {
  return backwardFunctions(outlinePython(text)).map(({ name, line, className }) => ({
    subject: className ?? name,
    line,
  }));
}

/** The function or class that a line belongs to; null outside of all. */
export function subjectAt(text: string, line: number): string | null {
  const outline = outlinePython(text);
  const around = outline.functions.filter((fact) => fact.line <= line && line <= fact.endLine);
  // A function inside another one is a part of it, not a subject of its own.
  const outer = around.find((fact) => !fact.nested) ?? functionAt(outline, line);
  if (outer !== null) return outer.className ?? outer.name;
  return outline.classes.find((fact) => fact.line <= line && line <= fact.endLine)?.name ?? null;
}
