import { gradientKeys, parameterKey, type NamePath } from '../core/binding/names';
import type { TensorCheck } from '../core/gradient/assess';
import { unravel } from '../core/gradient/explain';
import { worst } from '../core/gradient/verdict';
import { lineText } from '../core/place';
import { cellAt, type CellLines } from '../source/notebook/cells';
import type { Dialect } from '../source/origins';
import { makes, zeroingsAround, type TargetPart, type Zeroing } from '../source/zeroings';
import type { Checked } from './checkBinding';

/**
 * A layer that is not trained, or the padding row of an embedding, has its gradient set to zero on purpose. Where the
 * backward pass says so, and the gradient is right but for that, it is no plain error: a question, which a declaration answers.
 */
export function explainedByZeroings(
  checked: readonly Checked[],
  text: string,
  dialect: Dialect,
  cells: readonly CellLines[] | null,
): readonly Checked[] {
  return checked.map((one) => {
    const { check } = one;
    const tensors = check.tensors.map((each) => explained(each, one, text, dialect, cells));
    if (tensors.every((each, i) => each === check.tensors[i])) return one;
    const verdict = worst(tensors.map(({ decision }) => decision.verdict));
    return { ...one, check: { ...check, tensors, verdict, commonFactor: null } };
  });
}

function explained(
  one: TensorCheck,
  checked: Checked,
  text: string,
  dialect: Dialect,
  cells: readonly CellLines[] | null,
): TensorCheck {
  const { verdict } = one.decision;
  if ((verdict !== 'wrong' && verdict !== 'suspicious') || one.obstacle) return one;
  const { name, shape } = checked.model.tensors[one.tensor]!;
  const lost = lostComponents(one, shape);
  if (lost === null) return one;
  const zeroing = placesOf(name, checked)
    .flatMap((line) => zeroingsAround(text, dialect, line))
    .find((each) => {
      const rest = restOf(each, name, text, checked);
      return rest !== null && lost.every((at) => isIn(at, rest, shape, text));
    });
  if (zeroing === undefined) return one;
  const where = lineText(cells === null ? zeroing : cellAt(cells, zeroing.line));
  return {
    ...one,
    decision: { ...one.decision, verdict: 'suspicious', rule: 'zeroed' },
    zeroed: { line: zeroing.line, where, whole: one.computed!.every((value) => value === 0) },
    fit: null,
  };
}

/** The components that disagree, as one index per axis; null if they are not all zero, or not all known. */
function lostComponents(one: TensorCheck, shape: readonly number[]): readonly (readonly number[])[] | null {
  const { computed, mismatched, coverage } = one;
  if (computed === null || (coverage !== null && !coverage.complete)) return null;
  const isOff = (index: readonly number[]) =>
    coverage!.blocks.some(
      ({ from, to, finding }) =>
        finding !== 'agrees' && index.every((at, axis) => from[axis]! <= at && at < to[axis]!),
    );
  const lost = coverage?.dense
    ? [...computed.keys()].filter((index) => isOff(unravel(index, shape)))
    : mismatched;
  if (lost.length === 0 || lost.some((index) => computed[index] !== 0)) return null;
  return lost.map((index) => unravel(index, shape));
}

/** Lines of the functions that make and change the gradient of a tensor. */
function placesOf(tensor: string, { file, trace, binding }: Checked): readonly number[] {
  const found = trace.gradients.find((one) => one.tensor === tensor);
  const own = [found?.made, ...(found?.changed ?? [])].flatMap((place) =>
    place?.file === file ? [place.line] : [],
  );
  return [...new Set([...own, ...(binding.backward?.file === file ? [binding.backward.line] : [])])];
}

/**
 * The subscripts that say which part of a tensor's gradient is set to zero; null where the target is no part of it, by its
 * name or by the line that makes it.
 */
function restOf(
  { target }: Zeroing,
  tensor: string,
  text: string,
  { file, trace }: Checked,
): readonly string[] | null {
  const wanted = parameterKey(pathOf(tensor));
  for (let end = target.length; end > 0; end--) {
    const path = target.slice(0, end).map(partOf);
    const rest = subscriptsOf(target.slice(end));
    if (path.includes(null) || rest === null) continue;
    const own = (path as NamePath).filter((part) => part !== 'self' && part !== 'this');
    const keys = gradientKeys(own).filter(({ marks }) => marks > 0);
    if (keys.some(({ key }) => key === wanted || wanted.endsWith(`.${key}`))) return rest;
  }
  const made = trace.gradients.find((one) => one.tensor === tensor)?.made;
  if (made?.file !== file || !makes(text, made.line, target)) return null;
  return subscriptsOf(target.slice(target.findLastIndex((part) => 'name' in part) + 1));
}

function subscriptsOf(parts: readonly TargetPart[]): readonly string[] | null {
  const subscripts = parts.flatMap((part) => ('subscript' in part ? [part.subscript] : []));
  return subscripts.length === parts.length ? subscripts : null;
}

function partOf(part: TargetPart): string | number | null {
  if ('name' in part) return part.name;
  return /^\d+$/.test(part.subscript) ? Number(part.subscript) : null;
}

/** `layers[0].W` as its parts. */
function pathOf(name: string): NamePath {
  return [...name.matchAll(/[^.[\]'"]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** True if a component may lie in a part such as `[0]`, `[:, 2]` or `[PAD]`; what is computed may be any. */
function isIn(
  index: readonly number[],
  subscripts: readonly string[],
  shape: readonly number[],
  text: string,
): boolean {
  const parts = subscripts.flatMap((subscript) => subscript.split(','));
  if (parts.some((part) => part === '...' || /^(None|np\.newaxis)$/.test(part))) return true;
  return parts.every((part, axis) => {
    const size = shape[axis];
    if (size === undefined) return true;
    const [from, to] = part.includes(':') ? part.split(':') : [part, null];
    const start = from === '' ? 0 : numberOf(from!, size, text);
    if (to === null) return start === null || index[axis] === start;
    const end = to === '' || to === undefined ? size : numberOf(to, size, text);
    return (start === null || start <= index[axis]!) && (end === null || index[axis]! < end);
  });
}

/** An index, or a constant of the file by that name; null for anything else. */
function numberOf(part: string, size: number, text: string): number | null {
  const constant = /^\w+$/.test(part)
    ? new RegExp(String.raw`^(?:(?:const|let|var)\s+)?${part}\s*=\s*(-?\d+)\s*(?:[;#/].*)?$`, 'm').exec(
        text,
      )?.[1]
    : undefined;
  const written = /^-?\d+$/.test(part) ? part : constant;
  if (written === undefined) return null;
  const value = Number(written);
  return value < 0 ? value + size : value;
}
