import type { FunctionFact } from './inventory';
import { looksLikeParameter, wordsOf } from './names';

/** The table of argument names: what an argument of a function is for. */

export type Role =
  | 'parameters'
  | 'inputs'
  | 'labels'
  | 'output'
  | 'cache'
  | 'cost'
  | 'gradients'
  | 'upstream'
  | 'regularization'
  | 'keep'
  | 'dropout'
  | 'learningRate'
  | 'exampleCount'
  | 'inputSize'
  | 'hiddenSize'
  | 'outputSize'
  | 'layerSizes'
  | 'hiddenSizes'
  | 'depth'
  | 'activation'
  | 'training'
  | 'seed'
  | 'scale'
  | 'iterations'
  | 'state';

/**
 * An `activation` turns the values of the last layer into the network's output; a `reset` clears gradients; an `update`
 * changes the parameters by one step of training.
 */
export type FunctionKind =
  | 'initialize'
  | 'forward'
  | 'activation'
  | 'cost'
  | 'costDerivative'
  | 'backward'
  | 'reset'
  | 'update'
  | 'data'
  | 'other';

/** Words that say which part of the data is meant, not what it is. */
const affixes =
  /^(train|training|test|dev|val|valid|batch|mini|minibatch|set|tr|te|cur|current|norm|normalized|flat|flatten|flattened|scaled|array|arr|mat|matrix|vec|vector|list|lists|i|b|ex|sub|small|all|new|in|orig|nn|initial|unrolled|rolled|values|dict|trained)$/;

const argumentRoles: readonly (readonly [Role, RegExp])[] = [
  [
    'parameters',
    /^(params?|parameters?|thetas?|θ|weights?|ws|model|network|net|vars|weights_biases|learnables?|param_dict|params_dict|parameters_dict)$/,
  ],
  [
    'labels',
    /^(ys?|ts?|labels?|targets?|tgt|classes|truths?|ground_truth|gt|y_?true|trues?|actuals?|expected|desired|answers?|y_?(onehot|one_hot|oh|enc|encoded|hot)|one_?hot|onehot_y|y_labels?|target_outputs?|expected_outputs?|correct|y_real|real|outputs_true|y_actual)$/,
  ],
  [
    'output',
    /^(al|as?|a_?l|y_?hats?|y_?preds?|y_?predictions?|y_?predicted|y_?outs?|preds?|predictions?|predicted|probs?|probabilities|p|scores?|logits?|outputs?|outs?|hs?|hyp|hypothesis|o|os|zl|output_activations?|activations?_?l?|a_?out|a_?last|final_output|result|y_?prob|y_?score|y_?p|yh)$/,
  ],
  [
    'inputs',
    /^(xs?|a_?0|inputs?|input_data|x_data|data_?x|features?|samples?|images?|imgs?|examples?|data|dataset|observations?|input_x|x_?in|points?)$/,
  ],
  [
    'cache',
    /^(caches?|cached|memory|memo|intermediates?|ctx|context|store|forward_?(cache|pass|results?|values?)|values|layer_?outputs|zs_as|tape|saved)$/,
  ],
  ['cost', /^(costs?|loss(es)?|j)$/],
  ['gradients', /^(grads?|gradients?)$/],
  [
    'upstream',
    /^(d_?(outs?|a|z|y|al|zl|y_?hat|output|loss|l|scores?|logits?|cost|x)|d_?[az]_?(l|prev|next|cur|curr)?\d*|grads?_?(out|outs|output|outputs|in|input|y|loss|z|a|l)|(output|out|upstream|upper|incoming|loss|top|next)_?(grads?|gradients?|errors?|deltas?|diff)|deltas?|error_?signal|errors?|dupstream|upstream|dvalues|gradient_output|gradoutput|grads?_?wrt_?\w+|accum_?grads?|eta_?prev)$/,
  ],
  [
    'regularization',
    /^(lambd|lambda|lambdas|lambd_?a|lmbda|lmbd|lmda|lam|lamda|reg|regs|l2|l1|l2_?(reg|lambda|penalty|strength)|reg_?(lambda|param|strength|rate|factor|coef|coeff|l2|weight|const|constant)|lambda_?(reg|l2|param|_)?|weight_?decay|regularization|regularisation|regularizer|regulariser|regularization_?(strength|rate|param|parameter|factor|constant)|λ|alpha_?reg|decay)$/,
  ],
  ['keep', /^(keep|(dropout_?)?keep_?(prob(s|ability)?|rate|ratio)|p_?keep|keep_?p|retain_?prob)$/],
  [
    'dropout',
    /^(dropout|drop|drop_?(prob|rate|p|out)|dropout_?(prob|rate|p|ratio|probability|keep)|p_?drop(out)?|use_?dropout|do_?dropout)$/,
  ],
  ['learningRate', /^(lr|alpha|learning_?rate|eta|step_?size|rate|learn_?rate|α|η)$/],
  [
    'exampleCount',
    /^(m|n_?(samples?|examples?|points?|train)|num_?(samples?|examples?|train)|batch_?size|number_?of_?(samples?|examples?)|bs|mb)$/,
  ],
  [
    'state',
    /^(h_?(prev|0|init|state)|hprev|hidden_?state|prev_?(h|hidden|state|s)|h_?start|state|initial_?(state|hidden)|s_?prev|s0|c_?prev|cprev|init_?h|hid_?prev|a_?prev_?state)$/,
  ],
  [
    'inputSize',
    /^(n_?x|n_?(in|inputs?|features?|i|visible)|nx|d|dim|dims|d_?in|in_?(dim|size|features?|channels|units|nodes)|inputs?_?(dim|dims|size|nodes|units|layer|layer_?size|neurons|shape|features?|count|length|n|d)|num_?(inputs?|features?|in|pixels)|features?_?(dim|count|size)?|vocab_?size|vocab|dimension|dimensions|ninputs?|nfeatures?|ni|n_?feat|input_?layer_?(size|neurons|nodes|units)|fan_?in|size)$/,
  ],
  [
    'hiddenSize',
    /^(n_?h\d*|nh\d*|h_?\d*|d_?h|hid|hdim|hidden\d*|n_?hidden\d*(_?(units|nodes|neurons|layer))?|hidden_?\d*(dim|size|nodes|units|neurons|layer|layer_?\d*_?size|n|features?|count|width)\d*|hidden_?\d+|hidden_?layer_?\d*_?(size|neurons|nodes|units)|num_?(hidden|hiddens|hidden_?(units|nodes|neurons))\d*|hidden_?(dim|size|units|nodes|neurons)_?\d+|n_?(units|neurons)|units|neurons|width|state_?size|nhidden|rnn_?size|h_?(dim|size|units))$/,
  ],
  [
    'outputSize',
    /^(n_?y|ny|c|k|n_?(out|outputs?|classes|o|labels?|targets?)|no|nclasses|d_?out|out_?(dim|size|features?|channels|units|nodes)|outputs?_?(dim|dims|size|nodes|units|layer|layer_?size|neurons|shape|features?|count|n|d)|num_?(outputs?|classes|class|labels?|categories|out)|class_?(num|count)|classes_?(num|count)?|output_?layer_?(size|neurons|nodes|units)|fan_?out|noutputs?|number_?of_?classes)$/,
  ],
  [
    'layerSizes',
    /^(layers?_?(dims?|sizes?|dimensions?|units|shapes?|structure|nodes|neurons|config|spec|list|widths?)|layers?|sizes?|dims|topology|architecture|structure|nn_?(architecture|structure|layers|shape)|net_?(dims|sizes|architecture|structure|shape)|network_?(dims|sizes|shape|structure|architecture)|layer_?size_?list|units_?list|list_?of_?(sizes|layers)|neurons|layers_?size)$/,
  ],
  [
    'hiddenSizes',
    /^(hidden_?(dims|sizes|layers|layer_?sizes|layer_?dims|units_?list|sizes_?list|size_?list)|n_?hiddens|hiddens|hidden_?layers_?(sizes|dims)?)$/,
  ],
  ['depth', /^(l|n_?layers?|num_?layers?|number_?of_?layers|depth|layers?_?(num|count)|nl)$/],
  [
    'activation',
    /^(activations?|act|nonlinearity|non_?linearity|activation_?(fn|func|function|type|name)|hidden_?activation|act_?(fn|func|name|type))$/,
  ],
  ['training', /^(training|is_?train(ing)?|train_?mode|mode|train|train_?flg|is_?test)$/],
  ['seed', /^(seed|random_?(seed|state)|rng_?seed|rs)$/],
  [
    'scale',
    /^(std|stddev|weight_?(scale|std|init_?std)|sigma|scale|init_?(scale|std)|weight_?init_?std|initial_?scale|epsilon_?init|init_?epsilon|eps|epsilon)$/,
  ],
  [
    'iterations',
    /^(num_?iterations?|iterations?|n_?iter(s|ations)?|number_?of_?(training_?)?(iterations|epochs|steps)|training_?(iterations|epochs|steps)|max_?iter(s|ations)?|num_?iters?|epochs?|num_?epochs?|n_?epochs?|steps?|num_?steps|print_?cost|verbose|print_?every|epochs?_?num)$/,
  ],
];

/** What an argument of that name is for; null if the name says nothing. */
export function roleOfArgument(name: string, kind: FunctionKind = 'other'): Role | null {
  const words = wordsOf(name);
  const exact = words.join('_');
  if (/^(n|m)$/.test(name))
    return kind === 'initialize' ? (name === 'n' ? 'inputSize' : 'exampleCount') : 'exampleCount';
  if (/^(D|H|C|K)$/.test(name))
    return ({ D: 'inputSize', H: 'hiddenSize', C: 'outputSize', K: 'outputSize' } as const)[name as 'D'];
  if (kind === 'initialize') {
    // Elsewhere an `activation` is what a layer puts out; here it is the name of a function.
    if (exact === 'activation') return 'activation';
    const size = lookUp(exact, sizeRoles) ?? lookUp(exact, argumentRoles);
    if (size !== null) return size;
  }
  const direct = lookUp(exact, argumentRoles);
  if (direct === 'gradients' && kind === 'backward') return 'upstream';
  if (direct === 'output' && exact === 'p' && kind !== 'cost' && kind !== 'backward') return null;
  if (direct !== null) return direct;
  const kept = words.filter((word) => !affixes.test(word));
  if (kept.length > 0 && kept.length < words.length) {
    const role = lookUp(kept.join('_'), argumentRoles);
    if (role !== null) return role;
  }
  const fused =
    /^(xs?|ys?|ts?|data|inputs?|labels?|targets?)(train|test|batch|tr|te|val|dev|set|b|data|\d+)$/.exec(
      exact,
    );
  if (fused !== null) return lookUp(fused[1]!, argumentRoles);
  const bare = kept.join('_');
  return /^a_?\d+$/.test(bare) && bare !== 'a_0' && bare !== 'a0' ? 'output' : null;
}

/** `p` is short for probabilities, or for parameters where the function has no others but an output or inputs. */
export function roleIn(
  fact: Pick<FunctionFact, 'parameters'>,
  name: string,
  kind: FunctionKind,
): Role | null {
  const role = roleOfArgument(name, kind);
  // The outputs that a step of training is given are those it should come to.
  if (kind === 'update' && role === 'output') return 'labels';
  if (!/^p(rm|ar)?s?$/.test(name)) return role;
  const others = fact.parameters.filter((other) => other.name !== name);
  const has = (wanted: Role): boolean => others.some((other) => roleOfArgument(other.name, kind) === wanted);
  if (has('parameters') || others.some((other) => looksLikeParameter(other.name))) return role;
  const isBeside = has('inputs') || (kind !== 'forward' && has('output'));
  return isBeside ? 'parameters' : role;
}

const sizeRoles = argumentRoles.filter(([role]) => /Size|depth/.test(role));

function lookUp(name: string, table: readonly (readonly [Role, RegExp])[]): Role | null {
  return table.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}
