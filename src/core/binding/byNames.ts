import type { BindingResult, BindOptions } from './binding';
import { classReadings } from './classes';
import { Findings, isFinal, isVague, type Context } from './explore';
import { layerClass, networkClass } from './functionKinds';
import { functionReadings, type Reading } from './functions';
import { furtherCandidates } from './further';
import type { Layer } from './layers/bindLayers';
import { nothingFits } from './nothingFits';
import { bindingOf } from './outcome';
import { problemOf } from './problemOf';

/** Binds the model of a file by the names of its functions and classes, and by trying; layers are none. */
export async function bindByNames(context: Context, layers: readonly Layer[]): Promise<BindingResult> {
  const own = (readings: readonly Reading[]) => readings.filter((reading) => !isOfLayer(reading, layers));
  const further = own(furtherReadingsOf(context));
  const wanted = chosen([...own(readingsOf(context)), ...further], context.options);
  return bindAmong(wanted, further, context);
}

/**
 * The best of these readings that can be called.
 *
 * @param further those among them that are the last resort
 */
export async function bindAmong(
  wanted: readonly Reading[],
  further: readonly Reading[],
  context: Context,
): Promise<BindingResult> {
  const { inventory, options, session } = context;
  if (wanted.length === 0) return { ok: false, problem: nothingFits(inventory, options.subject) };
  let reason: unknown = null;
  for (const [index, reading] of wanted.entries()) {
    const findings = new Findings();
    try {
      await reading.explore(context, findings);
    } catch (error) {
      if (isFinal(error)) throw error;
      findings.fail(error, null, -1);
    }
    if (findings.best !== null) {
      const others = [...wanted.slice(index + 1), ...wanted.slice(0, index)].filter(
        (other) => further.includes(other) === further.includes(reading),
      );
      const binding = bindingOf(findings.best, reading, others, context);
      return { ok: true, bindings: [binding], unbound: [] };
    }
    // The best reading's failure is the one that helps: it is what the file is most likely meant to be.
    if (!further.includes(reading) || !isVague(findings.reason)) reason ??= findings.reason;
    if (session.spent) break;
  }
  return {
    ok: false,
    problem: reason === null ? nothingFits(inventory, options.subject) : problemOf(reason, inventory),
  };
}

function readingsOf(context: Context): readonly Reading[] {
  const all = byMerit([...functionReadings(context), ...classReadings(context)]);
  // Single layers are no models where there is one.
  const plausible = all.filter((reading) => !reading.singleLayer);
  return plausible.length > 0 ? plausible : all;
}

/** For files without a cost that goes with gradients: updates in place, forward and backward passes alone. */
function furtherReadingsOf(context: Context): readonly Reading[] {
  return byMerit([
    ...functionReadings(context, (members, file) => furtherCandidates(members, file, false)),
    ...classReadings(context, furtherCandidates),
  ]).filter((reading) => !reading.singleLayer);
}

export function byMerit(readings: readonly Reading[]): readonly Reading[] {
  return [...readings].sort((a, b) => b.merit - a.merit);
}

/** The readings to try: those of the subject, the one asked for first. */
function chosen(readings: readonly Reading[], { reading, subject }: BindOptions): readonly Reading[] {
  const about = subject === null ? readings : ofSubject(readings, subject);
  if (reading === null) return about;
  const first = about.filter(
    (candidate) => candidate.label === reading || candidate.labels.includes(reading),
  );
  return [...first, ...about.filter((candidate) => !first.includes(candidate))];
}

/** First those that the function belongs to at their best: a cost goes with the gradient of its name before another's. */
function ofSubject(readings: readonly Reading[], subject: string): readonly Reading[] {
  const among = readings.filter((candidate) => candidate.subjects.includes(subject));
  const own = among.filter(({ label }) => label.split(' → ').includes(subject));
  return [...own, ...among.filter((candidate) => !own.includes(candidate))];
}

/** True for a reading that ends in one half of a layer: the layer is checked alone, and is no model. */
function isOfLayer(reading: Reading, layers: readonly Layer[]): boolean {
  const classes = layers.filter(({ of }) => of === 'class').map(({ pair }) => pair.name);
  const own = classes.find((name) => reading.label === `class ${name}`);
  if (own !== undefined)
    return !networkClass.test(own) && (reading.singleLayer || layerClass.test(own) || classes.length > 1);
  const last = reading.subjects.at(-1);
  return layers.some(
    ({ of, pair }) =>
      of === 'functions' &&
      pair.kind !== 'derivative' &&
      !/^$|model|net/i.test(pair.name) &&
      pair.backward.name === last,
  );
}
