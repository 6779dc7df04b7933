/** Checks of what the pages of all panels may send. Webview content is not trusted. */

/** Characters of a picture or table that a panel may hand over to be saved. */
const maxSaved = 100_000_000;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A file, line and column to go to, perhaps in a cell. */
export function isPlaceLike(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['file'] === 'string' &&
    isPosition(value['line']) &&
    isPosition(value['column']) &&
    (value['cell'] === undefined || isPosition(value['cell']))
  );
}

/** A name to suggest, and the text of a picture or table. */
export function isSavable({ name, text }: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof name === 'string' && name.length <= 255 && typeof text === 'string' && text.length <= maxSaved
  );
}

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}
