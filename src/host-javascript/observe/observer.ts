import type { WireRecord } from '../../protocol/host';
import { ObservingInstrumenter, type ObservedSite } from '../../source/javascript/observing';
import type { Instrument } from '../modules/transform';
import { arrayOf, dataOf, type SeenArray } from './arrayOf';
import type { Contents, Recording } from './recording';

/**
 * What an observed copy of the model calls. Each array is recorded when it is complete: at once, or, in a loop, once it is
 * clear that it is no part of a greater one.
 */
export class Observer {
  readonly sites: ObservedSite[] = [];
  readonly instrument: Instrument = (source, places, endings) =>
    new ObservingInstrumenter(source, places, this.sites, endings);
  /** Arrays that were made but not recorded. */
  dropped = 0;
  #time = 0;
  readonly #entries: Entry[] = [];
  #latest = new WeakMap<object, Entry>();
  /** Parts of arrays that were seen. */
  #parts = new WeakSet<object>();
  readonly #pending = new Map<object, Entry>();

  constructor(
    private readonly recording: Recording,
    private readonly most: number,
  ) {}

  /** The functions that observed text names; they need no `this`. */
  readonly probes = {
    on: false,
    /** A value is kept under a name, or returned. */
    s: <T>(site: number, value: T): T => {
      if (typeof value === 'object' && value !== null && this.probes.on) this.#made(site, value);
      return value;
    },
    /** A value is made and handed on at once. */
    t: <T>(site: number, value: T): T => {
      if (typeof value === 'object' && value !== null && this.probes.on) {
        this.#made(site, value);
        this.#used(value);
      }
      return value;
    },
    /** A value is handed on. */
    a: <T>(value: T): T => {
      if (typeof value === 'object' && value !== null && this.probes.on) this.#used(value);
      return value;
    },
    /** A function is given values. */
    e: (...values: readonly unknown[]): void => {
      for (const value of values) if (typeof value === 'object' && value !== null) this.#used(value);
    },
    /** A loop is about to change a value. */
    f: (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const pending = this.#pending.get(value);
      if (pending !== undefined && !pending.blank && !isVector(value)) this.#flush(value);
    },
    /** A loop, or a statement, has changed elements of the last of these. */
    w: (site: number, path: readonly unknown[]): void => {
      const [holder, value] = [path.at(-2), path.at(-1)];
      if (typeof value !== 'object' || value === null) return;
      const held = typeof holder === 'object' && holder !== null && dataOf(holder) === value;
      this.#changed(site, held ? holder : value);
    },
  };

  /** Rows of the parameters, which are no arrays of their own wherever they go. */
  knowParts(parts: readonly object[]): void {
    for (const part of parts) this.#parts.add(part);
  }

  watch<T>(run: () => T): T {
    this.probes.on = true;
    try {
      return run();
    } finally {
      this.probes.on = false;
    }
  }

  /** What was seen, in order of execution. */
  records(): readonly WireRecord[] {
    for (const value of [...this.#pending.keys()]) this.#flush(value);
    const kept = this.#entries.filter(({ contents }) => contents !== null);
    kept.sort((one, other) => one.time - other.time);
    const ambiguous = manySights(kept);
    return kept.map((entry) => {
      const site = this.sites[siteOf(entry, this.sites, ambiguous)];
      return { place: site?.place ?? null, target: site?.target ?? null, ...entry.contents! };
    });
  }

  #made(site: number, value: object): void {
    const known = this.#latest.get(value);
    if (known !== undefined) {
      if (known.sights.length > 0 && known.sights.length < mostSights && known.sights.at(-1) !== site)
        known.sights.push(site);
      return;
    }
    if (this.#parts.has(value) || isListOfArrays(value, this.#latest)) return;
    const array = arrayOf(value);
    if (array === null) return;
    this.#absorb(array);
    const vector = array.shape.length === 1;
    this.#enter(site, value, array, this.sites[site]!.nested && vector);
  }

  #changed(site: number, value: object): void {
    const array = arrayOf(value);
    if (array === null) return;
    if (this.#parts.has(value) && this.#latest.get(value) === undefined) return;
    if (isListOfArrays(value, this.#latest)) return;
    this.#absorb(array);
    this.#enter(site, value, array, this.sites[site]!.nested);
  }

  /** A new record of an array; what was pending of it is replaced. */
  #enter(site: number, value: object, array: SeenArray, nested: boolean): void {
    const blank = array.values.every((x) => x === 0);
    const entry: Entry = { time: ++this.#time, sights: [site], blank, used: false, contents: null };
    this.#latest.set(value, entry);
    this.#pending.delete(value);
    if (!nested) this.#flushAll();
    if (nested || blank) this.#pending.set(value, entry);
    else this.#record(entry, array);
  }

  #used(value: object): void {
    const known = this.#latest.get(value);
    if (known !== undefined) {
      known.used = true;
      if (!known.blank) this.#flush(value);
      return;
    }
    if (this.#parts.has(value)) return;
    const array = arrayOf(value);
    if (array === null) return;
    const entry: Entry = { time: ++this.#time, sights: [], blank: false, used: true, contents: null };
    this.#latest.set(value, entry);
    for (const member of array.members) this.#parts.add(member);
    this.#record(entry, array);
  }

  /** The parts of an array are no arrays of their own, unless they were used as such or a function gives them a name. */
  #absorb({ members, shape }: SeenArray): void {
    for (const member of members) {
      this.#parts.add(member);
      this.#pending.delete(member);
      const entry = this.#latest.get(member);
      if (entry !== undefined && !entry.used && shape.length > 1 && !this.#isNamed(entry))
        entry.contents = null;
    }
  }

  /** True for `this.z = ...` of one example, which goes into a list of the outputs. */
  #isNamed({ sights }: Entry): boolean {
    return sights.some((sight) => {
      const site = this.sites[sight]!;
      return site.target !== null && !site.nested && site.place.function !== '';
    });
  }

  #flushAll(): void {
    for (const [value, { blank }] of [...this.#pending]) if (!blank) this.#flush(value);
  }

  #flush(value: object): void {
    const entry = this.#pending.get(value);
    if (entry === undefined) return;
    this.#pending.delete(value);
    const array = arrayOf(value);
    if (array === null) return;
    for (const member of array.members) this.#parts.add(member);
    this.#record(entry, array);
  }

  #record(entry: Entry, array: SeenArray): void {
    if (this.#entries.length >= this.most) {
      this.dropped++;
      return;
    }
    entry.contents = this.recording.contents(array);
    this.#entries.push(entry);
  }
}

/** One array at one time. */
interface Entry {
  readonly time: number;
  /** Sites where it was seen, from the innermost function outwards; empty if it was there before the run. */
  readonly sights: number[];
  /** It holds only zeros, and may be about to be filled. */
  readonly blank: boolean;
  /** It was handed on. */
  used: boolean;
  contents: Contents | null;
}

const mostSights = 4;

/** Sites of helpers, whose arrays go to several places: these tell more than the helper's own. */
function manySights(entries: readonly Entry[]): ReadonlySet<number> {
  const next = new Map<number, number>();
  const several = new Set<number>();
  for (const { sights } of entries) {
    for (let i = 0; i + 1 < sights.length; i++) {
      const known = next.get(sights[i]!);
      if (known === undefined) next.set(sights[i]!, sights[i + 1]!);
      else if (known !== sights[i + 1]) several.add(sights[i]!);
    }
  }
  return several;
}

function siteOf({ sights }: Entry, sites: readonly ObservedSite[], helpers: ReadonlySet<number>): number {
  let at = 0;
  while (at + 1 < sights.length && (helpers.has(sights[at]!) || sites[sights[at]!]?.target === null)) at++;
  return sights[at] ?? -1;
}

function isVector(value: object): boolean {
  return ArrayBuffer.isView(value) || (Array.isArray(value) && typeof value[0] === 'number');
}

/** A list of the matrices of all layers, each of which is recorded for itself. */
function isListOfArrays(value: object, known: WeakMap<object, unknown>): boolean {
  if (!Array.isArray(value)) return false;
  const first: unknown = value[0];
  return typeof first === 'object' && first !== null && !isVector(first) && known.has(first);
}
