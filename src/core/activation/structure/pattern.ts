import { elementwise } from '../functions';
import type { RecognizedActivation } from '../network';
import { recognizeActivation } from '../recognition/recognizeActivation';
import type { ArrayRecord } from '../record';
import { emptyDraft, type Draft } from './draft';
import { namedActivation, pairedValues, relationOf } from './relation';
import { sameSite } from './steps';
import type { WeightCandidate } from './weights';

type Role = 'z' | 'a' | 'dz' | 'da';

/**
 * Completes layers where numbers cannot tell: values that are not finite, zero or not at hand. What is missing is taken
 * over from the other layers: made at the same place, or under the same name with the next number, of the fitting shape.
 *
 * @param candidates weights in the order of the layers, of which some have no layer yet
 */
export function completeByPattern(
  records: readonly ArrayRecord[],
  drafts: Draft[],
  candidates: readonly WeightCandidate[],
): void {
  if (drafts.length === 0) return;
  if (drafts.some(({ weights }) => weights !== null)) insertMissing(drafts, candidates);
  handOver(drafts);
  const used = new Set(drafts.flatMap(({ z, a, dz, da }) => [...z, ...a, ...dz, ...da]));
  const passes = Math.max(...drafts.map(({ z }) => z.length));
  const siblings = new Siblings(records, drafts);
  for (let pass = 0; pass < passes; pass++) {
    let cursor = -1;
    drafts.forEach((draft, k) => {
      for (const role of ['z', 'a'] as const) {
        if (draft[role].length === pass && draft[role].length < passes) {
          const end = Math.min(
            ...drafts.slice(k + 1).map(({ z }) => z[pass] ?? Infinity),
            draft.dz[pass] ?? Infinity,
          );
          fill(draft, k, role, pass, cursor, end);
        }
        cursor = Math.max(cursor, draft[role][pass] ?? -1);
      }
    });
    for (let k = drafts.length - 1; k >= 0; k--) {
      const draft = drafts[k]!;
      for (const role of ['da', 'dz'] as const) {
        if (draft[role].length === pass && draft[role].length < passes)
          fill(draft, k, role, pass, cursor, draft.dz[pass] ?? Infinity);
        cursor = Math.max(cursor, draft[role][pass] ?? -1);
      }
    }
  }
  for (let k = drafts.length - 1; k >= 0; k--) {
    const draft = drafts[k]!;
    if (draft.z.length === 0 && draft.a.length === 0) drafts.splice(k, 1);
  }
  for (const draft of drafts) draft.activationFunction ??= siblings.functionOf(draft);

  function fill(draft: Draft, k: number, role: Role, pass: number, after: number, before: number): void {
    const twin = ({ z: 'a', a: 'z', dz: 'da', da: 'dz' } as const)[role];
    const own = draft[twin][pass];
    const like = siblings.nearest(k, role, pass);
    if (like === null) return;
    if (own !== undefined && like.draft[role][pass] === like.draft[twin][pass]) {
      draft[role].push(own);
      return;
    }
    const shape = expectedShape(draft, pass, like.draft);
    for (const { draft: sibling, layer } of siblings.all(k, role, pass)) {
      const example = records[sibling[role][pass]!]!;
      const found = siblings
        .madeLike(example, k - layer)
        .find(
          (at) => at > after && at < before && !used.has(at) && String(records[at]!.shape) === String(shape),
        );
      if (found === undefined) continue;
      draft[role].push(found);
      used.add(found);
      return;
    }
  }

  function expectedShape(draft: Draft, pass: number, sibling: Draft): readonly number[] {
    const known = [...draft.z, ...draft.dz, ...draft.da][0];
    if (known !== undefined) return records[known]!.shape;
    const shape = [...records[sibling.z[pass] ?? sibling.z[0] ?? 0]!.shape];
    if (draft.weights !== null && draft.unitsAxis !== null && draft.weights.record.shape.length === 2)
      shape[draft.unitsAxis] = draft.weights.record.shape[draft.outputsFirst === false ? 1 : 0]!;
    return shape;
  }
}

/** Puts a layer in for all weights without one, at their place in the order, if the layers found keep to that order. */
function insertMissing(drafts: Draft[], candidates: readonly WeightCandidate[]): void {
  const rank = new Map(candidates.map((candidate, k) => [candidate, k]));
  const ranks = drafts.map(({ weights }) => (weights === null ? -1 : (rank.get(weights) ?? -1)));
  if (ranks.some((value, k) => value < 0 || (k > 0 && value <= ranks[k - 1]!))) return;
  const known = new Map(ranks.map((value, k) => [value, drafts[k]!]));
  const { outputsFirst, unitsAxis, examplesAxis } = drafts[0]!;
  drafts.splice(
    0,
    drafts.length,
    ...candidates.map(
      (weights, k) =>
        known.get(k) ?? { ...emptyDraft('pattern'), weights, outputsFirst, unitsAxis, examplesAxis },
    ),
  );
}

/**
 * What the next product took in, and the gradient there, belong to the layer right before it: not to the last one found
 * where some in between were missed.
 */
function handOver(drafts: readonly Draft[]): void {
  drafts.forEach((draft, k) => {
    if (drafts[k + 1]?.from !== 'pattern' || draft.sure) return;
    const next = drafts.findIndex(({ from }, at) => at > k && from !== 'pattern');
    const nearest = drafts[next - 1];
    if (nearest !== undefined) [nearest.a, nearest.da] = [draft.a, draft.da];
    [draft.a, draft.da, draft.activationFunction] = [[], [], null];
  });
}

class Siblings {
  private readonly bySite = new Map<string, number[]>();
  private readonly byTarget = new Map<string, number[]>();
  private readonly known: readonly Draft[];

  constructor(
    private readonly records: readonly ArrayRecord[],
    private readonly drafts: readonly Draft[],
  ) {
    this.known = drafts.filter(({ from, z }) => from !== 'pattern' && z.length > 0);
    records.forEach((record, at) => {
      for (const [map, key] of [
        [this.bySite, siteOf(record)],
        [this.byTarget, record.target],
      ] as const) {
        if (key === null) continue;
        const shelf = map.get(key) ?? [];
        map.set(key, shelf);
        shelf.push(at);
      }
    });
  }

  nearest(layer: number, role: Role, pass: number): { draft: Draft; layer: number } | null {
    return this.all(layer, role, pass)[0] ?? null;
  }

  /** Up to four layers that have the role, the nearest first. */
  all(layer: number, role: Role, pass: number): { draft: Draft; layer: number }[] {
    const found: { draft: Draft; layer: number }[] = [];
    for (let d = 1; d < this.drafts.length && found.length < 4; d++) {
      for (const at of [layer - d, layer + d]) {
        const draft = this.drafts[at];
        if (draft !== undefined && draft[role][pass] !== undefined) found.push({ draft, layer: at });
      }
    }
    return found;
  }

  /** Records made at the place of another, or under its name with its number moved by so much. */
  madeLike(example: ArrayRecord, offset: number): readonly number[] {
    const site = siteOf(example);
    const here = site === null ? [] : (this.bySite.get(site) ?? []);
    const moved = example.target?.replace(/\d+/g, (digits) => String(Number(digits) + offset));
    const named = moved === undefined || moved === example.target ? [] : (this.byTarget.get(moved) ?? []);
    return [...named, ...here];
  }

  /** The function of a layer whose activation was made at the same place, else the one that a name tells. */
  functionOf(draft: Draft): Draft['activationFunction'] {
    const at = draft.a[0];
    if (at === undefined) return null;
    if (draft.z[0] === at) return { name: 'identity', parameter: null, from: 'values' };
    const [z, a] = [this.records[draft.z[0] ?? -1], this.records[at]!];
    const told = z === undefined ? null : relationOf(z, a, draft.unitsAxis);
    if (told !== null && told.activation !== null) return told.activation;
    const named = namedActivation(a);
    if (named !== null) return named;
    const overall = overPasses(this.records, draft);
    if (overall !== null) return overall;
    const like = this.known.find(
      ({ a, activationFunction }) =>
        activationFunction !== null && a[0] !== undefined && sameSite(this.records[a[0]]!, this.records[at]!),
    );
    const fn = like?.activationFunction ?? null;
    return fn !== null && z !== undefined && isRefuted(fn, z, a) ? null : fn;
  }
}

/** True if the only value of a single unit is another than φ gives. */
function isRefuted({ name, parameter }: RecognizedActivation, z: ArrayRecord, a: ArrayRecord): boolean {
  const [before, after] = [z.rows[0]?.[0] ?? NaN, a.rows[0]?.[0] ?? NaN];
  if (z.statistics.count !== 1 || name === 'softmax' || !Number.isFinite(before)) return false;
  const expected = elementwise(name, parameter).value(before);
  return Math.abs(after - expected) > 1e-3 * Math.abs(expected);
}

/** φ by the values of all passes together: a single unit has but one in each. */
function overPasses(records: readonly ArrayRecord[], { z, a }: Draft): Draft['activationFunction'] {
  if (z.length < 2 || z.length !== a.length) return null;
  const pairs = z.map((at, pass) => pairedValues(records[at]!, records[a[pass]!]!));
  const all = (side: 0 | 1): Float64Array => Float64Array.from(pairs.flatMap((pair) => [...pair[side]]));
  const found = recognizeActivation(all(0), all(1));
  return found === null ? null : { ...found, from: 'values' };
}

/** Place and target in one. */
export function siteOf({ place, target }: ArrayRecord): string | null {
  if (place === null) return null;
  const { file, line, column, endLine, endColumn } = place;
  return `${file}:${line}:${column}-${endLine}:${endColumn} ${target ?? ''}`;
}
