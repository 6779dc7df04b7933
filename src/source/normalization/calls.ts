import { combined } from './arithmetic';
import { insideOf, statisticOf } from './extents';
import type { Interpreter } from './interpreter';
import type { Expression } from '../program/program';
import { pathOf, scalar, union, unknown, type Data, type Scope, type Value, type Version } from './values';

type Call = Expression & { readonly kind: 'call' };

const statistics =
  /^(col(umn)?s?_?|compute_?|get_?|calc(ulate)?_?|feature_?|nan|array_?)*(mean|average|avg|std|stddev|stdev|standard_?deviation|variance|var|median|min|max|amin|amax|ptp|sum)s?(_?col(umn)?s?|_?of)?$/i;
/** What changes neither which examples there are nor that they are data. */
const keeping =
  /^(reshape|astype|copy|float|double|view|flatten|ravel|squeeze|expand_dims|to_numpy|numpy|toarray|clip|array|asarray|asanyarray|ascontiguousarray|float16|float32|float64|log|log1p|sqrt|abs|absolute|nan_to_num|tensor|Tensor|FloatTensor|from_numpy|as_tensor|to|cpu|DataFrame|fillna|flat|from|structuredClone|round)$/;
const joining = /^(concatenate|concat|vstack|hstack|row_stack|column_stack|append|cat|r_)$/;
const scalerClass = /(^|\.)((Standard|MinMax|Robust|MaxAbs)Scaler|\w*(Scaler|Standardi[sz]er))$/;
/** Functions of libraries that standardize an array by itself. */
const selfScaling = /^(scale|zscore|minmax_scale|robust_scale|maxabs_scale)$/;
const library = /\b(sklearn|scipy)\b/;

/** What a call gives, as far as that is known. */
export function callValue(run: Interpreter, call: Call, scope: Scope): Value {
  const { callee } = call;
  const values = call.values.map((value) => run.value(value, scope));
  const keywords = new Map([...call.keywords].map(([name, value]) => [name, run.value(value, scope)]));
  const path = pathOf(callee) ?? '';
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';

  const own = run.value(callee, scope);
  if (own.kind === 'function') {
    const result = run.call(own, values, keywords, { expressions: call.values, scope });
    const first = values[0];
    return result.kind === 'unknown' && statistics.test(name) && first?.kind === 'data'
      ? statisticIn(run, first, null)
      : result;
  }
  if (callee.kind === 'member') {
    const object = run.value(callee.base, scope);
    const found = methodValue(run, { name, object, call, values, keywords, path, scope });
    if (found !== null) return found;
  }
  return functionValue(run, { name, call, values, keywords, path, scope });
}

interface Known {
  readonly name: string;
  readonly call: Call;
  readonly values: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** `np.mean` */
  readonly path: string;
  readonly scope: Scope;
}

function methodValue(run: Interpreter, known: Known & { readonly object: Value }): Value | null {
  const { name, object, values, path } = known;
  if (object.kind === 'data') return dataMethod(run, object, known);
  if (object.kind === 'statistic') {
    if (name !== 'map' || values[0]?.kind !== 'function') return object;
    const result = run.call(values[0], [object, scalar, object], new Map(), callback(known.scope));
    return result.kind === 'data' ? unknown : object;
  }
  const scaler: (Value & { readonly kind: 'scaler' }) | null =
    object.kind === 'scaler'
      ? object
      : name === 'fit_transform' && /scal|standard|normali/i.test(path)
        ? { kind: 'scaler', fitted: null }
        : null;
  if (scaler !== null) return scalerMethod(scaler, known);
  if (name === 'map' && values[0]?.kind === 'function') {
    const result = run.call(values[0], [unknown, scalar, unknown], new Map(), callback(known.scope));
    return result.kind === 'statistic' ? result : unknown;
  }
  return null;
}

function dataMethod(run: Interpreter, data: Data, { name, call, values, scope }: Known): Value {
  if (name === 'transpose' || name === 't') return { ...data, turned: !data.turned };
  if (name === 'reduce') return statisticIn(run, data, null);
  if (statistics.test(name)) return statisticIn(run, data, axisOf(call, 0));
  if (keeping.test(name)) return data;
  if (name === 'slice' || name === 'filter' || name === 'sample' || name === 'subarray')
    return name === 'slice' && values.length === 0 ? data : { ...data, extent: 'part' };
  if (joining.test(name)) return joined([data, ...values]);
  if (/^(sub|subtract|div|divide|mul|dotDivide)$/.test(name) && values.length > 0)
    return combined(name.startsWith('s') ? '-' : '/', data, values[0]!);
  if (/^(map|flatMap|forEach)$/.test(name) && values[0]?.kind === 'function')
    return mapped(run, data, values[0], name, scope);
  return unknown;
}

function mapped(
  run: Interpreter,
  data: Data,
  over: Value & { readonly kind: 'function' },
  name: string,
  scope: Scope,
): Value {
  const result = run.call(over, [insideOf(data), scalar, data], new Map(), callback(scope));
  if (name === 'forEach') return { kind: 'none' };
  if (result.kind === 'statistic') return result;
  if (result.kind !== 'data') return unknown;
  // One number of each row: all examples of a feature, or all features of an example.
  const column = data.extent === 'whole' && result.extent === 'number';
  return { ...result, extent: column && !run.examplesFirst(data) ? 'part' : data.extent };
}

function callback(scope: Scope): Parameters<Interpreter['call']>[3] {
  return { expressions: [], scope };
}

function scalerMethod(
  scaler: Value & { readonly kind: 'scaler' },
  { name, call, values, scope }: Known,
): Value {
  const data = values[0];
  const of: ReadonlySet<Version> | null =
    data?.kind === 'data' && data.extent === 'whole' ? new Set(data.versions) : null;
  const held = call.callee.kind === 'member' ? pathOf(call.callee.base) : null;
  const fitted: Value = { kind: 'scaler', fitted: of };
  if (/^(fit|fit_transform|fitTransform|partial_fit)$/.test(name) && held !== null) {
    // What is fitted piece by piece has statistics of all the pieces.
    const next: Value = name === 'partial_fit' ? { kind: 'scaler', fitted: null } : fitted;
    scope.holder(held).set(held, next);
  }
  if (name === 'fit') return fitted;
  if (data?.kind !== 'data') return unknown;
  const used = name === 'transform' ? scaler.fitted : /^fit_?transform$/i.test(name) ? of : null;
  if (used === null) return /transform$/i.test(name) ? data : unknown;
  return { ...data, applied: union(data.applied, used) };
}

function functionValue(run: Interpreter, known: Known): Value {
  const { name, call, values, path, scope } = known;
  const first = values[0];
  if (scalerClass.test(path)) return { kind: 'scaler', fitted: null };
  if (/^(len|range|int|float|parseInt|Number)$/.test(path)) return scalar;
  if (name === 'train_test_split')
    return {
      kind: 'list',
      items: values.flatMap((value): Value[] => {
        const part: Value = value.kind === 'data' ? { ...value, extent: 'part' } : unknown;
        return [part, part];
      }),
    };
  if (joining.test(name)) return joined(values);
  if (name === 'from' && values[1]?.kind === 'function') {
    if (first?.kind === 'data') return mapped(run, first, values[1], 'map', scope);
    const result = run.call(values[1], [unknown, scalar], new Map(), callback(scope));
    return result.kind === 'statistic' ? result : unknown;
  }
  if (first?.kind === 'data') {
    if (selfScaling.test(name) && library.test(run.imports.get(path.split('.')[0]!) ?? ''))
      return run.examplesFirst(first) && first.extent === 'whole'
        ? { ...first, applied: union(first.applied, new Set(first.versions)) }
        : first;
    if (statistics.test(name)) return statisticIn(run, first, axisOf(call, 1));
    if (name === 'transpose') return { ...first, turned: !first.turned };
    if (/split$/.test(name)) return { ...first, extent: 'part' };
  }
  if (/^(subtract|divide|true_divide|multiply)$/.test(name) && values.length >= 2)
    return combined(name === 'subtract' ? '-' : '/', values[0]!, values[1]!);
  if (first?.kind === 'data' && keeping.test(name)) return first;
  // `np.sqrt(variance)`, `np.maximum(sigma, 1e-8)`.
  const used = values.filter((value) => value.kind === 'statistic');
  if (used.length > 0 && !values.some((value) => value.kind === 'data'))
    return { kind: 'statistic', of: union(...used.map(({ of }) => of)) };
  return unknown;
}

function statisticIn(run: Interpreter, data: Data, axis: Expression | null): Value {
  return statisticOf(data, axis, run.examplesFirst(data));
}

/** The axis that a statistic is taken along, where it stands as the argument of that place, or by name. */
function axisOf({ values, keywords }: Call, place: number): Expression | null {
  return keywords.get('axis') ?? keywords.get('dim') ?? values[place] ?? null;
}

function joined(values: readonly Value[]): Value {
  const parts = values
    .flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    .filter((value) => value.kind === 'data');
  const [first] = parts;
  if (first === undefined) return unknown;
  const extent = parts.every((part) => part.extent === 'whole') ? 'whole' : 'part';
  return {
    ...first,
    extent,
    versions: [...new Set(parts.flatMap(({ versions }) => versions))],
    applied: union(...parts.map(({ applied }) => applied)),
  };
}
