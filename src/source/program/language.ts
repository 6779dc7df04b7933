/** Languages of model files whose text is read. */
export type SourceLanguage = 'python' | 'javascript' | 'typescript';
