/**
 * The same value with texts that fit on one line of a terminal or a table. Names come from the user's file, where a key
 * of a dictionary can hold line ends, tabs or the escapes that terminals obey. `shown` words each for the medium.
 */
export function printable<Value>(value: Value, shown: (text: string) => string): Value {
  return replaced(value, shown) as Value;
}

function replaced(value: unknown, shown: (text: string) => string): unknown {
  if (typeof value === 'string') return shown(value.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '�'));
  if (Array.isArray(value)) return value.map((one) => replaced(one, shown));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, shown)]));
}
