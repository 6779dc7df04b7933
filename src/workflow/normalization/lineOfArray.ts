import { outlineJavaScript } from '../../source/javascript/outline';
import { outlinePython } from '../../source/outline';
import type { ModelSource } from './found';

/** The last line of the top level that gives a name its value; null if none does. */
export function lineOfArray({ text, language }: ModelSource, name: string): number | null {
  const outline =
    language === 'python' ? outlinePython(text) : outlineJavaScript(text, language === 'typescript');
  const made = outline.statements.findLast(({ kind, facts }) => kind !== 'import' && facts.binds.has(name));
  return made?.line ?? null;
}
