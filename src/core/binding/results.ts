import { roleOfResult } from './functionKinds';
import type { Holder } from './gradients';
import type { Description, FunctionFact } from './inventory';
import { isIdentifier } from './names';
import type { Source } from './plan';
import { inside, isScalar } from './values';

/** One of the values a call returned. */
export interface Part {
  /** What the function calls it: `A2` of `return A2, cache`; null for an expression. */
  readonly name: string | null;
  /** The expression's text; empty where the source is not known. */
  readonly text: string;
  readonly source: Source;
  readonly value: Description;
}

/** The values a call returned, one by one, with the names its `return` statement gives them. */
export function partsOf(fact: FunctionFact, source: Source, value: Description): readonly Part[] {
  const tuple =
    value.type === 'sequence' && (value.kind === 'tuple' || fact.returns.some((r) => r.length > 1));
  if (tuple) {
    const texts = fact.returns.filter((texts) => texts.length === value.items.length).at(-1);
    if (texts !== undefined || value.kind === 'tuple') {
      return value.items.map((item, index) =>
        partAt(texts?.[index] ?? '', inside(source, [{ item: index }]), item),
      );
    }
  }
  // JavaScript's `return [dw, db]` of two numbers looks like an array of two.
  const listed = value.type === 'array' && value.container === 'list' && value.shape.length === 1;
  const names = listed ? fact.returns.findLast((texts) => texts.length === value.shape[0]) : undefined;
  if (names !== undefined && names.length > 1 && names.every(isIdentifier)) {
    return names.map((text, index) =>
      partAt(text, inside(source, [{ item: index }]), { type: 'number', value: 'NaN', integer: false }),
    );
  }
  const single = fact.returns.filter((texts) => texts.length === 1).at(-1);
  if (
    value.type === 'mapping' &&
    namesKeys(
      fact,
      value.entries.map(({ key }) => key),
    )
  ) {
    return value.entries.map(({ key, value: item }) =>
      partAt(String(key), inside(source, [{ item: key }]), item),
    );
  }
  return [partAt(single?.[0] ?? '', source, value)];
}

/** `return { loss, grads }` of JavaScript gives several results, as a tuple does; its keys are listed as they are. */
function namesKeys(fact: FunctionFact, keys: readonly (string | number)[]): boolean {
  return fact.returns.some(
    (texts) => texts.length > 1 && texts.length === keys.length && texts.every((text) => keys.includes(text)),
  );
}

function partAt(text: string, source: Source, value: Description): Part {
  // `dj_dw / m` is still called dj_dw, and `-db2` db2.
  const whole = text.trim().replace(/^(-\s*)?(self\.)?/, '');
  const bare = /^(d|grad|nabla|loss|cost|J\b)/.test(whole) ? whole.replace(/\s*[/*]\s*[\w.()]+$/, '') : whole;
  return { name: isIdentifier(bare) ? bare : null, text: text.trim(), source, value };
}

/** The part that is J: one real number, preferably one whose name says so, or only such a one. */
export function costAmong(parts: readonly Part[], onlyNamed: boolean): Part | null {
  const scalars = parts.filter((part) => isScalar(part.value) && roleOfResult(part.text) !== 'gradients');
  const named = scalars.find((part) => roleOfResult(part.text) === 'cost');
  if (named !== undefined) return named;
  if (onlyNamed) return null;
  return scalars.find((part) => part.value.type === 'number') ?? scalars[0] ?? null;
}

/**
 * Where gradients may be among the parts of a call. A function that is not called after its gradients gives them only
 * under names that say so: the `W1` in the cache of a forward pass is no gradient.
 */
export function gradientHolders(
  parts: readonly Part[],
  cost: Part | null,
  backward: boolean,
): readonly Holder[] {
  return parts
    .filter((part) => part !== cost)
    .filter((part) => {
      const role = roleOfResult(part.text);
      // Outputs are arrays; a mapping called `out` or `result` may well hold gradients.
      return role !== 'cache' && role !== 'cost' && (role !== 'output' || part.value.type === 'mapping');
    })
    .map((part) => {
      const role = roleOfResult(part.text);
      const onlyMarked = role !== 'gradients' && !backward && part.name !== null;
      return { name: part.name, source: part.source, value: part.value, onlyMarked };
    });
}

/** A tuple of parts without names is one holder, so that order and shapes can settle it. */
export function wholeHolder(parts: readonly Part[], cost: Part | null, whole: Holder): readonly Holder[] {
  return parts.length > 1 && cost === null ? [{ ...whole, name: null }] : [];
}
