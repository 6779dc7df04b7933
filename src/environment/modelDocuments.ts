/**
 * The one place that decides which documents are models. The manifest's `when` clauses say the same; a test compares
 * them.
 */

export type ModelKind = 'python' | 'expression' | 'notebook';

/** The type of Jupyter notebooks, whichever extension opens them. */
export const notebookType = 'jupyter-notebook';

const expressionFile = /\.gradient\.(json|ya?ml)$/i;

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
  return document.languageId === 'python' ? 'python' : null;
}

/** For providers of hovers and CodeLenses. Places can lie in helper modules, which are Python files as well. */
export const modelSelector = [
  { language: 'python', scheme: 'file' },
  { language: 'python', scheme: 'untitled' },
  // Without a scheme: together with a type it would be that of the notebook, and that can lie anywhere.
  { language: 'python', notebookType },
  { pattern: '**/*.gradient.{json,yaml,yml}', scheme: 'file' },
] as const;

/** The `when` clause of menus and commands about the document in front. */
export const modelWhenClause =
  'resourceScheme =~ /^(file|untitled)$/ && ' +
  '(resourceLangId == python || resourceFilename =~ /\\.(ipynb|gradient\\.(json|ya?ml))$/)';

/** For notebooks: their toolbar and their cells. */
export const notebookWhenClause = `notebookType == ${notebookType}`;

/** In the palette and for key bindings, where there is an editor rather than a resource. */
export const pythonWhenClause = 'resourceScheme =~ /^(file|untitled)$/ && resourceLangId == python';
