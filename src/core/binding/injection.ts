import type { Environment } from './environment';
import type { FunctionFact, ParameterFact } from './inventory';
import { looksLikeParameter } from './names';
import type { Source } from './plan';
import { roleIn, roleOfArgument, type FunctionKind, type Role } from './roles';
import { Misfit } from './session';

export interface Arguments {
  readonly positional: readonly Source[];
  readonly keywords: Readonly<Record<string, Source>>;
  /** The roles that were filled, to tell what a call depends on. */
  readonly roles: ReadonlySet<Role>;
}

/** Filled even where the argument has a default: a default of these is "not given". */
const alwaysFilled: ReadonlySet<Role> = new Set([
  'inputs',
  'labels',
  'output',
  'cache',
  'gradients',
  'upstream',
  'parameters',
  'keep',
  'dropout',
  'regularization',
]);

/** The learning rate while calls are tried: an update then leaves the parameters alone. Plans put theirs in its place. */
export const triedRate: Source = { from: 'literal', value: 0 };

/** Fills the arguments of a function by their names. Throws a `Misfit` that names the argument nothing fits. */
export function fillArguments(fact: FunctionFact, kind: FunctionKind, environment: Environment): Arguments {
  const positional: Source[] = [];
  const keywords: Record<string, Source> = {};
  const roles = new Set<Role>();
  let skipped = false;
  for (const parameter of fact.parameters) {
    if (parameter.kind === 'rest' || parameter.kind === 'rest-keyword') continue;
    const held = environment.isHolder(parameter.name) ? 'parameters' : null;
    const named = kind === 'activation' ? 'output' : (held ?? roleIn(fact, parameter.name, kind));
    // `prob=0.8` is a setting, not what the network puts out.
    const role = named === 'output' && parameter.default?.type === 'number' ? null : named;
    const source = sourceFor(fact, parameter, role, kind, environment);
    if (source === null) {
      if (parameter.default === undefined) throw unfilled(fact, parameter);
      skipped = true;
      continue;
    }
    if (role !== null) roles.add(role);
    if (source === environment.parameters.container) environment.holds(parameter.name);
    if (skipped || parameter.kind === 'keyword') keywords[parameter.name] = source;
    else positional.push(source);
  }
  return { positional, keywords, roles };
}

function sourceFor(
  fact: FunctionFact,
  parameter: ParameterFact,
  role: Role | null,
  kind: FunctionKind,
  environment: Environment,
): Source | null {
  const { name } = parameter;
  const optional = parameter.default !== undefined;
  if (kind === 'update') {
    const one = forOneUpdate(name, role, environment);
    if (one !== null) return one;
  }
  // Data before results: what `return x` of a forward pass names is not the inputs.
  const pairs = role === 'inputs' ? pairsFor(fact, name, kind, environment) : null;
  if (pairs !== null) return pairs;
  const data = role === 'inputs' || role === 'labels' ? sourceOfRole(role, kind, environment) : null;
  if (data !== null) return data;
  const exact = environment.named(name) ?? (role === 'state' ? environment.global(name) : null);
  if (exact !== null && !(optional && role !== null && !alwaysFilled.has(role))) return exact;
  const tensor = environment.tensor(name);
  if (tensor !== null) return tensor;
  if (role === 'learningRate' && kind === 'backward') return { from: 'literal', value: 0 };
  if (optional && (role === null || !alwaysFilled.has(role))) return null;
  const byRole = role === null ? null : sourceOfRole(role, kind, environment);
  if (byRole !== null) return forEach(byRole, role, parameter);
  if (optional) return null;
  return (
    environment.similar(name) ??
    environment.global(name) ??
    holderAsLast(fact, name, kind, environment) ??
    (kind === 'forward' && /^(p|prob)$/i.test(name) ? someDropped : null)
  );
}

/** For a probability that may be that to keep a unit or that to drop it. */
const someDropped: Source = { from: 'literal', value: 0.5 };

/** The probability to keep a unit, for each layer where the default has one for each. */
function forEach(source: Source, role: Role | null, { default: given }: ParameterFact): Source {
  const isProbability = role === 'keep' || role === 'dropout';
  if (!isProbability || given?.type !== 'sequence') return source;
  return { from: 'list', items: given.items.map(() => source) };
}

/** The parameters for an argument whose short name says nothing, as `th` of `cost(th, X, Y)`, where all others say what they are. */
function holderAsLast(
  fact: FunctionFact,
  name: string,
  kind: FunctionKind,
  { parameters }: Environment,
): Source | null {
  if (name.length > 3 || !/^(forward|cost|backward)$/.test(kind)) return null;
  const isTold = fact.parameters.every((other) => {
    if (other.name === name) return true;
    const role = roleOfArgument(other.name, kind);
    return role !== null && role !== 'parameters' && !looksLikeParameter(other.name);
  });
  return isTold ? parameters.container : null;
}

/** `data` of a cost that takes no labels beside it, in a file that has labels: a list of pairs of both. */
function pairsFor(
  fact: FunctionFact,
  name: string,
  kind: FunctionKind,
  { data }: Environment,
): Source | null {
  const whole = /^(\w+_)?(data|dataset|examples|samples|batch|pairs)$/i.test(name);
  if (!whole || kind !== 'cost' || data.labels === null || isSupervised(fact, kind)) return null;
  return { from: 'list', items: [{ from: 'list', items: [data.inputs, data.labels] }] };
}

function isSupervised(fact: FunctionFact, kind: FunctionKind): boolean {
  const roles = fact.parameters.map((parameter) => roleOfArgument(parameter.name, kind));
  return roles.some((role) => role === 'labels' || role === 'output');
}

/** What makes an update one step with all examples: the learning rate, one iteration, a batch of everything. */
function forOneUpdate(name: string, role: Role | null, { data }: Environment): Source | null {
  if (role === 'learningRate') return triedRate;
  if (role === 'iterations' && /(iter|epoch|steps?)/i.test(name) && !/(print|log|every)/i.test(name))
    return { from: 'literal', value: 1 };
  if (role === 'exampleCount' && data.examples !== null) return { from: 'literal', value: data.examples };
  return null;
}

function sourceOfRole(role: Role, kind: FunctionKind, environment: Environment): Source | null {
  const { parameters, data } = environment;
  switch (role) {
    case 'parameters':
      return parameters.container ?? (parameters.tensors.length === 1 ? parameters.tensors[0]!.source : null);
    case 'inputs':
      return data.inputs;
    case 'labels':
      return data.labels;
    case 'exampleCount':
      return data.examples === null ? null : { from: 'literal', value: data.examples };
    case 'output':
      return environment.result(role) ?? (kind === 'forward' ? data.inputs : null);
    case 'cache':
    case 'cost':
    case 'gradients':
    case 'upstream':
      return environment.result(role);
    default:
      return kind === 'data' ? null : (environment.settings.get(role) ?? null);
  }
}

function unfilled(fact: FunctionFact, parameter: ParameterFact): Misfit {
  return new Misfit(
    'unknown-argument',
    `nothing in this file tells what to pass for \`${parameter.name}\` of \`${fact.name}\`. ` +
      `Give it a default value, or add a \`gradient_lens()\` function with the command *Insert Model Contract*.`,
    fact.line,
    fact.file,
  );
}
