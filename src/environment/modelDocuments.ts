/**
 * The one place that decides which documents are models. The manifest's `when` clauses say the same; a test compares
 * them.
 */

export type ModelKind = 'python' | 'javascript' | 'expression' | 'notebook';

/** The type of Jupyter notebooks, whichever extension opens them. */
export const notebookType = 'jupyter-notebook';

const expressionFile = /\.gradient\.(json|ya?ml)$/i;

/** JavaScript and TypeScript that can be run as it is; declarations and JSX are not. */
const scriptFile = /(?<!\.d)\.[mc]?[jt]s$/i;
const languages: Readonly<Record<string, ModelKind>> = {
  python: 'python',
  javascript: 'javascript',
  typescript: 'javascript',
};

/** Whether models are written in a language of the editor. */
export function isModelLanguage(languageId: string): boolean {
  return Object.hasOwn(languages, languageId);
}

/** What is known about a document without opening it in an editor. */
export interface DocumentFacts {
  readonly languageId: string;
  /** Scheme of its URI. */
  readonly scheme: string;
  readonly fileName: string;
}

/** Null when the document is no model this extension can check. */
export function modelKind(document: DocumentFacts): ModelKind | null {
  if (document.scheme !== 'file' && document.scheme !== 'untitled') return null;
  if (expressionFile.test(document.fileName)) return 'expression';
  const kind = isModelLanguage(document.languageId) ? languages[document.languageId]! : null;
  const named = document.scheme === 'file' || /\.\w+$/.test(document.fileName);
  return kind === 'javascript' && named && !scriptFile.test(document.fileName) ? null : kind;
}

/** For providers of hovers and CodeLenses. Places can lie in helper modules, which are Python files as well. */
export const modelSelector = [
  { language: 'python', scheme: 'file' },
  { language: 'python', scheme: 'untitled' },
  // Without a scheme: together with a type it would be that of the notebook, and that can lie anywhere.
  { language: 'python', notebookType },
  { language: 'javascript', scheme: 'file' },
  { language: 'javascript', scheme: 'untitled' },
  { language: 'typescript', scheme: 'file' },
  { language: 'typescript', scheme: 'untitled' },
  { pattern: '**/*.gradient.{json,yaml,yml}', scheme: 'file' },
] as const;

const anyFile = 'resourceScheme =~ /^(file|untitled)$/';
const modelName = 'resourceFilename =~ /\\.(ipynb|gradient\\.(json|ya?ml))$/';
const modelLanguage = 'resourceLangId =~ /^(python|javascript|typescript)$/';
/** Not every script is a model. */
const evidentLanguage = '(resourceLangId == python || gradientLens.computesGradients)';

/** `when` clauses, for the manifest. The palette offers what can be checked at all. */
export const modelWhenClause = `${anyFile} && (${modelLanguage} || ${modelName})`;

/** Buttons and menus of the document in front offer what looks like a model. */
export const evidentWhenClause = `${anyFile} && (${evidentLanguage} || ${modelName})`;

/** The explorer knows no more than language and name. */
export const explorerWhenClause = `${anyFile} && (resourceLangId == python || ${modelName})`;

/** For what needs a cursor in source text. */
export const sourceWhenClause = `${anyFile} && ${modelLanguage}`;
export const evidentSourceWhenClause = `${anyFile} && ${evidentLanguage}`;

/** For notebooks: their toolbar and their cells. */
export const notebookWhenClause = `notebookType == ${notebookType}`;
