import { outlineJavaScript } from '../../source/javascript/outline';
import { outlinePython } from '../../source/outline';
import { functionsIn, ownStatements, type Expression, type Statement } from '../../source/program/program';
import { programOf } from '../../source/program/programOf';
import { SourceText } from '../../source/syntax';
import type { ModelSource } from './found';

/** The last line that gives a name its value: at the top level, else in the main block or in a function; null if none does. */
export function lineOfArray({ text, language }: ModelSource, name: string): number | null {
  const outline =
    language === 'python' ? outlinePython(text) : outlineJavaScript(text, language === 'typescript');
  const made = outline.statements.findLast(({ kind, facts }) => kind !== 'import' && facts.binds.has(name));
  if (made !== undefined && made.kind !== 'main') return made.line;
  const program = programOf(text, language);
  const bodies = [program, ...functionsIn(program).map(({ body }) => body)];
  const assigned = bodies.flatMap((body) => [...ownStatements(body)].findLast(assigns(name)) ?? []);
  const [first] = assigned;
  return first === undefined ? null : new SourceText(text).lineAt(first.from);
}

function assigns(name: string): (statement: Statement) => boolean {
  const isNamed = (target: Expression): boolean =>
    target.kind === 'list' ? target.items.some(isNamed) : target.kind === 'name' && target.name === name;
  return (statement) => statement.kind === 'assign' && statement.targets.some(isNamed);
}
