import { backwardFunctions, hasModelParts } from '../source/backwardFunctions';
import { outlineJavaScript } from '../source/javascript/outline';
import { functionAt, outlinePython, type PythonOutline } from '../source/outline';

/** What the editor needs to know about the functions of a text. Loaded only when asked for, for the parsers' sake. */

/** A function to put a lens above. One-based lines. */
export interface FunctionLine {
  readonly name: string;
  /** As the check's `subject`: the class for a method, the function otherwise. */
  readonly subject: string;
  readonly line: number;
}

/** The functions of a text that compute the gradients of a model. */
export function lensFunctions(text: string, languageId: string): readonly FunctionLine[] {
  const outline = outlineOf(text, languageId);
  if (outline === null) return [];
  const found = backwardFunctions(outline);
  // A name such as `getGradient` can be one of colours: a script needs a cost or a forward pass beside it.
  if (languageId !== 'python' && !hasModelParts(outline)) return [];
  return found.map(({ name, line, className }) => ({ name, subject: className ?? name, line }));
}

/** The function or class that a line belongs to; null outside of all. */
export function subjectAt(text: string, languageId: string, line: number): string | null {
  const outline = outlineOf(text, languageId);
  if (outline === null) return null;
  const around = outline.functions.filter((fact) => fact.line <= line && line <= fact.endLine);
  // A function inside another one is a part of it, not a subject of its own.
  const outer = around.find((fact) => !fact.nested) ?? functionAt(outline, line);
  if (outer !== null) return outer.className ?? outer.name;
  return outline.classes.find((fact) => fact.line <= line && line <= fact.endLine)?.name ?? null;
}

function outlineOf(text: string, languageId: string): PythonOutline | null {
  switch (languageId) {
    case 'python':
      return outlinePython(text);
    case 'javascript':
      return outlineJavaScript(text, false);
    case 'typescript':
      return outlineJavaScript(text, true);
    default:
      return null;
  }
}
