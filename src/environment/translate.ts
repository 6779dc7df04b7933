/** `vscode.l10n.t`, passed in so that texts can be built and tested without an editor. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** The texts as they are written: `{0}` stands for the first value. */
export const english: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
