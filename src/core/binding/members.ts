import { kindOfFunction } from './functionKinds';
import type { FunctionFact } from './inventory';
import type { Source } from './plan';
import type { FunctionKind } from './roles';
import { isUpdate } from './updates';

/** A function of a reading, with the part it plays and the way to it. */
export interface Member {
  readonly fact: FunctionFact;
  readonly kind: FunctionKind;
  readonly target: Source;
  /** True for a method: it may keep and use state, so its calls are never left out. */
  readonly stateful: boolean;
}

const partKinds: ReadonlySet<FunctionKind> = new Set([
  'forward',
  'activation',
  'cost',
  'costDerivative',
  'backward',
  'reset',
  'update',
]);

/** Functions of the module that can take a part. */
export function moduleMembers(functions: readonly FunctionFact[]): readonly Member[] {
  return functions
    .map((fact): Member => ({
      fact,
      kind: isUpdate(fact) ? 'update' : kindOfFunction(fact),
      target: { from: 'module', name: fact.name },
      stateful: false,
    }))
    .filter((member) => partKinds.has(member.kind));
}

/** Methods of an object that can take a part. */
export function methodMembers(methods: readonly FunctionFact[], instance: Source): readonly Member[] {
  if (instance.from !== 'slot' && instance.from !== 'module') return [];
  return methods
    .map((fact): Member => ({
      fact,
      kind: isUpdate(fact) ? 'update' : kindOfFunction(fact),
      target: { ...instance, path: [...(instance.path ?? []), { attribute: fact.name }] },
      stateful: true,
    }))
    .filter((member) => partKinds.has(member.kind));
}
