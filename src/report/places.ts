import { baseName } from '../core/format';
import { lineText, type Place } from '../core/place';

/** For a column that is headed “line”: `12`, in a notebook `cell 4, line 12`, elsewhere `layers.py:12`. */
export function placeText(
  place: (Pick<Place, 'line'> & Partial<Pick<Place, 'file' | 'cell'>>) | null,
  file: string,
): string {
  if (place === null) return '–';
  if (place.cell !== undefined) return lineText(place);
  return place.file === undefined || place.file === file
    ? String(place.line)
    : `${baseName(place.file)}:${place.line}`;
}
