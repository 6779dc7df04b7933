import type { HostFailure } from '../../../src/core/failure';
import type { RunOutcome } from '../../../src/core/binding/binding';
import type {
  ClassFact,
  Description,
  FunctionFact,
  Inventory,
  ParameterFact,
} from '../../../src/core/binding/inventory';
import type { Step } from '../../../src/core/binding/plan';
import { type Dice, hostile } from './fuzz';

/** Modules that nobody wrote, in the words of those that people write; and a host that answers anything. */

const nouns =
  'W W1 W2 b b1 b2 Wx Wh theta θ params parameters weights grads gradients cache X Y x y A A1 Z1 h h_prev AL labels y_hat dout dA lr learning_rate reg m n layers layer model net loss self_ __proto__ constructor'.split(
    ' ',
  );
const verbs =
  'forward backward forward_propagation backward_propagation compute_cost cost loss loss_fn gradient gradients grad compute_gradients gradient_lens gradientLens sigmoid relu relu_backward affine_forward affine_backward softmax initialize_parameters init_params update update_parameters step train predict objective f fit L_model_forward'.split(
    ' ',
  );

export function anyDescription(dice: Dice, depth = 3): Description {
  const many = <Item>(make: () => Item): Item[] => Array.from({ length: dice.below(4) }, make);
  const number = () => dice.of([0, 1, 0.5, -2, 8, 1e300, 'NaN', 'Infinity'] as const);
  const inner = () => anyDescription(dice, depth - 1);
  switch (dice.below(depth > 0 ? 14 : 8)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return {
        type: 'array',
        container: dice.of(['array', 'list', 'typed-array', 'matrix'] as const),
        shape: many(() => dice.of([0, 1, 2, 3, 4, 8, 1e6])),
        dtype: dice.of(['float64', 'float32', 'int64', 'bool', 'complex128', 'object', '']),
        ...(dice.below(2) === 0 && { min: number(), max: number(), integerValued: dice.below(2) === 0 }),
        identity: dice.below(5),
      };
    case 4:
      return { type: 'number', value: number(), integer: dice.below(2) === 0 };
    case 5:
      return { type: 'none' };
    case 6:
      return dice.of([
        { type: 'text', value: 'relu' },
        { type: 'boolean', value: true },
      ] as const);
    case 7:
      return { type: 'other', className: dice.of(['complex', 'Generator', '', '__proto__']) };
    case 8:
    case 9: {
      const entries = many(() => ({ key: dice.of<string | number>([...nouns, 0, 1, -1]), value: inner() }));
      return { type: 'mapping', length: entries.length, entries };
    }
    case 10:
    case 11: {
      const items = many(inner);
      return { type: 'sequence', kind: dice.of(['list', 'tuple'] as const), length: items.length, items };
    }
    case 12:
      return {
        type: 'object',
        className: dice.of(['Net', 'Linear', 'Model', 'Loss']),
        attributes: many(() => ({ name: dice.of(nouns), value: inner() })),
        methods: many(() => anyFunction(dice, depth - 1)),
      };
    default:
      return { type: 'function', function: anyFunction(dice, depth - 1) };
  }
}

function anyParameters(dice: Dice, depth: number): ParameterFact[] {
  return Array.from({ length: dice.below(5) }, () => ({
    name: dice.of(nouns),
    kind: dice.of(['positional', 'positional', 'positional', 'keyword', 'rest', 'rest-keyword'] as const),
    ...(dice.below(3) === 0 && { default: anyDescription(dice, depth - 1) }),
  }));
}

function anyFunction(dice: Dice, depth: number): FunctionFact {
  const line = 1 + dice.below(50);
  return {
    name: dice.of([...verbs, ...verbs, ...nouns]),
    parameters: anyParameters(dice, depth),
    file: dice.of(['/m/model.py', '/m/model.py', '/m/other.py']),
    line,
    endLine: line + dice.below(9),
    returns: Array.from({ length: dice.below(3) }, () =>
      Array.from({ length: dice.below(3) }, () => dice.of([...nouns, 'd' + dice.of(nouns), '1 +', '{'])),
    ),
    ...(dice.below(2) === 0 && { uses: Array.from({ length: dice.below(4) }, () => dice.of(verbs)) }),
  };
}

export function anyInventory(dice: Dice): Inventory {
  const several = <Item>(most: number, make: () => Item): Item[] =>
    Array.from({ length: dice.below(most) }, make);
  return {
    file: '/m/model.py',
    functions: several(8, () => anyFunction(dice, 2)),
    classes: several(3, (): ClassFact => ({
      name: dice.of(['Net', 'Linear', 'ReLU', 'Model', 'CrossEntropyLoss']),
      file: '/m/model.py',
      line: 1 + dice.below(50),
      constructorParameters: anyParameters(dice, 2),
      methods: several(6, () => anyFunction(dice, 2)),
    })),
    values: several(9, () => ({ name: dice.of(nouns), value: anyDescription(dice) })),
    standIns: [],
  };
}

const kinds = ['exception', 'exit', 'missing-module', 'timeout', 'memory', 'result', 'internal'] as const;

/** What a run of steps comes to: often a failure, as where a way to call is tried that is not meant. */
export function anyOutcome(dice: Dice, steps: readonly Step[]): RunOutcome {
  if (dice.below(3) > 0) return { ok: true, results: steps.map(() => anyDescription(dice)) };
  const failure: HostFailure = {
    kind: dice.below(3) > 0 ? 'exception' : dice.of(kinds),
    message: dice.of(['shapes (2,3) and (4,) not aligned', "'W9'", '', String(hostile[19])]),
    ...(dice.below(2) === 0 && {
      type: dice.of(['ValueError', 'KeyError', 'TypeError', 'EOFError', 'ReplacedBuiltin']),
    }),
    ...(dice.below(2) === 0 && { file: '/m/model.py', line: 1 + dice.below(9), function: dice.of(verbs) }),
    ...(dice.below(4) === 0 && { found: anyDescription(dice) }),
  };
  return { ok: false, failure };
}
