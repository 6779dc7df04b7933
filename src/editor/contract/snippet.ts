import { outlineJavaScript } from '../../source/javascript/outline';
import { outlinePython } from '../../source/outline';
import { javascript, python, type Dialect } from './dialect';
import { Draft, type ContractFacts } from './draft';

/** The languages that a contract can be written in. */
export type ContractLanguage = 'python' | 'javascript' | 'typescript';

/** Whether the file has a contract already, and where. One-based; null if it has none. */
export function contractLine(text: string, language: ContractLanguage): number | null {
  const { contractLine: pattern } = dialectOf(language);
  const index = text.split(/\r\n|\r|\n/).findIndex((line) => pattern.test(line));
  return index < 0 ? null : index + 1;
}

/** The text to append to the file. */
export function contractSnippet(text: string, language: ContractLanguage, facts: ContractFacts): string {
  const outline =
    language === 'python' ? outlinePython(text) : outlineJavaScript(text, language === 'typescript');
  const draft = new Draft(dialectOf(language), outline, text, facts);
  return `${leadingLines(text, language)}${draft.snippet()}\n$0`;
}

function dialectOf(language: ContractLanguage): Dialect {
  return language === 'python' ? python : javascript;
}

/** Empty lines before a definition, whatever the file ends with: two in Python, one elsewhere. */
function leadingLines(text: string, language: ContractLanguage): string {
  if (text.trim() === '') return '';
  const end = /(?:\r\n|\r|\n)*$/.exec(text)?.[0] ?? '';
  const breaks = end.replace(/\r\n/g, '\n').length;
  return '\n'.repeat(Math.max(0, (language === 'python' ? 3 : 2) - breaks));
}
