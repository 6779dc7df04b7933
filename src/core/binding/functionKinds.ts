import type { FunctionFact, ParameterFact } from './inventory';
import { roleOfArgument, type FunctionKind } from './roles';

/** The table of function names: what a function of a model file is for, and what the values it returns are called. */

const never =
  /(numerical|numeric|num_?grad|finite|grad(ient)?s?_?check|check_?grad|^check|^test|plot|show|print|display|draw|train|^fit|^_fit|optimi[sz]|update|accuracy|evaluate|save|random_?mini|mini_?batch|normali[sz]|step|^sgd|adam|momentum|rmsprop|^main|^run|descent|sample|clip|shuffle|split|encode|decision|vector_to|to_vector|dictionary|unroll|zero_?grad|one_?hot|confusion|score$)/i;
const costWords =
  /(cost|loss|error|cross_?ent|^j$|^j_|objective|mse|rmse|nll|bce|criterion|log_?likelihood|hinge|squared)/i;
const backwardWords =
  /(back_?prop|backward|back_?pass|bprop|back_propag|^bptt|^backp|^grads?$|^gradients?$|_gradients?$|_grads?$|^gradient|^grad_|compute_?grad|calc(ulate)?_?grad|get_?grad|^propagate$|value_and_grad|(cost|loss)_?(and_?)?grads?|forward_?backward|^fb$|deriv)/i;
const forwardWords =
  /(forward|feed_?forward|feedforward|fprop|fwd|predict|hypothesis|^model$|^net$|inference|^propagation$|^__call__$|^call$|^score[s]?$|^outputs?$|^think$|^query$|^infer$|^guess$|^respond$|^activate$|^evaluate_network$|^run_network$|^neural_?net(work)?$|^nn$|^h$|^f$)/i;
const initializeWords =
  /^_*((init|initiali[sz]e|initiali[sz]ation|random_?init|rand_?init|xavier_?init|he_?init)|((create|make|build|generate|get|setup|new|define)_?.*(param|weight|theta|network|model|net|layer|wb)))/i;
const dataWords =
  /^_*(load|make|generate|get|create|read|prepare|fetch|gen|build|toy|import)_?.*(data|set|xy|blobs|moons|spiral|circles|samples|mnist|iris|example|xor|planar)|^(load|data|dataset|get_data)$|data_?(loader|set)?$/i;

export function kindOfFunction(fact: Pick<FunctionFact, 'name' | 'parameters'>): FunctionKind {
  const name = fact.name;
  if (/(adam|momentum|velocity|optimizer|rmsprop|cache|state)/i.test(name) && initializeWords.test(name))
    return 'other';
  if (/^_*(zero|reset|clear)_?(the_)?(grads?|gradients?)$/i.test(name)) {
    return requiredOf(fact).length === 0 ? 'reset' : 'other';
  }
  if (fact.parameters.some((parameter) => countsIterations(parameter.name))) return 'other';
  if (/^_*(softmax|sigmoid|stable_softmax|softmax_stable|logistic)$/i.test(name)) {
    return requiredOf(fact).length === 1 ? 'activation' : 'other';
  }
  if (initializeWords.test(name) && !costWords.test(name)) return 'initialize';
  if (dataWords.test(name) && !never.test(name.replace(/train|test|split|sample|normali[sz]ed?/gi, '')))
    return 'data';
  if (never.test(name)) return /^(train_?loss|loss_?step)$/i.test(name) ? 'cost' : 'other';
  if (costWords.test(name) && /(prime|deriv|backward|^d_|delta|_grad(ient)?s?$)/i.test(name)) {
    return takesUpstreamOnly(fact) ? 'costDerivative' : 'backward';
  }
  // `grad_reverse_forward`.
  if (
    backwardWords.test(name) &&
    !/(^|_)(forward|fwd)$|[a-z]Forward$/.test(name) &&
    !/(sigmoid|relu|tanh|softmax|activation)_?(grad|deriv|prime|backward)/i.test(name)
  ) {
    return 'backward';
  }
  if (costWords.test(name)) return 'cost';
  if (forwardWords.test(name)) return 'forward';
  return 'other';
}

/** A function that is told how often to go round trains; it is no part of one evaluation. */
function countsIterations(name: string): boolean {
  return /^(num_?iter\w*|n_?iter\w*|iterations?|max_?iter\w*|epochs?|n_?epochs?|num_?epochs?|print_cost)$/i.test(
    name,
  );
}

/** The derivative of a cost by the network's output: takes only the output and the labels. */
function takesUpstreamOnly(fact: Pick<FunctionFact, 'parameters'>): boolean {
  const roles = requiredOf(fact).map((parameter) => roleOfArgument(parameter.name, 'cost'));
  return (
    roles.length <= 3 &&
    roles.every((role) => role === 'output' || role === 'labels' || role === 'exampleCount')
  );
}

export function requiredOf(fact: Pick<FunctionFact, 'parameters'>): readonly ParameterFact[] {
  return fact.parameters.filter(
    (parameter) =>
      parameter.default === undefined && parameter.kind !== 'rest' && parameter.kind !== 'rest-keyword',
  );
}

/** Takes the gradient of what follows it: one layer's backward step, not the model's. */
export function takesUpstream(fact: FunctionFact): boolean {
  return requiredOf(fact).some((parameter) => roleOfArgument(parameter.name, 'backward') === 'upstream');
}

/** A step of one layer, as `linear_forward(A_prev, W, b)`. */
export function isLayerStep(fact: FunctionFact): boolean {
  return (
    takesUpstream(fact) ||
    fact.parameters.some((parameter) =>
      /^(a_?prev|prev_?a|z|prev|a_?slice_?prev|x_?pad)$/i.test(parameter.name),
    ) ||
    (/^_*(linear|relu|sigmoid|tanh|softmax|conv|pool|affine|batch_?norm|activation|dense|fc|linear_activation)_/i.test(
      fact.name,
    ) &&
      !/loss|cost|net|regression/i.test(fact.name))
  );
}

/** Names of classes that stand for one layer, and for a whole network. */
export const layerClass =
  /(layer|dense|linear|relu|sigmoid|tanh|conv|affine|softmax|activation|loss|dropout|batchnorm|pool|flatten|optimizer|sgd|adam|mse|entropy)/i;
export const networkClass =
  /(net|network|model|mlp|nn|perceptron|regress|classifier|autoencoder|sequential)/i;

/** What a returned expression is called after: a cost, gradients, the network's output, or something else. */
export function roleOfResult(text: string): 'cost' | 'gradients' | 'output' | 'cache' | null {
  const name = text.trim().replace(/^(np\.squeeze|float|self\.)\(?(.*?)\)?$/, '$2');
  if (
    /^(cost|loss|j|total_?(loss|cost)|data_?loss|error|err|l|nll|e|mse|bce|c|obj|objective)(\d*|_\w+|\s*\/.*)$/i.test(
      name,
    ) ||
    /(cost|loss)$/i.test(name)
  ) {
    return /^d_?(loss|cost|l|j)$/i.test(name) ? null : 'cost';
  }
  if (/^_*(grads?|gradients?|d_?params|nablas?)/i.test(name) || /_(grads?|gradients?)$/i.test(name))
    return 'gradients';
  if (/^(d_?[wbuv]\w*|nabla_?\w+|d_?theta\w*|d_?gamma|d_?beta|d_?weights\w*|d_?bias\w*)$/i.test(name))
    return 'gradients';
  if (/^\(?(d_?[wbuv]\w*|nabla_?\w+)\s*,/i.test(name) || /^[[{].*["']?d_?[wb]/i.test(name))
    return 'gradients';
  const role = roleOfArgument(name);
  return role === 'output' || role === 'cache' ? role : null;
}
