import type { ArrayRecord } from '../record';
import { biasWith } from './biases';
import { emptyDraft, type Draft } from './draft';
import type { Flow, Node } from './flow';
import { isCompared, namedActivation, relationOf } from './relation';
import type { Step } from './steps';
import type { WeightClass } from './weights';

/** Records after the last product among which its activation is looked for. */
const window = 24;
const prediction = /^(self\.|this\.)?_?(pred\w*|out|output|outputs|(x|y)_?(hat|pred)|rebuilt|recon\w*)$/i;

export interface ProductLayers {
  readonly drafts: Draft[];
  /** Records of the inputs of the first layer. */
  readonly inputs: readonly number[];
  /** Axis of the units of the inputs. */
  readonly unitsAxis: number | null;
}

/** Layers from forward products, in order of execution, with the gradients that the backward products tell. */
export function productLayers(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  { passes, backward }: Flow,
  tensors: { readonly matrices: readonly number[]; readonly vectors: readonly number[] },
): ProductLayers {
  const drafts: Draft[] = [];
  const byKey = new Map<string, Draft>();
  const draftOf = new Map<Node, Draft>();
  for (const pass of passes) {
    for (const node of pass) {
      const { step } = node;
      const { members } = classes[step.weights]!;
      const key = `${step.weights} ${node.use}`;
      let draft = byKey.get(key);
      if (draft === undefined) {
        const weights = members[Math.min(node.use, members.length - 1)]!;
        draft = {
          ...emptyDraft('product'),
          weights,
          outputsFirst: step.outputsFirst,
          bias: biasWith(weights.tensor, step.biases, tensors.matrices, tensors.vectors),
          unitsAxis: step.base.unitsAxis,
          examplesAxis: records[step.z]!.shape.length === 2 ? 1 - step.base.unitsAxis : null,
        };
        byKey.set(key, draft);
        drafts.push(draft);
      }
      draft.inputs.push(step.input.record);
      draft.z.push(node.z);
      draftOf.set(node, draft);
    }
  }
  for (const pass of passes) {
    const fed = new Set<Node>();
    for (const node of pass) {
      if (node.from === null || fed.has(node.from)) continue;
      fed.add(node.from);
      setActivation(records, draftOf.get(node.from), node.from, node.step.input.record, node.sure);
    }
    for (const node of pass) if (!fed.has(node)) findOutput(records, draftOf.get(node)!, node, backward);
  }
  // Of a few units, zeros of something else are a ReLU of Z by chance, but not for most examples.
  for (const draft of drafts.filter(({ a, z }) => 2 * a.length < z.length)) {
    draft.a.length = 0;
    draft.activationFunction = null;
  }
  attachBackward(passes, backward, byKey, draftOf);
  const inputs = passes.map((pass) => pass[0]!.step.input);
  return {
    drafts,
    inputs: [...new Set(inputs.map(({ record }) => record))],
    unitsAxis: inputs[0]?.unitsAxis ?? null,
  };
}

function setActivation(
  records: readonly ArrayRecord[],
  draft: Draft | undefined,
  node: Node,
  a: number,
  sure: boolean,
): void {
  if (draft === undefined) return;
  draft.a.push(a);
  draft.sure = sure;
  draft.activationFunction ??= functionBetween(records, node, a, draft.unitsAxis);
}

/** φ of A = φ(Z), else of the array before A from which A is made: a normalized Z, or a sum. */
function functionBetween(
  records: readonly ArrayRecord[],
  { z, step }: Node,
  a: number,
  unitsAxis: number | null,
): Draft['activationFunction'] {
  if (step.chain.includes(a)) return { name: 'identity', parameter: null, from: 'values' };
  const direct = relationOf(records[z]!, records[a]!, unitsAxis);
  if (direct !== null) return direct.activation;
  let last: Draft['activationFunction'] = null;
  // Dropout, pooling or a skip may stand between φ and the next product.
  for (let at = a; at > Math.max(z, a - window); at--) {
    for (let before = at - 1; before >= Math.max(z, at - 8); before--) {
      const relation = relationOf(records[before]!, records[at]!, unitsAxis);
      const found = relation?.activation ?? null;
      if (found !== null && found.name !== 'identity') return found;
    }
    last ??= namedActivation(records[at]!);
  }
  return last;
}

/** Of a product whose output no other product takes in: the first array after it that is φ(Z), or Z itself if that is the prediction. */
function findOutput(
  records: readonly ArrayRecord[],
  draft: Draft,
  node: Node,
  backward: readonly Step[],
): void {
  const { z, step } = node;
  const end = Math.min(
    records.length,
    z + window,
    ...backward.filter(({ base }) => base.record > z).map(({ base }) => base.record),
  );
  for (let at = z + 1; at < end; at++) {
    // What is first seen as an operand was not made of Z: zeros that gradients are added to.
    if (records[at]!.place === null) continue;
    const relation = relationOf(records[z]!, records[at]!, step.base.unitsAxis);
    if (relation === null || relation.activation?.name === 'identity') continue;
    if (relation.activation === null) continue;
    draft.a.push(at);
    draft.activationFunction ??= relation.activation;
    return;
  }
  const from = isCompared(records, z, end)
    ? 'values'
    : prediction.test(records[z]!.target ?? '')
      ? 'name'
      : null;
  if (from === null) return;
  draft.a.push(z);
  draft.activationFunction ??= { name: 'identity', parameter: null, from };
}

function attachBackward(
  passes: readonly (readonly Node[])[],
  backward: readonly Step[],
  byKey: ReadonlyMap<string, Draft>,
  draftOf: ReadonlyMap<Node, Draft>,
): void {
  const total = new Map<number, number>();
  for (const { weights } of backward) total.set(weights, (total.get(weights) ?? 0) + 1);
  const forwardUses = new Map<number, number>();
  for (const { step } of passes[0] ?? [])
    forwardUses.set(step.weights, (forwardUses.get(step.weights) ?? 0) + 1);
  const before = new Map<Draft, Draft>();
  for (const node of passes[0] ?? [])
    if (node.from !== null) before.set(draftOf.get(node)!, draftOf.get(node.from)!);
  const seen = new Map<number, number>();
  for (const step of backward) {
    const at = seen.get(step.weights) ?? 0;
    seen.set(step.weights, at + 1);
    const uses = forwardUses.get(step.weights) ?? 0;
    const all = total.get(step.weights)!;
    const perPass =
      passes.length > 1 && all % passes.length === 0 ? all / passes.length : Math.min(all, uses);
    // The last use comes first on the way back.
    const draft = byKey.get(`${step.weights} ${uses - 1 - (at % Math.max(1, perPass))}`);
    // Copies of a gradient, such as ∂J/∂A · 1, would be taken for that of another pass.
    if (draft === undefined || draft.dz.length >= passes.length) continue;
    draft.dz.push(step.input.record);
    const feeding = before.get(draft);
    if (feeding !== undefined) feeding.da.push(step.z);
  }
}
