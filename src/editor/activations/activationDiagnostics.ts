import { count } from '../../core/format';
import { isPassing } from '../../core/activation/judgement/passing';
import type { NonFinite } from '../../core/activation/network';
import type { InitializationAudit, LayerAudit } from '../../core/activation/schemes';
import type { Place } from '../../core/place';
import type { Translate } from '../../environment/translate';
import type { ActivationReport } from '../../protocol/activations';
import type { ActivationEntry, Activations } from '../../state/activations';
import type { DiagnosticModel, Severity } from '../diagnosticModel';

/** Codes of the problems. */
export const nonFiniteCode = 'not-finite';
export const initializationCode = 'initialization';
export const scaleCode = 'scale';

interface Told {
  readonly place: Place;
  readonly severity: Severity;
  readonly message: string;
  readonly code: string;
}

/** What a report contributes to the list of problems: lines that can be named, and nothing where they cannot. */
export function activationDiagnostics(
  results: Activations,
  entry: ActivationEntry,
  t: Translate,
): readonly DiagnosticModel[] {
  if (entry.result.kind !== 'report') return [];
  const { report } = entry.result;
  const told = [...nonFinite(report, t), ...initialization(report, t)];
  return (told.length === 0 ? lostScale(report) : told)
    .filter(({ place }) => !results.isGone(entry, place))
    .map(({ place, severity, message, code }) => ({
      document: results.documentOf(entry, place),
      place: results.currentPlace(entry, place),
      severity: entry.stale ? 'information' : severity,
      message: entry.stale ? t('Before your edit: {0}', message) : message,
      code,
    }));
}

function nonFinite({ profile }: ActivationReport, t: Translate): readonly Told[] {
  const found = profile.network.nonFinite;
  const place = found?.place ?? null;
  if (found === null || place === null) return [];
  const severity = isPassing(profile.network) ? 'information' : 'error';
  return [{ place, severity, message: sentenceOf(found, t), code: nonFiniteCode }];
}

function sentenceOf({ kind, count: some, of, name, layer, backward }: NonFinite, t: Translate): string {
  const what =
    kind === 'nan'
      ? t('{0} of {1} values of {2} are NaN', count(some), count(of), name)
      : t('{0} of {1} values of {2} are infinite', count(some), count(of), name);
  const where =
    layer === null
      ? t('nothing before it is.')
      : backward
        ? t('in the backward pass of layer {0}; nothing before it is.', count(layer))
        : t('in layer {0}; nothing before it is.', count(layer));
  return `${what}${layer === null ? '; ' : ' '}${where}`;
}

/** What the report calls wrong, on the line of the forward pass where it begins. */
function lostScale({ verdict, sentence, profile }: ActivationReport): readonly Told[] {
  if (verdict !== 'wrong') return [];
  const { layers } = profile.network;
  const bad = profile.forward.firstBad ?? profile.backward.firstBad;
  const layer = layers.find(({ number }) => number === bad) ?? layers[0];
  const place = layer?.preActivation?.place ?? layer?.activation?.place ?? null;
  return place === null ? [] : [{ place, severity: 'warning', message: sentence, code: scaleCode }];
}

/** One problem for each line that makes weights, however many layers it makes. */
function initialization({ profile, audit }: ActivationReport, t: Translate): readonly Told[] {
  if (audit === null) return [];
  const { layers } = profile.network;
  const weightsOf = new Map(layers.map(({ number, weights }) => [number, weights]));
  const isHidden = ({ layer }: LayerAudit): boolean => layer < layers.length;
  // Where units stay alike, that is what the audit's sentence is about.
  const alike = audit.layers.some((one) => isHidden(one) && one.trouble !== null);
  const lines = new Map<string, Told>();
  for (const one of audit.layers) {
    const weights = weightsOf.get(one.layer);
    const place = weights?.place;
    if (!weights || !place) continue;
    const message = alike ? (isHidden(one) ? troubleOf(one, weights.name, t) : null) : mismatch(audit, one);
    const key = `${place.line} ${place.cell ?? ''} ${place.file}`;
    if (message !== null && !lines.has(key))
      lines.set(key, { place, severity: 'warning', message, code: initializationCode });
  }
  return [...lines.values()];
}

/** Weights by which the units of a hidden layer stay alike. The last layer may start at zero. */
function troubleOf({ trouble, layer }: LayerAudit, name: string, t: Translate): string | null {
  switch (trouble) {
    case 'zero':
      return t(
        '{0} is zero: all units of layer {1} compute the same and stay the same in training. Draw it at random.',
        name,
        count(layer),
      );
    case 'constant':
    case 'symmetric':
      return t(
        'The units of layer {1} start alike in {0}, so they stay alike in training. Draw it at random.',
        name,
        count(layer),
      );
    case null:
      return null;
  }
}

/** The audit's sentence, on the lines of layers that do not have the scheme their activation asks for. */
function mismatch({ mismatched, sentence }: InitializationAudit, one: LayerAudit): string | null {
  if (!mismatched || one.fitting === null) return null;
  const fits = one.ratios.some(({ scheme, agrees }) => scheme === one.fitting && agrees);
  return fits || sentence === '' ? null : sentence;
}
