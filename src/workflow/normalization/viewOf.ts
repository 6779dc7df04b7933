import { inferView, type InferredView } from '../../core/normalization/judgement/inferView';
import { channelAxesOf } from '../../core/normalization/judgement/inferView';
import type { FoundData } from './found';
import { noSuchChannels } from './problems';
import type { NormalizationRequest } from './request';

/** How the arrays are seen: as it was asked for, or as the data themselves tell. */
export function viewOf(found: FoundData, { file, options }: NormalizationRequest): InferredView {
  const shapes = found.splits.map(({ array }) => array.shape.map((length) => length ?? Infinity));
  const inferred = inferView({
    shapes,
    labels: found.splits.map(({ labels }) => labels),
    layouts: found.layouts,
    rowsAreExamples: found.rowsAreExamples,
  });
  const { channelAxis } = options;
  if (options.orientation === 'auto' && channelAxis === null) return inferred;
  const orientation = options.orientation === 'auto' ? inferred.view.orientation : options.orientation;
  const shape = shapes[0]!;
  if (channelAxis !== null && (shape.length < 3 || channelAxis >= shape.length))
    throw noSuchChannels(file, channelAxis, shape);
  const other = orientation === 'examples-first' ? 'features-first' : 'examples-first';
  return {
    view: { orientation, channelAxis },
    evidence: 'chosen',
    otherOrientation: inferred.otherOrientation === null ? null : other,
    channelAxes: channelAxesOf(shape, orientation),
  };
}
