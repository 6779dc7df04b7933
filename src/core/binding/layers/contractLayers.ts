import type { Binding } from '../binding';
import { entriesOf, problem } from '../contractKeys';
import { requiredOf } from '../functionKinds';
import type { Description, FunctionFact, Inventory } from '../inventory';
import type { Source } from '../plan';
import type { Session } from '../session';
import type { FoundTensor } from '../tensors';
import { childrenOf, inside } from '../values';
import { described } from '../words';
import type { Given } from './given';
import { bindingOfPair } from './layerBinding';
import { upstreamArguments, type Pair } from './pairs';
import { Trials } from './tried';
import { tryArguments } from './tryFunctions';

/** What a contract declares under `layer` or `layers`. */
export interface DeclaredLayers {
  readonly bindings: readonly Binding[];
  /** True if the contract declares a model as well. */
  readonly besideModel: boolean;
}

interface Declared {
  readonly name: string;
  readonly forward: FunctionFact;
  readonly backward: FunctionFact;
  readonly source: Source;
  readonly arguments: Description;
  /** Names of the arguments to differentiate by; null for all that hold real numbers. */
  readonly withRespectTo: readonly string[] | null;
}

const shape = 'a tuple (forward, backward, arguments, with_respect_to)';

/** Binds the layers that a contract declares; throws a `Misfit` that names what is wrong with one of them. */
export async function bindContractLayers(
  fact: FunctionFact,
  inventory: Inventory,
  session: Session,
  seed: number,
): Promise<DeclaredLayers> {
  const slot = session.slot('layers of the contract');
  const call: Source = { from: 'module', name: fact.name };
  const keys = entriesOf(fact, await session.run({ slot, call, positional: [], keywords: {} }));
  const root: Source = { from: 'slot', slot };
  const declared: Declared[] = [];
  const one = keys.get('layer');
  if (one !== undefined) declared.push(declaredLayer(fact, one, inside(root, [{ item: 'layer' }]), 'layer'));
  const many = keys.get('layers');
  if (many !== undefined) {
    for (const { part, value } of childrenOf(many)) {
      const source = inside(root, [{ item: 'layers' }, part]);
      declared.push(declaredLayer(fact, value, source, 'layers'));
    }
  }
  const bindings: Binding[] = [];
  for (const layer of declared) bindings.push(await bindDeclared(fact, layer, inventory, session, seed));
  return { bindings, besideModel: keys.has('parameters') };
}

function declaredLayer(fact: FunctionFact, value: Description, source: Source, key: string): Declared {
  const items = value.type === 'sequence' ? value.items : [];
  const [forward, backward, given, by] = items;
  if (forward?.type !== 'function' || backward?.type !== 'function' || given === undefined) {
    throw problem(
      fact,
      'contract',
      `\`${key}\` of \`${fact.name}\` is ${described(value)}; it must be ${shape}, the first two of them functions.`,
      fact.line,
    );
  }
  return {
    name: nameOf(forward.function.name),
    forward: forward.function,
    backward: backward.function,
    source,
    arguments: given,
    withRespectTo: namesIn(by, forward.function),
  };
}

/** `affine_forward` is the layer `affine`. */
function nameOf(forward: string): string {
  return forward.replace(/_?(forward|fwd|fprop)_?/i, '') || forward;
}

function namesIn(by: Description | undefined, forward: FunctionFact): readonly string[] | null {
  if (by === undefined || by.type === 'none') return null;
  const values = by.type === 'sequence' ? by.items : [by];
  return values.flatMap((value) => {
    if (value.type === 'text') return [value.value];
    const named = value.type === 'number' ? forward.parameters[Number(value.value)] : undefined;
    return named === undefined ? [] : [named.name];
  });
}

async function bindDeclared(
  fact: FunctionFact,
  layer: Declared,
  inventory: Inventory,
  session: Session,
  seed: number,
): Promise<Binding> {
  const { forward } = layer;
  const given = givenBy(layer);
  const names = given.map(({ name }) => name);
  const unknown = layer.withRespectTo?.find((name) => !names.includes(name) && !hasEntry(given, name));
  if (unknown !== undefined) {
    throw problem(
      fact,
      'contract',
      `\`${fact.name}\` wants the gradient by \`${unknown}\`, which is no argument of \`${forward.name}\`: ` +
        `it is given ${names.join(', ')}.`,
      fact.line,
    );
  }
  const backward = withUpstream(layer.backward);
  const pair: Pair = { name: layer.name, forward, backward, kind: 'layer' };
  const trials = new Trials();
  const targets = {
    forward: inside(layer.source, [{ item: 0 }]),
    backward: inside(layer.source, [{ item: 1 }]),
  };
  const hypothesis = { planned: [], examples: null, classes: null };
  await tryArguments(pair, given, hypothesis, { inventory, session, seed }, trials, targets);
  if (trials.failure !== null) throw trials.failure;
  const { best } = trials;
  if (best === null) {
    throw problem(
      fact,
      'contract',
      `\`${backward.name}\` returned no gradient of the shape of an argument of \`${forward.name}\`. ` +
        'Return one array for each, in the order of the arguments or in a dict.',
      backward.line,
    );
  }
  const wanted = layer.withRespectTo;
  const isWanted = ({ name, source }: FoundTensor): boolean =>
    wanted === null ||
    wanted.some(
      (one) => one === name || given.some((each) => each.name === one && holds(each.source, source)),
    );
  const without = best.tensors.find(
    (tensor, index) => wanted !== null && isWanted(tensor) && !best.gradients[index],
  );
  if (without !== undefined) {
    throw problem(
      fact,
      'contract',
      `\`${layer.backward.name}\` returned no gradient by \`${without.name}\`, which \`${fact.name}\` asks for.`,
      layer.backward.line,
    );
  }
  const gradients = best.gradients.map((match, index) => (isWanted(best.tensors[index]!) ? match : null));
  return bindingOfPair(pair, { ...best, gradients }, []);
}

/** True if a value lies inside another one. */
function holds(outer: Source, inner: Source): boolean {
  if (outer.from !== 'slot' || inner.from !== 'slot' || outer.slot !== inner.slot) return false;
  const path = inner.path ?? [];
  return (outer.path ?? []).every((part, index) => JSON.stringify(part) === JSON.stringify(path[index]));
}

function hasEntry(given: readonly Given[], name: string): boolean {
  return given.some(({ value }) =>
    childrenOf(value).some(({ part }) => 'item' in part && part.item === name),
  );
}

function givenBy({ arguments: value, forward, source }: Declared): readonly Given[] {
  const at = inside(source, [{ item: 2 }]);
  const how = 'by the contract';
  if (value.type === 'mapping')
    return value.entries.map(({ key, value: entry }) => ({
      name: String(key),
      source: inside(at, [{ item: key }]),
      value: entry,
      how,
      keyword: true,
    }));
  if (value.type !== 'sequence')
    return [{ name: forward.parameters[0]?.name ?? 'x', source: at, value, how, keyword: false }];
  return value.items.map((entry, index) => ({
    name: forward.parameters[index]?.name ?? `argument ${index + 1}`,
    source: inside(at, [{ item: index }]),
    value: entry,
    how,
    keyword: false,
  }));
}

/** The first argument takes the upstream gradient where no name says which does. */
function withUpstream(backward: FunctionFact): FunctionFact {
  if (upstreamArguments(backward).length > 0) return backward;
  const [first] = requiredOf(backward);
  return {
    ...backward,
    parameters: backward.parameters.map((one) =>
      one === first ? { ...one, name: 'dout', kind: 'positional' } : one,
    ),
  };
}
