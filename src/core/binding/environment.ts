import { roleOfResult } from './functionKinds';
import type { Description, ValueFact } from './inventory';
import { partsOf, type Part } from './results';
import { roleOfArgument, type FunctionKind, type Role } from './roles';
import type { FunctionFact } from './inventory';
import type { Source } from './plan';
import type { FoundTensor } from './tensors';
import { inside, isNumeric, isScalar } from './values';

/** A value that an argument can be filled with. */
export interface Item {
  readonly name: string;
  readonly role: Role | null;
  readonly source: Source;
  readonly value: Description;
}

/** The model's parameters, as one value, as values of their own, or both. */
export interface Parameters {
  readonly tensors: readonly FoundTensor[];
  /** The dict, list or vector that holds them all. */
  readonly container: Source | null;
  /** Values of their own, under the names of what returned them. */
  readonly items: readonly Item[];
  /** True if only their names tell that they are parameters; some may be something else. */
  readonly guessed: boolean;
}

export interface Data {
  readonly inputs: Source;
  readonly labels: Source | null;
  /** Number of examples m. */
  readonly examples: number | null;
}

/** Values for arguments that are neither data nor results, by role. */
export type Settings = ReadonlyMap<Role, Source>;

/** Everything at hand when a call is to be filled: earlier results first, by the names their functions give them. */
export class Environment {
  private readonly results: Item[] = [];
  private readonly nested: Item[] = [];
  private readonly holders = new Set<string>();

  constructor(
    readonly parameters: Parameters,
    readonly data: Data,
    readonly settings: Settings,
    readonly values: readonly ValueFact[],
  ) {}

  /** Makes the results of a call known to later calls, and returns them one by one. */
  add(fact: FunctionFact, kind: FunctionKind, source: Source, value: Description): readonly Part[] {
    const parts = partsOf(fact, source, value);
    const output = kind === 'forward' || kind === 'activation' ? outputAmong(parts) : null;
    for (const part of parts) {
      const named = roleOfResult(part.text);
      const role: Role | null =
        kind === 'costDerivative'
          ? 'upstream'
          : part === output
            ? 'output'
            : named === 'output'
              ? null
              : named;
      this.results.push({ name: part.name ?? '', role, source: part.source, value: part.value });
      if (part.value.type !== 'mapping') continue;
      for (const entry of part.value.entries) {
        const at = inside(part.source, [{ item: entry.key }]);
        this.nested.push({ name: String(entry.key), role: null, source: at, value: entry.value });
      }
    }
    if (kind !== 'forward') return parts;
    if (output !== null && !parts.includes(output)) this.results.push(itemOf(output, 'output'));
    const cache = cacheAmong(parts, output) ?? { name: null, text: '', source, value };
    this.results.push(itemOf(cache, 'cache'));
    return parts;
  }

  /** An argument of this name was given the parameters, and so will be others of the file. */
  holds(name: string): void {
    this.holders.add(name);
  }

  isHolder(name: string): boolean {
    return this.holders.has(name);
  }

  named(name: string): Source | null {
    return this.results.findLast((item) => item.name === name)?.source ?? null;
  }

  /** By a name that differs in case or number only, or that stands inside a dict: `a2`, `cache["Z1"]`. */
  similar(name: string): Source | null {
    const all = [...this.nested, ...this.results];
    const lower = name.toLowerCase().replace(/_/g, '');
    const bare = lower.replace(/\d+$/, '');
    const same = (item: Item, text: string, pattern: RegExp): boolean =>
      item.name !== '' && item.name.toLowerCase().replace(/_/g, '').replace(pattern, '') === text;
    const found =
      this.nested.findLast((item) => item.name === name) ??
      all.findLast((item) => same(item, lower, /^$/)) ??
      (bare === lower ? all.findLast((item) => same(item, bare, /\d+$/)) : undefined);
    return found?.source ?? null;
  }

  /** What the network puts out. */
  output(): Item | null {
    return this.results.findLast((item) => item.role === 'output') ?? null;
  }

  /** Something made for calls that come later. */
  provide(role: Role, source: Source, value: Description): void {
    this.results.push({ name: '', role, source, value });
  }

  result(role: Role): Source | null {
    return this.results.findLast((item) => item.role === role)?.source ?? null;
  }

  tensor(name: string): Source | null {
    const items = this.parameters.items;
    const tensors = this.parameters.tensors;
    return (
      items.find((item) => item.name === name)?.source ??
      tensors.find((tensor) => tensor.name === name)?.source ??
      items.find((item) => item.name.toLowerCase() === name.toLowerCase())?.source ??
      tensors.find((tensor) => tensor.name.toLowerCase() === name.toLowerCase())?.source ??
      null
    );
  }

  global(name: string): Source | null {
    return this.values.some((value) => value.name === name) ? { from: 'module', name } : null;
  }
}

function itemOf(part: Part, role: Role): Item {
  return { name: part.name ?? '', role, source: part.source, value: part.value };
}

/** What the network puts out: by its name, as the last activation of a dict or list, or the first array. */
function outputAmong(parts: readonly Part[]): Part | null {
  const arrays = parts.filter((part) => isNumeric(part.value) && !isScalar(part.value));
  // `h` is a hypothesis or a hidden layer: it does not settle it.
  const named = arrays.filter((part) => roleOfResult(part.text) === 'output' && !/^h\d*$/i.test(part.text));
  const best = named.find((part) => /^(al|y_?hat|y_?pred\w*|probs?|output|pred\w*)$/i.test(part.name ?? ''));
  if (best !== undefined) return best;
  // `return softmax(Z2), A1`
  const unnamed = arrays.find((part) => part.name === null && part.text !== '');
  if (unnamed !== undefined) return unnamed;
  if (named.length > 0) return lastByNumber(named, (part) => part.name ?? '');
  if (arrays.length > 0) return arrays[0]!;
  for (const part of parts) {
    const { value, source } = part;
    if (value.type === 'mapping') {
      const entries = value.entries.filter(
        (entry) => roleOfArgument(String(entry.key)) === 'output' && isNumeric(entry.value),
      );
      const last = lastByNumber(entries, (entry) => String(entry.key));
      if (last !== null)
        return {
          ...part,
          name: String(last.key),
          source: inside(source, [{ item: last.key }]),
          value: last.value,
        };
    }
    const item = value.type === 'sequence' ? value.items.at(-1) : undefined;
    if (value.type === 'sequence' && item !== undefined && isNumeric(item) && !isScalar(item)) {
      return { ...part, name: null, source: inside(source, [{ item: value.length - 1 }]), value: item };
    }
  }
  return parts.find((part) => isScalar(part.value)) ?? null;
}

function cacheAmong(parts: readonly Part[], output: Part | null): Part | null {
  const rest = parts.filter((part) => part !== output);
  const container = (part: Part): boolean => ['mapping', 'sequence', 'object'].includes(part.value.type);
  return (
    rest.find((part) => roleOfResult(part.text) === 'cache') ??
    (rest.length === 1 && container(rest[0]!) ? rest[0]! : null)
  );
}

/** `A2` rather than `A1`. */
function lastByNumber<T>(items: readonly T[], nameOf: (item: T) => string): T | null {
  const numberOf = (item: T): number =>
    Number(/(\d+)$/.exec(nameOf(item))?.[1] ?? (items.length > 1 ? -1 : 0));
  return items.reduce<T | null>(
    (best, item) => (best === null || numberOf(item) >= numberOf(best) ? item : best),
    null,
  );
}
