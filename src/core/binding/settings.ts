import type { Settings } from './environment';
import type { FunctionFact, Inventory, ParameterFact } from './inventory';
import { filled, arraySource } from './madeArrays';
import type { Source } from './plan';
import type { Candidate } from './readings';
import { roleOfArgument, type Role } from './roles';
import type { FoundTensor } from './tensors';

/** λ where the file gives none, so that the regularization term is checked as well. */
const madeRegularization = 0.1;

export interface ChosenSettings {
  readonly settings: Settings;
  readonly regularization: { readonly name: string; readonly how: string } | null;
  /** Name of the argument that dropout was turned off by. */
  readonly dropout: string | null;
}

/** What to pass for λ, keep probability and the like. */
export function settingsFor(
  candidate: Candidate,
  inventory: Inventory,
  tensors: readonly FoundTensor[],
): ChosenSettings {
  const settings = new Map<Role, Source>([
    ['keep', { from: 'literal', value: 1 }],
    ['dropout', { from: 'literal', value: 0 }],
    ['training', { from: 'literal', value: true }],
    ['activation', { from: 'literal', value: 'relu' }],
    ['seed', { from: 'literal', value: 1 }],
    ['iterations', { from: 'literal', value: 1 }],
    ['learningRate', { from: 'literal', value: 0.01 }],
    ['depth', { from: 'literal', value: weightCount(tensors) }],
  ]);
  const last = tensors.filter((tensor) => tensor.shape.length === 2).at(-1);
  if (last !== undefined) settings.set('outputSize', { from: 'literal', value: Math.min(...last.shape) });
  const state = stateSource(tensors);
  if (state !== null) settings.set('state', state);
  const regularization = regularizationOf(candidate, inventory);
  if (regularization !== null) settings.set('regularization', regularization.source);
  const dropout = takers(candidate, 'keep')[0] ?? takers(candidate, 'dropout')[0];
  return { settings, regularization, dropout: dropout?.name ?? null };
}

function regularizationOf(
  candidate: Candidate,
  inventory: Inventory,
): { readonly source: Source; readonly name: string; readonly how: string } | null {
  const all = takers(candidate, 'regularization');
  const first = all[0];
  if (first === undefined) return null;
  const { name } = first;
  const global = inventory.values.find((fact) => fact.name === name && fact.value.type === 'number');
  if (global !== undefined) return { source: { from: 'module', name }, name, how: 'by its name' };
  const one = unregularizedCost(candidate) ?? unregularizedGradient(candidate);
  if (one !== null) {
    return { source: { from: 'literal', value: 0 }, name, how: `set to 0: \`${one}\` does not take it` };
  }
  const given = all.flatMap((parameter) =>
    parameter.default?.type === 'number' ? [parameter.default.value] : [],
  );
  const value = given.find((number) => number !== 0);
  if (value !== undefined)
    return { source: { from: 'literal', value }, name, how: `its default value, ${value}` };
  const members = candidate.members.filter((member) => member.kind === 'cost' || member.kind === 'backward');
  const everywhere = members.every((member) =>
    member.fact.parameters.some(
      (parameter) => roleOfArgument(parameter.name, member.kind) === 'regularization',
    ),
  );
  const numeric = all.every(
    (parameter) => parameter.default === undefined || parameter.default.type === 'number',
  );
  if (!numeric || (!everywhere && all.every((parameter) => parameter.default !== undefined))) return null;
  const how = `made: ${madeRegularization}, so that the regularization is checked too`;
  return { source: { from: 'literal', value: madeRegularization }, name, how };
}

/** A cost function of its own that takes no λ, where the gradients take one. */
function unregularizedCost(candidate: Candidate): string | null {
  const takes = (fact: FunctionFact): boolean =>
    fact.parameters.some((parameter) => roleOfArgument(parameter.name) === 'regularization');
  const cost = candidate.members.find(
    (member) => member.kind === 'cost' && member !== candidate.members.at(-1),
  );
  return cost === undefined || takes(cost.fact) ? null : cost.fact.name;
}

/** A function that gives gradients, not the cost, and takes no λ, where the cost cannot do without one. */
function unregularizedGradient(candidate: Candidate): string | null {
  const last = candidate.members.at(-1)!;
  const needing = takers({ ...candidate, members: candidate.members.slice(0, -1) }, 'regularization');
  const takes = takers({ ...candidate, members: [last] }, 'regularization').length > 0;
  return last.kind === 'cost' || takes || needing.every((parameter) => parameter.default !== undefined)
    ? null
    : last.fact.name;
}

function takers(candidate: Candidate, role: Role): readonly ParameterFact[] {
  return candidate.members.flatMap((member) =>
    member.fact.parameters.filter((parameter) => roleOfArgument(parameter.name, member.kind) === role),
  );
}

function weightCount(tensors: readonly FoundTensor[]): number {
  const weights = tensors.filter((tensor) => /(^|\.)(w|theta)/.test(tensor.key));
  return Math.max(1, weights.length);
}

/** The hidden state that a recurrent network starts from: zeros, one for each row of its square weights. */
function stateSource(tensors: readonly FoundTensor[]): Source | null {
  const square = tensors.find(({ shape }) => shape.length === 2 && shape[0] === shape[1] && shape[0]! > 1);
  if (square === undefined) return null;
  const [length] = square.shape;
  // A column, unless the biases beside it are plain vectors.
  const vectors = tensors.some(({ shape }) => shape.length === 1 && shape[0] === length);
  return arraySource(filled(vectors ? [length!] : [length!, 1], () => 0));
}
