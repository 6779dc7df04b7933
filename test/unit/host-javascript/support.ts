import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plan, Source } from '../../../src/core/binding/plan';
import type { LoadedModel } from '../../../src/host-javascript/loader';
import { Session } from '../../../src/host-javascript/session';
import type { BindReply, LoadRequest } from '../../../src/protocol/host';

export const root = join(__dirname, '..', '..', '..');
export const fixtures = join(root, 'test', 'fixtures', 'expressions');
export const examples = join(root, 'examples', 'expressions');

export function loadRequest(file: string, source: string, limits: Partial<LoadRequest> = {}): LoadRequest {
  return {
    file,
    source,
    projectRoot: root,
    leaveOut: [],
    moduleName: basename(file),
    seed: 1,
    loadTimeout: 10,
    evaluationTimeout: 10,
    ...limits,
  };
}

export function readRequest(folder: string, name: string, limits: Partial<LoadRequest> = {}): LoadRequest {
  const file = join(folder, name);
  return loadRequest(file, readFileSync(file, 'utf8'), limits);
}

const callContract = {
  slot: 'contract',
  call: { from: 'module', name: 'gradientLens' },
  positional: [],
  keywords: {},
} as const;

function part(slot: string, ...items: string[]): Source {
  return { from: 'slot', slot, path: items.map((item) => ({ item })) };
}

/** The plan of a model that keeps to the contract. */
export function contractPlan(names: readonly string[], reseed: number | null = null): Plan {
  return {
    cost: [{ slot: 'J', call: part('contract', 'cost'), positional: [], keywords: {} }],
    J: { from: 'slot', slot: 'J' },
    gradient: [{ slot: 'g', call: part('contract', 'gradients'), positional: [], keywords: {} }],
    tensors: names.map((name) => ({
      name,
      parameter: part('contract', 'parameters', name),
      gradient: part('g', name),
    })),
    reseed,
  };
}

export const setup = { steps: [callContract] };

/** Loads and binds a model by its contract. */
export async function bindContract(
  session: Session,
  request: LoadRequest,
  names: readonly string[],
): Promise<BindReply> {
  await session.load(request);
  await session.run(setup);
  return session.bind(contractPlan(names));
}

export async function bindText(text: string, names: readonly string[]): Promise<[Session, BindReply]> {
  const session = new Session();
  return [session, await bindContract(session, loadRequest('/models/model.gradient.yaml', text), names)];
}

/** A session over ordinary values, as if they were the top level of a module. */
export async function bindNamespace(
  namespace: object,
  names: readonly string[],
  reseed: number | null = null,
): Promise<[Session, BindReply]> {
  const file = '/models/model.js';
  const fact = { name: 'f', parameters: [], file, line: 1, endLine: 1, returns: [] };
  const loaded: LoadedModel = {
    inventory: { file, functions: [], classes: [], values: [], standIns: [] },
    namespace,
    factsOf: () => fact,
    trace: () => ({ gradients: [] }),
  };
  const session = new Session(() => loaded);
  await session.load(loadRequest(file, ''));
  await session.run(setup);
  return [session, await session.bind(contractPlan(names, reseed))];
}

export function near(actual: number, expected: number, relative = 1e-12): boolean {
  return Math.abs(actual - expected) <= relative * Math.max(1e-300, Math.abs(actual), Math.abs(expected));
}
