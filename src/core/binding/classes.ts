import { dataToBuildWith, takesDataWhenBuilt } from './constructorData';
import type { DataChoice } from './dataChoices';
import { layerClass, networkClass, kindOfFunction, requiredOf } from './functionKinds';
import { type Findings, isFinal, sizesFor, tryData, type Context } from './explore';
import type { Reading } from './functions';
import type { ClassFact, Description } from './inventory';
import { builtLoss, keptLosses, moduleLosses, possibleLosses } from './lossObjects';
import type { Obtained } from './parameters';
import type { Source } from './plan';
import { methodMembers, moduleMembers, type Member } from './members';
import { candidatesAmong, type Candidate } from './readings';
import { roleOfArgument } from './roles';
import { arraySource, filled } from './madeArrays';
import { Generator } from '../random';
import { Misfit, StepFailure } from './session';
import type { Sizes } from './networkSizes';
import { builtText, canBeSized, sizedArguments, sizesFrom } from './sizes';
import { onlyArrayOf, tensorsOfObject } from './tensors';
import { inside } from './values';

const candidatesPerInstance = 6;

type Among = (members: readonly Member[], file: string, dataInside: boolean) => readonly Candidate[];

/** Readings of the classes of a file, one for each class whose methods may give a cost and gradients. */
export function classReadings(context: Context, among: Among = candidatesAmong): readonly Reading[] {
  return context.inventory.classes.flatMap((fact) => {
    const possible = possibleLosses(context.inventory);
    const candidates = candidatesOf(fact, { from: 'module', name: fact.name }, possible, context, among);
    const best = candidates[0];
    if (best === undefined) return [];
    const label = `class ${fact.name}`;
    const own = fact.file === context.inventory.file ? 0 : -40;
    const bonus = networkClass.test(fact.name) ? 60 : layerClass.test(fact.name) ? -60 : 0;
    return [
      {
        label,
        labels: [label],
        merit: best.merit + bonus + own,
        singleLayer: best.merit + bonus + own <= 0 || (bonus < 0 && among !== candidatesAmong),
        subjects: [fact.name, ...best.members.map((member) => member.fact.name)],
        explore: (exploring: Context, findings: Findings) => exploreClass(fact, exploring, findings, among),
      },
    ];
  });
}

function candidatesOf(
  fact: ClassFact,
  instance: Source,
  losses: readonly Member[],
  context: Context,
  among: Among,
): readonly Candidate[] {
  const own = methodMembers(fact.methods, instance);
  const dataInside = requiredOf({ parameters: fact.constructorParameters }).some(({ name }) => {
    const role = roleOfArgument(name, 'initialize');
    return role === null || role === 'inputs' || role === 'labels';
  });
  const helpers = moduleMembers(context.inventory.functions).filter(
    (member) => member.kind === 'cost' || member.kind === 'costDerivative',
  );
  return among([...own, ...helpers, ...losses], context.inventory.file, dataInside).filter((candidate) =>
    own.includes(candidate.members.at(-1)!),
  );
}

interface Instance {
  readonly source: Source;
  readonly value: Description;
  readonly obtained: Obtained;
  /** The data it was built with, if any. */
  readonly data: DataChoice | null;
}

async function exploreClass(
  fact: ClassFact,
  context: Context,
  findings: Findings,
  among: Among,
): Promise<void> {
  for (const build of instancesOf(fact, context)) {
    try {
      const instance = await build();
      const losses = await lossesFor(fact, instance, context);
      const all = candidatesOf(fact, instance.source, losses, context, among);
      const candidates = all.slice(0, candidatesPerInstance);
      for (const candidate of candidates) {
        const { obtained, source, data } = instance;
        await tryData(candidate, obtained, source, fact.name, context, findings, data);
        if (findings.complete || context.session.spent) return;
      }
    } catch (error) {
      if (isFinal(error)) throw error;
      findings.fail(error, null, -1);
    }
  }
}

/** Costs outside the class itself: kept by the object, by the module, or built where there is no other. */
async function lossesFor(
  fact: ClassFact,
  { source, value }: Instance,
  context: Context,
): Promise<readonly Member[]> {
  const { inventory, session } = context;
  const kept = keptLosses(source, value, inventory);
  if (kept.length > 0) return kept;
  const existing = moduleLosses(inventory);
  if (existing.length > 0) return existing;
  const own = [...fact.methods, ...inventory.functions].some((member) => kindOfFunction(member) === 'cost');
  return own ? [] : builtLoss(inventory, session);
}

/** Objects of the class: one that the module holds, then new ones of small size. */
function instancesOf(fact: ClassFact, context: Context): readonly (() => Promise<Instance>)[] {
  const existing = context.inventory.values.filter(
    ({ value }) => value.type === 'object' && value.className === fact.name,
  );
  const sizes = sizesFrom(context.options.calls ?? [], fact.name, sizesFor(context));
  const fixed = fact.constructorParameters.length === 0;
  return [
    ...existing.map(({ name, value }) => async () => {
      const source: Source = { from: 'module', name };
      return found(fact, source, await warmedUp(fact, source, value, context), name, 'by its class');
    }),
    ...(fixed ? sizes.slice(0, 1) : sizes).map((size) => () => construct(fact, size, context)),
  ];
}

async function construct(fact: ClassFact, sizes: Sizes, context: Context): Promise<Instance> {
  const { session, inventory } = context;
  const data = takesDataWhenBuilt(fact) ? await dataToBuildWith(sizes, context) : null;
  const made = sizedArguments(fact, fact.constructorParameters, sizes, inventory.values, data);
  const { positional, keywords } = made;
  const slot = session.slot('model');
  const call: Source = { from: 'module', name: fact.name };
  let value = await session.run({ slot, call, positional, keywords });
  const source: Source = { from: 'slot', slot };
  if (tensorsOfObject(source, value).length === 0)
    value = await initialised(fact, source, value, sizes, context);
  value = await warmedUp(fact, source, value, context);
  return { ...found(fact, source, value, fact.name, builtText(fact.name, made)), data };
}

/** Some classes make their weights in a method of their own. */
async function initialised(
  fact: ClassFact,
  source: Source,
  value: Description,
  sizes: Sizes,
  context: Context,
): Promise<Description> {
  const method = fact.methods.find(
    (candidate) => kindOfFunction(candidate) === 'initialize' && canBeSized(candidate),
  );
  if (method === undefined || source.from !== 'slot') return value;
  const { positional, keywords } = sizedArguments(
    method,
    requiredOf(method),
    sizes,
    context.inventory.values,
  );
  const call: Source = { ...source, path: [{ attribute: method.name }] };
  await context.session.run({ slot: context.session.slot('initialised'), call, positional, keywords });
  return context.session.run({ slot: source.slot, value: source });
}

/** Some make their weights when they see the first inputs. */
async function warmedUp(
  fact: ClassFact,
  source: Source,
  value: Description,
  { found: data, session, options }: Context,
): Promise<Description> {
  if (tensorsOfObject(source, value).length > 0) return value;
  const forward = fact.methods.find(
    (method) => kindOfFunction(method) === 'forward' && requiredOf(method).length === 1,
  );
  if (forward === undefined || (source.from !== 'slot' && source.from !== 'module')) return value;
  const generator = new Generator(options.seed);
  const inputs = data[0]?.inputs ?? arraySource(filled([10, 4], () => generator.normal()));
  const call = inside(source, [{ attribute: forward.name }]);
  try {
    await session.run({ slot: session.slot('first look'), call, positional: [inputs], keywords: {} });
    const again = session.slot('warmed up');
    return await session.run({ slot: again, value: source });
  } catch (error) {
    if (isFinal(error) || !(error instanceof StepFailure)) throw error;
    return value;
  }
}

function found(fact: ClassFact, source: Source, value: Description, name: string, how: string): Instance {
  const named = tensorsOfObject(source, value);
  const tensors = named.length > 0 ? named : onlyArrayOf(source, value);
  if (tensors.length === 0) {
    throw new Misfit(
      'no-parameters',
      `no weights were recognised in an object of class \`${fact.name}\`: names such as W1 and b1, or a dict \`params\`, ` +
        'are looked for. Add a `gradient_lens()` function with the command *Insert Model Contract*.',
      fact.line,
      fact.file,
    );
  }
  return {
    source,
    value,
    data: null,
    obtained: {
      parameters: { tensors, container: null, items: [], guessed: true },
      entry: { role: 'model', name, line: fact.line, how },
      made: false,
    },
  };
}
