import type { Place } from '../../core/place';
import { Instrumenter } from '../../source/javascript/instrument';
import { viewArray } from '../arrays';
import { Contributions } from './contributions';
import type { Instrument } from './transform';

/**
 * What instrumented code calls. Outside a trace every probe gives back what it got, so that V8 can inline it away;
 * during a trace it remembers where each array and number came from.
 */
export class Tracer {
  readonly sites: Place[] = [];
  readonly instrument: Instrument = (source, places, endings) =>
    new Instrumenter(source, places, this.sites, endings);
  /** Sites of the calls that are under way. */
  #stack: number[] = [];
  #time = 0;
  #objects = new WeakMap<object, ValueRecord>();
  #numbers = new Map<number, ValueRecord>();
  contributions = new Contributions();

  /** The functions that instrumented text names; they need no `this`. */
  readonly probes = {
    on: false,
    c: (site: number): number => (this.probes.on ? this.#stack.push(site) - 1 : 0),
    r: <T>(token: number, value: T): T => {
      if (this.probes.on) this.#return(token, value);
      return value;
    },
    v: <T>(site: number, value: T): T => {
      if (this.probes.on) this.#see(site, value, this.#stack.length);
      return value;
    },
    w: (site: number, bases: readonly unknown[], index?: unknown): void => this.#change(site, bases, index),
    k: <T>(value: T, _report: unknown): T => value,
  };

  /** Runs with the probes on. What was seen stays until the next time. */
  watch<T>(run: () => T): T {
    this.#stack = [];
    this.#objects = new WeakMap();
    this.#numbers = new Map();
    this.contributions = new Contributions();
    this.probes.on = true;
    try {
      return run();
    } finally {
      this.probes.on = false;
    }
  }

  recordOf(value: unknown): ValueRecord | null {
    if (typeof value === 'number') return this.#numbers.get(value) ?? null;
    return typeof value === 'object' && value !== null ? (this.#objects.get(value) ?? null) : null;
  }

  #return(token: number, value: unknown): void {
    const site = this.#stack[token];
    this.#stack.length = Math.min(token, this.#stack.length);
    if (site !== undefined) this.#see(site, value, token);
  }

  #see(site: number, value: unknown, depth: number): void {
    if (typeof value === 'number') this.#seeNumber(site, value, depth);
    else if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value) || ArrayBuffer.isView(value) || isMatrix(value))
        this.#seeObject(site, value, depth);
      else if (!isPlain(value)) {
        // A matrix class of the user's own: its array goes wherever it goes.
        this.#seeObject(site, value, depth);
        for (const inner of Object.values(value).slice(0, 8)) {
          if (Array.isArray(inner) || ArrayBuffer.isView(inner)) this.#seeObject(site, inner, depth);
        }
      }
    }
  }

  #seeObject(site: number, value: object, depth: number): void {
    const record = this.#objects.get(value);
    if (record === undefined) this.#objects.set(value, this.#newRecord(site, value, depth));
    else if (depth < record.sightings.at(-1)!.depth)
      record.sightings.push(this.#sighting(site, value, depth));
  }

  #seeNumber(site: number, value: number, depth: number): void {
    if (value === 0 || Math.abs(value) === 1 || Number.isNaN(value)) return;
    const record = this.#numbers.get(value);
    if (record !== undefined && depth < record.sightings.at(-1)!.depth) {
      record.sightings.push(this.#sighting(site, value, depth));
    } else if (this.#numbers.size < mostNumbers) {
      this.#numbers.set(value, this.#newRecord(site, value, depth));
    }
  }

  #newRecord(site: number, value: unknown, depth: number): ValueRecord {
    return { sightings: [this.#sighting(site, value, depth)], changes: [], changedAt: new Set() };
  }

  #sighting(site: number, value: unknown, depth: number): Sighting {
    return { site, depth, time: ++this.#time, zero: holdsOnlyZeros(value) };
  }

  /** A change belongs to every object on the path, and to all calls that are under way. */
  #change(site: number, bases: readonly unknown[], index: unknown): void {
    const time = ++this.#time;
    const place = this.#placeOfChange(site);
    const row = bases.at(-1);
    if (typeof row === 'object' && row !== null) {
      if (index !== undefined) this.contributions.wrote(row, index, place);
      else if (this.contributions.changed(row)) return;
    }
    for (const base of bases) {
      if (typeof base !== 'object' || base === null) continue;
      let record = this.#objects.get(base);
      if (record === undefined && !Array.isArray(base) && !ArrayBuffer.isView(base)) continue;
      if (record === undefined) {
        record = { sightings: [], changes: [], changedAt: new Set() };
        this.#objects.set(base, record);
      }
      // Changes before it reached the function that made it do not count, so each stay of it is told apart.
      const key = place * 1024 + record.sightings.length;
      if (record.changedAt.has(key)) continue;
      record.changedAt.add(key);
      record.changes.push({ site: place, time });
    }
  }

  /** In a helper such as `addInPlace`, the place is where the code that computes gradients calls it. */
  #placeOfChange(site: number): number {
    if (this.computesGradients(site)) return site;
    const caller = this.#stack.findLast((call) => this.computesGradients(call));
    if (caller !== undefined) return caller;
    const outermost = this.#stack.find((call) => this.sites[call]?.function !== 'gradientLens') ?? site;
    return this.sites[outermost]?.function === this.sites[site]?.function ? site : outermost;
  }

  /** True if the function around a place is called after gradients. */
  computesGradients(site: number): boolean {
    const name = this.sites[site]?.function ?? '';
    return name !== 'gradientLens' && gradientFunction.test(name);
  }
}

/** What is known of one array or number. */
export interface ValueRecord {
  /** Where it was seen, from the innermost function outwards, as it was returned from call to call. */
  readonly sightings: Sighting[];
  readonly changes: { readonly site: number; readonly time: number }[];
  readonly changedAt: Set<number>;
}

export interface Sighting {
  readonly site: number;
  readonly depth: number;
  readonly time: number;
  readonly zero: boolean;
}

const mostNumbers = 200_000;
const gradientFunction = /(back|grad|bprop|deriv|delta|nabla|propagat|loss|cost|prime|^d[A-Z_]|objective)/i;

function isMatrix(value: object): boolean {
  return (value as { isMatrix?: unknown }).isMatrix === true;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** An empty list counts, because it is going to be filled. */
function holdsOnlyZeros(value: unknown, depth = 0): boolean {
  if (value === 0 || value === undefined) return true;
  if (Array.isArray(value)) return depth < 6 && value.every((inner) => holdsOnlyZeros(inner, depth + 1));
  const view = typeof value === 'object' && value !== null ? viewArray(value) : null;
  return view !== null && view.rows.every((row) => Array.from<number>(row).every((x) => x === 0));
}
