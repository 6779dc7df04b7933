import { floats, integers, literal, mapping, scales, type Made } from './made';

/** A hypothesis about the shapes of a layer's arguments. Lengths differ, so that a mistaken one does not pass. */
export interface Recipe {
  /** Tried early for layers whose name and arguments this matches. */
  readonly about: RegExp;
  /** Number of examples m. */
  readonly examples: number | null;
  readonly arguments: readonly (readonly [RegExp, Made])[];
}

const input =
  /^(x|xs|a|a_?prev|prev_?a|z|h|inp|inputs?|input_?(data|tensor|array|x)|data|features?|images?|img|x_?in|acts|values|arr|tensor|logits|scores|v|u|t|s|mat|vec|x_?\d|input_?\d)$/i;
const weight = /^(w|weights?|theta|kernels?|filters?|wt|w_?\d|f|k|weight_?matrix|w_?conv)$/i;
const bias = /^(b|bias(es)?|b_?\d|b_?conv|bias_?vector)$/i;
const gamma = /^(gamma|Gamma|g|gain|scale)$/;
const beta = /^(beta|shift|offset|b|bias)$/i;

const stridePad = (names: readonly [string, string], stride: number, pad: number): Made =>
  mapping({ [names[0]]: literal(stride), [names[1]]: literal(pad) });
const convParam: readonly [RegExp, Made] = [
  /^(conv_?params?|params?|conv)$/i,
  mapping({ stride: literal(1), pad: literal(1) }),
];
const hparameters: readonly [RegExp, Made] = [
  /^(hparameters|hparams|hyper_?param\w*|hp)$/i,
  stridePad(['stride', 'pad'], 2, 1),
];
const one: readonly [RegExp, Made] = [/^(pad|padding)$/i, literal(1)];

function rows(w: Made, b: Made, x: Made = floats(5, 4)): Recipe {
  return {
    about: /affine|linear|dense|fc|fully/i,
    examples: 5,
    arguments: [
      [input, x],
      [weight, w],
      [bias, b],
    ],
  };
}

const sequence: readonly (readonly [RegExp, Made])[] = [
  [/^(x|inputs?|x_?t|xt)$/i, floats(2, 3, 4)],
  [/^(h_?0|h_?prev|prev_?h|h_?init|hidden|h|state|prev_?hidden|hprev)$/i, floats(2, 5)],
  [/^(c_?0|c_?prev|prev_?c|c)$/i, floats(2, 5)],
];
const step = [[/^(x|inputs?|x_?t|xt)$/i, floats(2, 4)] as const, ...sequence.slice(1)];

function recurrent(data: Recipe['arguments'], units: number, about: RegExp): Recipe {
  return {
    about,
    examples: 2,
    arguments: [
      ...data,
      [/^(wx|wxh|w_?xh?|w_?ih|w_?in|u)$/i, floats(4, units)],
      [/^(wh|whh|w_?hh?|w_?rec)$/i, floats(5, units)],
      [/^(b|bh|b_?h|bias)$/i, floats(units)],
      [/^wattn$/i, floats(5, units)],
      [/^a$/, floats(2, 5, 4, 4)],
    ],
  };
}

const stepWeights = (gates: readonly string[], inputs: readonly number[]): Made =>
  mapping({
    ...Object.fromEntries(
      gates.flatMap((gate) => [
        [`W${gate}`, floats(...inputs)],
        [`b${gate}`, floats(inputs[0]!, 1)],
      ]),
    ),
    Wy: floats(2, inputs[0]!),
    by: floats(2, 1),
  });
const simpleCell = mapping({
  Wax: floats(5, 3),
  Waa: floats(5, 5),
  Wya: floats(2, 5),
  ba: floats(5, 1),
  by: floats(2, 1),
});
const longCell = stepWeights(['f', 'i', 'c', 'o'], [5, 8]);

/** Recurrent cells on columns: (features, examples), and (features, examples, time). */
function columnsRecurrent(parameters: Made, about: RegExp): Recipe {
  return {
    about,
    examples: 4,
    arguments: [
      [/^(xt|x_?t)$/i, floats(3, 4)],
      [/^x$/i, floats(3, 4, 6)],
      [/^(a_?0|a_?prev|c_?prev|h_?prev|a|c_?0)$/i, floats(5, 4)],
      [/^param\w*$/i, parameters],
    ],
  };
}

const image = floats(3, 2, 5, 5);
const channelsLast = floats(3, 5, 5, 2);
const pooling = mapping({
  pool_height: literal(2),
  pool_width: literal(2),
  pool_size: literal(2),
  stride: literal(2),
});
const window: readonly (readonly [RegExp, Made])[] = [
  [/^(pool_?param\w*|param\w*)$/i, pooling],
  [/^(hparameters|hparams|hyper_?param\w*|hp)$/i, mapping({ f: literal(2), stride: literal(2) })],
  [/^mode$/i, literal('max')],
  [/^(f|k|size|pool_?(size|h|w|height|width)|kernel_?size|filter_?size|hh|ww)$/i, literal(2)],
  [/^strides?$/i, literal(2)],
];

/** All hypotheses, the usual ones first. */
export const recipes: readonly Recipe[] = [
  rows(floats(4, 3), floats(3)),
  rows(floats(4, 3), floats(1, 3)),
  {
    about: /linear/i,
    examples: 5,
    arguments: [
      [input, floats(4, 5)],
      [weight, floats(3, 4)],
      [bias, floats(3, 1)],
    ],
  },
  rows(floats(3, 4), floats(3)),
  rows(floats(3, 4), floats(1, 3)),
  {
    about: /spatial|group/i,
    examples: 3,
    arguments: [
      [input, floats(3, 4, 2, 2)],
      [gamma, scales(4)],
      [beta, floats(4)],
    ],
  },
  {
    about: /spatial|group/i,
    examples: 3,
    arguments: [
      [input, floats(3, 4, 2, 2)],
      [gamma, scales(1, 4, 1, 1)],
      [beta, floats(1, 4, 1, 1)],
    ],
  },
  {
    about: /norm|^(?=.*gamma)(?=.*beta)/i,
    examples: 5,
    arguments: [
      [input, floats(5, 4)],
      [gamma, scales(4)],
      [beta, floats(4)],
    ],
  },
  {
    about: /norm/i,
    examples: 5,
    arguments: [
      [input, floats(5, 4)],
      [gamma, scales(1, 4)],
      [beta, floats(1, 4)],
    ],
  },
  {
    about: /norm/i,
    examples: 5,
    arguments: [
      [input, floats(4, 5)],
      [gamma, scales(4, 1)],
      [beta, floats(4, 1)],
    ],
  },
  recurrent(sequence, 5, /rnn|recurrent|h_?0/i),
  recurrent(step, 5, /rnn.*step|step.*rnn|prev_?h|h_?prev/i),
  recurrent(sequence, 20, /lstm/i),
  recurrent(step, 20, /lstm.*step|lstm.*prev_?c/i),
  columnsRecurrent(simpleCell, /rnn.*(xt|a_?0|a_?prev).*param/i),
  columnsRecurrent(longCell, /lstm.*(xt|a_?0|a_?prev|c_?prev).*param/i),
  {
    about: /temporal|time|sequence/i,
    examples: 5,
    arguments: [
      [input, floats(5, 2, 4)],
      [weight, floats(4, 3)],
      [bias, floats(3)],
    ],
  },
  {
    about: /embed|lookup|word/i,
    examples: null,
    arguments: [
      [/^(x|inputs?|idx|ind(ex|ices)|tokens?|words?|ids?)$/i, integers(4, 5, 3)],
      [/^(w|weights?|embeddings?|e|table|emb)$/i, floats(4, 2)],
    ],
  },
  {
    about: /embed|lookup|word/i,
    examples: null,
    arguments: [
      [/^(x|inputs?|idx|ind(ex|ices)|tokens?|words?|ids?)$/i, integers(4, 6)],
      [/^(w|weights?|embeddings?|e|table|emb)$/i, floats(4, 2)],
    ],
  },
  // Channels last before channels first: the former have names of their own.
  {
    about: /pool.*(hparam|a_?prev)/i,
    examples: 3,
    arguments: [...window, [input, floats(3, 4, 4, 2)]],
  },
  {
    about: /conv.*(hparam|a_?prev)/i,
    examples: 3,
    arguments: [
      hparameters,
      convParam,
      [input, channelsLast],
      [weight, floats(3, 3, 2, 4)],
      [bias, floats(1, 1, 1, 4)],
    ],
  },
  {
    about: /pool/i,
    examples: 3,
    arguments: [...window, [input, floats(3, 2, 4, 4)]],
  },
  { about: /pool/i, examples: null, arguments: [...window, [input, floats(2, 4, 4)]] },
  { about: /pool/i, examples: null, arguments: [...window, [input, floats(4, 6)]] },
  {
    about: /conv/i,
    examples: 3,
    arguments: [convParam, one, [input, image], [weight, floats(4, 2, 3, 3)], [bias, floats(4)]],
  },
  {
    about: /conv/i,
    examples: 3,
    arguments: [convParam, one, [input, image], [weight, floats(4, 2, 3, 3)], [bias, floats(4, 1)]],
  },
  {
    about: /conv/i,
    examples: null,
    arguments: [convParam, [input, floats(2, 5, 6)], [weight, floats(4, 2, 3, 3)], [bias, floats(4)]],
  },
  {
    about: /conv/i,
    examples: null,
    arguments: [convParam, [input, floats(5, 6)], [weight, floats(3, 3)], [bias, floats()]],
  },
  {
    about: /conv.*1d|temporal_?conv/i,
    examples: 3,
    arguments: [convParam, [input, floats(3, 2, 6)], [weight, floats(4, 2, 3)], [bias, floats(4)]],
  },
  {
    about: /conv.*1d/i,
    examples: null,
    arguments: [convParam, [input, floats(8)], [weight, floats(3)], [bias, floats()]],
  },
  {
    about: /attention|attn|self|^.*\bq\b.*\bk\b/i,
    examples: 2,
    arguments: [
      [/^(q|queries|query)$/i, floats(2, 3, 4)],
      [/^(k|keys?)$/i, floats(2, 5, 4)],
      [/^(v|values?)$/i, floats(2, 5, 4)],
      [/^(x|inputs?)$/i, floats(2, 3, 4)],
      [/^w_?[qkvo](_?proj)?$/i, floats(4, 4)],
      [/^b_?[qkvo]$/i, floats(4)],
    ],
  },
  {
    about: /attention|attn|self|^.*\bq\b.*\bk\b/i,
    examples: null,
    arguments: [
      [/^(q|queries|query)$/i, floats(3, 4)],
      [/^(k|keys?)$/i, floats(5, 4)],
      [/^(v|values?)$/i, floats(5, 2)],
      [/^(x|inputs?)$/i, floats(3, 4)],
      [/^w_?[qkvo](_?proj)?$/i, floats(4, 4)],
    ],
  },
  // Two arrays of the same shape, as for a sum or a gate.
  {
    about: /add|residual|skip|mul|gate/i,
    examples: 5,
    arguments: [[/^(x|y|a|b|x_?\d|left|right|first|second|skip|residual|fx)$/i, floats(5, 4)]],
  },
  // One example as a column, as a vector.
  {
    about: /^$/,
    examples: 1,
    arguments: [
      [input, floats(4, 1)],
      [weight, floats(3, 4)],
      [bias, floats(3, 1)],
    ],
  },
  {
    about: /^$/,
    examples: 1,
    arguments: [
      [input, floats(4)],
      [weight, floats(3, 4)],
      [bias, floats(3)],
    ],
  },
  {
    about: /^$/,
    examples: 1,
    arguments: [
      [input, floats(4)],
      [weight, floats(4, 3)],
      [bias, floats(3)],
    ],
  },
];

/** One array of whatever name, for elementwise functions. */
export const anything: readonly Recipe[] = [
  { about: /./, examples: 5, arguments: [[/./, floats(5, 4)]] },
  { about: /./, examples: null, arguments: [[/./, floats(6)]] },
  { about: /./, examples: 3, arguments: [[/./, floats(3, 2, 4, 4)]] },
  { about: /./, examples: null, arguments: [[/./, floats()]] },
];
