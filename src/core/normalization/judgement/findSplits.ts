import { kindOfFunction, requiredOf } from '../../binding/functionKinds';
import type { Description, FunctionFact, Inventory } from '../../binding/inventory';
import { layoutsOf, type Layout } from '../../binding/layout';
import type { Source } from '../../binding/plan';
import { tensorsOfContainer, tensorsOfModule } from '../../binding/tensors';
import { inside, sameShape, shapeOf, sizeOfShape } from '../../binding/values';
import type { SplitRole } from '../split';
import { roleOfLabelName, roleOfName, type SplitName } from './splitNames';

/** A value of the model file under the name that it goes by. */
export interface NamedValue {
  readonly name: string;
  readonly source: Source;
  readonly value: Description;
}

/** An array that holds the inputs of a split. */
export interface FoundArray {
  readonly name: string;
  readonly source: Source;
  /** Null of a data frame, whose shape is known once it has been read. */
  readonly shape: readonly number[] | null;
  readonly dtype: string | null;
}

export interface FoundSplit extends FoundArray {
  readonly role: SplitRole;
  /** The same split before it was normalized, in the same shape; null if the file does not keep it. */
  readonly raw: FoundArray | null;
  /** Shape of the split's labels; null if there are none. */
  readonly labels: readonly number[] | null;
}

/**
 * The splits among the module's values, the training split first; also in a dict such as `data["X_train"]` or
 * `splits["train"]["X"]`, and in an object such as `dataset.X_train`.
 */
export function findSplits(inventory: Inventory): readonly FoundSplit[] {
  const named = inventory.values.map(({ name, value }): NamedValue => {
    return { name, value, source: { from: 'module', name } };
  });
  const direct = splitsAmong(named);
  if (direct.length > 0) return direct;
  for (const { name, value, source } of named) {
    if (value.type !== 'mapping' || roleOfName(name) === null) continue;
    const found = splitsAmong(entriesOf(value, source));
    if (found.length > 0) return found;
  }
  for (const { name, value, source } of named) {
    const found = splitsAmong(heldIn(name, value, source));
    if (found.some(({ role }) => role === 'train')) return found;
  }
  return [];
}

function entriesOf(
  { entries }: Extract<Description, { type: 'mapping' }>,
  source: Source,
): readonly NamedValue[] {
  return entries.map(({ key, value }) => {
    return { name: String(key), value, source: inside(source, [{ item: key }]) };
  });
}

/** Values two levels down in a dict, `train_X`, or the attributes of an object named after data. */
function heldIn(name: string, value: Description, source: Source): readonly NamedValue[] {
  if (value.type === 'mapping') {
    return entriesOf(value, source).flatMap((outer) => {
      if (outer.value.type !== 'mapping' || roleOfName(outer.name) === null) return [];
      return entriesOf(outer.value, outer.source).map((inner) => {
        return { ...inner, name: `${outer.name}_${inner.name}` };
      });
    });
  }
  if (value.type !== 'object' || heldElsewhere.test(value.className)) return [];
  if (!/data|split|loader|set/i.test(`${name} ${value.className}`)) return [];
  return value.attributes.map((attribute) => {
    return {
      name: attribute.name,
      value: attribute.value,
      source: inside(source, [{ attribute: attribute.name }]),
    };
  });
}

/** Functions that may return data when they are called without arguments, for files without data of their own. */
export function dataFunctions(inventory: Inventory): readonly FunctionFact[] {
  return inventory.functions
    .filter((fact) => kindOfFunction(fact) === 'data' && requiredOf(fact).length === 0)
    .slice(0, 3);
}

/** What the first weights of the module take, if it holds any: tells the orientation (`inferView`). */
export function weightLayouts(inventory: Inventory): readonly Layout[] {
  const globals = layoutsOf(tensorsOfModule(inventory.values));
  if (globals.length > 0) return globals;
  const held = inventory.values.find(({ name, value }) => {
    return /^(params?|parameters|theta|weights)$/i.test(name) && value.type === 'mapping';
  });
  if (held === undefined) return [];
  return layoutsOf(tensorsOfContainer({ from: 'module', name: held.name }, held.value, held.name));
}

interface Candidate extends FoundArray {
  readonly said: SplitName;
}

/** The splits among values that have names. */
export function splitsAmong(named: readonly NamedValue[]): readonly FoundSplit[] {
  const candidates = named.flatMap((item): readonly Candidate[] => {
    const said = roleOfName(item.name);
    const array = said === null ? null : arrayOf(item);
    return said === null || array === null ? [] : [{ ...array, said }];
  });
  const usable = candidates.filter(
    (one) =>
      !one.said.mayBeDeviation || candidates.some((other) => !other.said.mayBeDeviation && alike(one, other)),
  );
  const first = best(usable, 'train', null) ?? best(usable, 'all', null);
  const others = (['dev', 'test'] as const).map((role) => best(usable, role, first));
  return [first, ...others].flatMap((chosen) => {
    if (chosen === null) return [];
    const { name, source, shape, dtype, said } = chosen;
    const raw = rawOf(chosen, usable);
    return [{ name, source, shape, dtype, role: said.role, raw, labels: labelsOf(said.role, named) }];
  });
}

const stageOrder = ['normalized', 'plain', 'raw'];
const stemOrder = /^xs?$/;
/** `X_train` says more than `Xtr` beside it. */
const wholeWord = /train|test|dev|val/i;

function best(candidates: readonly Candidate[], role: SplitRole, like: Candidate | null): Candidate | null {
  const rank = ({ said, name, shape }: Candidate): number =>
    (like !== null && said.stem !== like.said.stem ? 1000 : 0) +
    (like !== null && said.stage !== like.said.stage ? 100 : 0) +
    (said.stem === '' ? 60 : stemOrder.test(said.stem) ? 0 : 30) +
    (/dataset|^data$/i.test(name) ? 5 : 0) +
    (role === 'all' || wholeWord.test(name) ? 0 : 3) +
    10 * stageOrder.indexOf(said.stage) +
    // `x` beside `X` is often a grid to draw on.
    (shape?.length === 1 ? 1 : 0) +
    said.further;
  const fitting = candidates.filter((one) => one.said.role === role);
  return fitting.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** The same split at an earlier stage: `X_train_raw` or `train_set_x_flatten`. */
function rawOf(chosen: Candidate, candidates: readonly Candidate[]): FoundArray | null {
  const earlier = candidates.filter((one) => {
    const before =
      stageOrder.indexOf(one.said.stage) > stageOrder.indexOf(chosen.said.stage) ||
      (one.said.stage === chosen.said.stage && one.said.further > chosen.said.further);
    const same = one.said.role === chosen.said.role && one.said.stem === chosen.said.stem;
    return one !== chosen && before && same && alike(one, chosen);
  });
  const raw = earlier.find((one) => one.said.stage === 'raw') ?? earlier[0];
  if (raw === undefined) return null;
  const { name, source, shape, dtype } = raw;
  return { name, source, shape, dtype };
}

function alike(a: FoundArray, b: FoundArray): boolean {
  return a.shape === null || b.shape === null ? a.shape === b.shape : sameShape(a.shape, b.shape);
}

function labelsOf(role: SplitRole, named: readonly NamedValue[]): readonly number[] | null {
  const label = named.find(({ name, value }) => {
    const shape = shapeOf(value);
    return shape !== null && shape.length > 0 && roleOfLabelName(name) === role;
  });
  return label === undefined ? null : shapeOf(label.value);
}

/** Data frames, tensors, and arrays of text: what they hold is known once they have been fetched. */
const heldElsewhere = /^(DataFrame|Series|Tensor|EagerTensor|ArrayImpl|DeviceArray|ndarray)$/;

/** An array of real numbers or truth values, a data frame, or a tensor; null for anything else. */
export function arrayOf({ name, source, value }: NamedValue): FoundArray | null {
  if ((value.type === 'object' || value.type === 'other') && heldElsewhere.test(value.className)) {
    return { name, source, shape: null, dtype: null };
  }
  if (value.type !== 'array') return null;
  const shape = value.dtype === 'bool' ? value.shape : shapeOf(value);
  if (shape === null || shape.length === 0 || sizeOfShape(shape) < 2) return null;
  return { name, source, shape, dtype: value.dtype };
}
