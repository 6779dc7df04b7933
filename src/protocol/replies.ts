import type { HostFailure } from '../core/failure';
import type { HostRequests } from './host';
import { description, inventory } from './descriptions';
import {
  block,
  either,
  finite,
  kinds,
  list,
  Misshapen,
  orNull,
  oneOf,
  position,
  record,
  text,
  truth,
  whole,
  wireNumber,
  type Check,
} from './shape';

/** The shape of every reply of a model host, as far as the request tells: a host runs foreign code and is not believed. */

type Checks = {
  readonly [Method in keyof HostRequests]: (params: HostRequests[Method]['params']) => Check;
};

const gradient = record({
  shape: list(whole),
  dtype: text,
  fits: truth,
  finite: truth,
  norm: wireNumber,
});

const tensor = record(
  {
    name: text,
    shape: list(whole),
    dtype: text,
    norm: wireNumber,
    identity: finite,
    gradient: orNull(gradient),
  },
  { found: description },
);

const note = kinds('kind', {
  promoted: record({ names: list(text), dtype: text }),
  mutated: record({ by: oneOf('cost', 'gradient'), names: list(text) }),
  replaced: record({ by: oneOf('cost', 'gradient'), names: list(text) }),
  tied: record({ names: list(text) }),
});

const place = record({
  file: text,
  line: position,
  column: position,
  endLine: position,
  endColumn: position,
  function: text,
});

const traced = record({
  tensor: text,
  made: orNull(place),
  madeZero: truth,
  changed: list(place),
  ordinal: finite,
});

const symbolic = record({ tensor: text, expression: text, value: wireNumber });

const failure = record(
  {
    kind: oneOf(
      'not-started',
      'syntax',
      'exception',
      'exit',
      'missing-module',
      'timeout',
      'memory',
      'not-complex',
      'result',
      'internal',
    ),
    message: text,
  },
  {
    type: text,
    module: text,
    hidden: text,
    hiding: text,
    file: text,
    line: position,
    column: position,
    function: text,
    section: oneOf('run', 'cost', 'gradient', 'tensors'),
    step: whole,
    tensor: text,
    found: description,
    trace: text,
  },
);

const wireRecord = record({
  place: orNull(place),
  target: orNull(text),
  shape: list(whole),
  dtype: text,
  moments: block(10),
  zeroSlices: list(whole),
  percentiles: block(7),
  bins: list(whole),
  counts: list(whole),
  rows: list(block()),
  columns: list(block()),
});

const checks: Checks = {
  load: () => inventory,
  run: ({ steps }) => record({ results: list(description, steps.length) }),
  bind: ({ tensors }) =>
    record({
      tensors: list(tensor, tensors.length),
      costs: block(2),
      evaluationSeconds: finite,
      gradientRepeats: truth,
      notes: list(note),
    }),
  costs: ({ points }) => record({ costs: block(points.length) }),
  sweep: ({ components, scheme }) => {
    const count = 'start' in components ? components.count : components.length;
    return record({
      plus: block(count),
      minus: block(scheme === 'central' ? count : 0),
      width: block(count),
    });
  },
  directions: ({ directions }) =>
    record({ norms: block(directions.length), gradientDots: block(directions.length) }),
  values: ({ count }) => record({ values: either(block(count), block(0)) }),
  move: () => record({ cost: wireNumber, gradientNorms: block() }),
  trace: () => record({ gradients: list(traced) }, { symbolic: list(symbolic) }),
  data: () =>
    record({
      shape: list(whole),
      dtype: text,
      columns: orNull(list(text)),
      leftOut: list(record({ name: text, holds: text })),
    }),
  scales: () =>
    record({
      records: whole,
      dropped: whole,
      parameters: list(wireRecord),
      failure: orNull(failure),
    }),
  records: ({ count }) => record({ records: list(wireRecord, count) }),
};

/** @throws Misshapen where a reply is not what the request asked for. */
export function checkReply<Method extends keyof HostRequests>(
  method: Method,
  params: HostRequests[Method]['params'],
  reply: unknown,
): asserts reply is HostRequests[Method]['reply'] {
  checks[method](params)(reply, '');
}

/** True if the data of an error is a `HostFailure`. */
export function isHostFailure(data: unknown): data is HostFailure {
  try {
    failure(data, '');
    return true;
  } catch (error) {
    if (error instanceof Misshapen) return false;
    throw error;
  }
}
