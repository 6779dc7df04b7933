import { javascriptProgram } from './javascriptProgram';
import type { SourceLanguage } from './language';
import type { Statement } from './program';
import { pythonProgram } from './pythonProgram';

/** The statements of a text, in one form for all languages. */
export function programOf(text: string, language: SourceLanguage): readonly Statement[] {
  return language === 'python' ? pythonProgram(text) : javascriptProgram(text, language === 'typescript');
}
