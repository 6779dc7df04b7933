import { type Findings, sizesFor, tryData, type Context } from './explore';
import { Misfit } from './session';
import { madeChoices, tensorArguments } from './madeParameters';
import { objectChoices } from './objectParameters';
import { initialiserChoices, moduleChoices, type Obtained, type ParameterChoice } from './parameters';
import { moduleMembers } from './members';
import { candidatesAmong, labelOf, type Candidate } from './readings';
import type { Member } from './members';
import { roleOfArgument } from './roles';
import { unusableParameter } from './unusable';
import { shapeOf } from './values';

/** A way to understand the file; candidates differ in details and end in the same source of gradients. */
export interface Reading {
  readonly label: string;
  readonly merit: number;
  /** True for a class that is rather one layer than a model. */
  readonly singleLayer: boolean;
  /** Names of the functions and classes that take part. */
  readonly subjects: readonly string[];
  readonly labels: readonly string[];
  readonly explore: (context: Context, findings: Findings) => Promise<void>;
}

const candidatesPerReading = 6;

/** Readings of a file of functions, one for each function that may give gradients. */
export function functionReadings(
  context: Context,
  among: (members: readonly Member[], file: string) => readonly Candidate[] = candidatesAmong,
): readonly Reading[] {
  const { inventory } = context;
  const candidates = among(moduleMembers(inventory.functions), inventory.file);
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const name = candidate.members.at(-1)!.fact.name;
    groups.set(name, [...(groups.get(name) ?? []), candidate]);
  }
  return [...groups.values()].map((group) => ({
    label: labelOf(group[0]!),
    merit: group[0]!.merit,
    singleLayer: false,
    subjects: group.flatMap((candidate) => candidate.members.map((member) => member.fact.name)),
    labels: group.map(labelOf),
    explore: (exploring, findings) => exploreFunctions(group, exploring, findings),
  }));
}

async function exploreFunctions(
  group: readonly Candidate[],
  context: Context,
  findings: Findings,
): Promise<void> {
  const wanted = group.filter((candidate) => labelOf(candidate) === context.options.reading);
  const { subject } = context.options;
  const about = group.filter((candidate) => candidate.members.some((member) => member.fact.name === subject));
  const allowed = about.length > 0 ? about : group;
  const candidates = [...new Set([...wanted, ...allowed])].slice(0, candidatesPerReading);
  for (const candidate of candidates) {
    for (const choice of choicesFor(candidate, context)) {
      const obtained = await obtain(choice, context, findings);
      if (obtained === null) continue;
      await tryData(candidate, obtained, null, '', context, findings);
      if (findings.complete || context.session.spent) return;
    }
    if (findings.best !== null && candidate.members.length > 1) return;
  }
}

async function obtain(
  choice: ParameterChoice,
  context: Context,
  findings: Findings,
): Promise<Obtained | null> {
  try {
    const obtained = await choice.obtain(context.session);
    return obtained.parameters.tensors.length > 0 ? obtained : null;
  } catch (error) {
    findings.fail(error, null, -1);
    return null;
  }
}

/** Parameters in the order in which they suit the arguments of the calls. */
function choicesFor(candidate: Candidate, context: Context): readonly ParameterChoice[] {
  const { inventory, options } = context;
  const sizes = sizesFor(context);
  const facts = candidate.members.map((member) => member.fact);
  const own = moduleChoices(inventory, tensorArguments(facts).length > 1);
  const initialised = initialiserChoices(inventory, sizes, options.calls ?? []);
  // Labels in one dimension go with weights in one dimension.
  const labels = context.found[0]?.labelsValue;
  const vectors = labels !== undefined && labels !== null && shapeOf(labels)?.length === 1;
  const taken = facts.flatMap((fact) => fact.parameters).map((parameter) => roleOfArgument(parameter.name));
  const hints = { vectors, numbers: !taken.includes('labels') };
  const made = madeChoices(facts, sizes, options.seed, hints);
  const held = candidate.way === 'forward' ? objectChoices(inventory) : [];
  const theirs = [...own, ...held, ...initialised];
  // Where the file has the parameters and they are no real numbers, real ones that are made would be another model.
  const replaced = theirs.length > 0 ? null : unusableParameter(inventory, tensorArguments(facts));
  const choices = [...theirs, ...(replaced === null ? made : [])];
  if (choices.length > 0) return choices.slice(0, 12);
  const first = facts[0]!;
  const unusable = replaced ?? unusableParameter(inventory);
  if (unusable !== null) throw new Misfit('unusable-parameters', unusable, first.line, first.file);
  throw new Misfit(
    'no-parameters',
    `no parameters were found for \`${first.name}\`: the file holds none and has no function such as ` +
      '`initialize_parameters` that makes them. Add a `gradient_lens()` function with the command *Insert Model Contract*.',
    first.line,
    first.file,
  );
}
