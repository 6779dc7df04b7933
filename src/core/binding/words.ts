import type { Description } from './inventory';
import { isNumeric, isScalar, shapeText } from './values';

/** `returned an array of shape (1, 50); the check needs one number. Return its mean or sum.` */
export function notANumber(value: Description): string {
  if (value.type === 'array' && isNumeric(value) && !isScalar(value)) {
    return `returned an array of shape ${shapeText(value.shape)}; the check needs one number. Return its mean or sum.`;
  }
  return `returned ${described(value)}; the check needs one number. Return the cost as a number.`;
}

/** What a value is, in words. */
export function described(value: Description): string {
  switch (value.type) {
    case 'none':
      return 'nothing (None)';
    case 'text':
      return 'text';
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'number':
      return typeof value.value === 'number'
        ? `the number ${value.value}`
        : `the number ${value.value.toLowerCase()}`;
    case 'array':
      return /^complex/.test(value.dtype)
        ? 'complex numbers'
        : /^object/.test(value.dtype)
          ? 'an array of objects'
          : `an array of shape ${shapeText(value.shape)}`;
    case 'mapping':
      return 'a dict';
    case 'sequence':
      return `a ${value.kind} of ${value.length} values`;
    case 'function':
      return `the function \`${value.function.name}\``;
    default:
      return `an object of type \`${value.className}\``;
  }
}
