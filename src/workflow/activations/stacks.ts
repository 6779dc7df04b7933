import type { Plan, PlannedTensor, Source } from '../../core/binding/plan';

/** Slices of a stack, at most. */
const most = 1024;

/**
 * A plan whose stacks of weights, L × m × n with a matrix for each layer, and of their biases, L × n or L × n × 1, are L
 * tensors each: a nested JavaScript array of equal matrices is one tensor, and may be a list of them. Null without any.
 *
 * @param tensors of the bound model, in the plan's order
 */
export function withStacksApart(
  plan: Plan,
  tensors: readonly { readonly shape: readonly number[] }[],
): Plan | null {
  const stacks = tensors.map(({ shape }) => shape).filter(isStack);
  const parted = plan.tensors.map((tensor, at): readonly PlannedTensor[] => {
    const { shape } = tensors[at]!;
    const isOne = isStack(shape) || stacks.some((stack) => isOfBiases(shape, stack));
    return (isOne && slices(tensor, shape[0]!)) || [tensor];
  });
  return parted.some(({ length }) => length > 1) ? { ...plan, tensors: parted.flat() } : null;
}

function isStack(shape: readonly number[]): boolean {
  const [length = 0, rows = 0, columns = 0] = shape;
  return shape.length === 3 && length > 1 && length <= most && rows > 1 && columns > 1;
}

function isOfBiases(shape: readonly number[], [length, ...sides]: readonly number[]): boolean {
  const [first, units = 0, one = 1] = shape;
  return shape.length > 1 && first === length && sides.includes(units) && one === 1;
}

/** Null where the tensor, or its gradient, is nothing that has parts. */
function slices({ name, parameter, gradient }: PlannedTensor, length: number): PlannedTensor[] | null {
  if (!('from' in parameter)) return null;
  const parts: PlannedTensor[] = [];
  for (let item = 0; item < length; item++) {
    const own = partOf(parameter, item);
    const its = gradient && partOfGradient(gradient, item);
    if (own === null || (gradient !== null && its === null)) return null;
    parts.push({ name: `${name}[${item}]`, parameter: own, gradient: its });
  }
  return parts;
}

function partOf(source: Source, item: number): Source | null {
  if (source.from === 'list') return source.items[item] ?? null;
  if (source.from !== 'slot' && source.from !== 'module') return null;
  return { ...source, path: [...(source.path ?? []), { item }] };
}

function partOfGradient(
  gradient: NonNullable<PlannedTensor['gradient']>,
  item: number,
): PlannedTensor['gradient'] {
  if (gradient.from !== 'change') return partOf(gradient, item);
  const { of, after } = gradient;
  const [parted, now] = [of && partOf(of, item), after && partOf(after, item)];
  if (parted === null || now === null) return null;
  return { ...gradient, ...(parted && { of: parted }), ...(now && { after: now }) };
}
