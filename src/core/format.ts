/** Numbers as a person writes them: `5.0 × 10⁻¹⁰`, real minus signs, thin spaces between thousands. */

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const minus = '−';
const thinSpace = '\u202f';

/** An integer in superscript characters. */
export function superscript(value: number): string {
  const digits = Math.abs(value)
    .toFixed(0)
    .replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit);
  return value < 0 ? `⁻${digits}` : digits;
}

/** `10⁻⁷`; 10⁰ is `1`. */
export function power(exponent: number): string {
  return exponent === 0 ? '1' : `10${superscript(exponent)}`;
}

function notFinite(value: number): string | null {
  if (Number.isNaN(value)) return 'not finite';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  return null;
}

/** `5.0 × 10⁻¹⁰`, with the given number of significant digits; zero is `0`. */
export function scientific(value: number, digits = 2): string {
  const word = notFinite(value);
  if (word !== null) return word;
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  return `${mantissa.replace('-', minus)} × 10${superscript(Number(exponent))}`;
}

/** The shortest readable form: fixed where that is short, `a × 10ᵇ` otherwise. */
export function decimal(value: number, digits = 6): string {
  const word = notFinite(value);
  if (word !== null) return word;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) return scientific(value, digits);
  const text = value.toPrecision(digits);
  // Digits before the point are never left out: 4600, not 4.6e+3.
  return (text.includes('e') ? value.toFixed(0) : text).replace('-', minus);
}

/** computed / numerical; an en dash where there is nothing to divide by. */
export function ratio(computed: number, numerical: number, digits = 6): string {
  const value = computed / numerical;
  return numerical === 0 || !Number.isFinite(value) ? '–' : decimal(value, digits);
}

/** `235 146`. */
export function count(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, thinSpace);
}

/** `1 tensor`, `6 tensors`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** `40 ms`, `0.2 s`, `12 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'a while';
  if (seconds < 0.0995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** `3 × 5`; a scalar is `1`. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.map(count).join(' × ');
}

/** `[2, 7]`. */
export function indexText(index: readonly number[]): string {
  return index.length === 0 ? '[ ]' : `[${index.join(', ')}]`;
}

/** The last part of a path, whichever slashes it has. */
export function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}

/** With a capital letter in front. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
