import {
  either,
  finite,
  kinds,
  later,
  list,
  oneOf,
  position,
  record,
  text,
  truth,
  whole,
  wireNumber,
  type Check,
} from './shape';

/** The shape of what a host says about values, functions and classes: `Description`, `FunctionFact`, `Inventory`. */

const any: Check = () => {};
const described: Check = later(() => description);

const parameter = record(
  { name: text, kind: oneOf('positional', 'keyword', 'rest', 'rest-keyword') },
  { default: described },
);

const functionFact = record(
  {
    name: text,
    parameters: list(parameter),
    file: text,
    line: position,
    endLine: position,
    returns: list(list(text)),
  },
  { uses: list(text) },
);

const arrayFact = record(
  {
    container: oneOf('array', 'list', 'typed-array', 'matrix'),
    shape: list(whole),
    dtype: text,
    identity: finite,
  },
  { min: wireNumber, max: wireNumber, integerValued: truth },
);

export const description = kinds('type', {
  array: arrayFact,
  number: record({ value: wireNumber, integer: truth }),
  boolean: record({ value: truth }),
  text: record({ value: text }),
  none: any,
  mapping: record({
    length: whole,
    entries: list(record({ key: either(text, finite), value: described })),
  }),
  sequence: record({ kind: oneOf('list', 'tuple'), length: whole, items: list(described) }),
  object: record({
    className: text,
    attributes: list(record({ name: text, value: described })),
    methods: list(functionFact),
  }),
  function: record({ function: functionFact }),
  other: record({ className: text }),
});

const classFact = record({
  name: text,
  file: text,
  line: position,
  constructorParameters: list(parameter),
  methods: list(functionFact),
});

export const inventory = record(
  {
    file: text,
    functions: list(functionFact),
    classes: list(classFact),
    values: list(record({ name: text, value: description })),
    standIns: list(text),
  },
  { failed: list(record({ line: position, endLine: position, at: position, message: text })) },
);
