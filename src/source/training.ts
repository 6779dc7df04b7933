import type { OutlineFunction, PythonOutline, Statement } from './outline';
import type { CallFact, StatementFacts } from './statements';

/** Telling what trains from what only defines, loads or initialises. */

const trainingName =
  /^(train|training|fit|learn|main|run|sgd|optimi[sz]e|minimi[sz]e|run_training|start_training|do_training|teach|gradient_?descent\w*|\w*_gradient_?descent|batch_gd|mini_?batch_gd|fmin\w*|train_(model|network|net|nn|step|epoch|loop|one_epoch|batch|mini_?batch|on_batch|test|and_\w+)|(nn|model|network|net|mlp)_?train|L_layer_model|two_layer_model|nn_model|model_train|fit_model|SGD)$/i;
const preparation =
  /(scaler|encoder|enc$|pca|lb$|normali[sz]er|transformer|vectori[sz]er|ohe|imputer|binari[sz]er|tokeni[sz]er)/i;
/** Classes whose objects are fitted to data without being trained; narrower, as `TransformerModel` is a network. */
const preparingClass = /(Scaler|(Label|OneHot|Ordinal)Encoder|PCA|Imputer|Binarizer|Normalizer|Vectorizer)$/;
const backwardName = /(back_?prop|backward|back_?pass|gradients?$|_grads?$|^grads?$|propagate$)/i;
const forwardName =
  /(forward|feed_?forward|fprop|predict|compute_(cost|loss)|^(cost|loss)$|cost_function|loss_fun)/i;
const updateName = /(update(_|$)|^update|step$|^step|apply_grad|train|optimi[sz]e)/i;
const numericRoot = /^(np|numpy|math|random|rng|jnp|torch|tf|scipy|pd|plt|os|sys|time|datetime)$/;
const iterations =
  /^(num_?iter\w*|n_?iter\w*|iterations?|max_?iter\w*|epochs?|n_?epochs?|num_?epochs?|number_of_epochs|steps|n_steps|num_steps|print_cost|print_every)$/i;
const epochLoop = /(epoch|iteration|n_?iter|num_?iter|max_?iter|steps?\b)/i;

/** What of a file trains: its functions, methods and classes, by name. */
export interface Trainers {
  readonly functions: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** Values that are fitted to data and then transform them, as `sc = StandardScaler()`. */
  readonly preparers: ReadonlySet<string>;
}

/** Functions whose loops train, and those that call them. */
export function trainersOf(outline: PythonOutline): Trainers {
  const functions = new Set<string>();
  const methods = new Set<string>();
  const classes = new Set(outline.classes.map((fact) => fact.name));
  const setOf = (fact: OutlineFunction): Set<string> => (fact.className === null ? functions : methods);
  const named = outline.functions.filter((fact) => fact.name !== '__init__');
  for (const fact of named) if (fact.loops.some(loopTrains)) setOf(fact).add(fact.name);
  for (let grown = true; grown;) {
    grown = false;
    for (const fact of named) {
      if (setOf(fact).has(fact.name)) continue;
      const calls = fact.facts.calls.some((call) => call.root === call.text && functions.has(call.name));
      if (!calls) continue;
      setOf(fact).add(fact.name);
      grown = true;
    }
  }
  return { functions, methods, classes, preparers: preparersOf(outline) };
}

/** What transforms data somewhere in the file, or is made by a class named after that. */
function preparersOf({ statements, functions }: PythonOutline): ReadonlySet<string> {
  const facts = [...statements, ...functions].map((one) => one.facts);
  const used = facts.flatMap(({ calls }) =>
    calls.filter(({ name }) => /^(fit_|inverse_)?transform$/.test(name)).map(({ root }) => root),
  );
  const made = facts.flatMap(({ binds, calls }) =>
    calls.length === 1 && preparingClass.test(calls[0]!.name) ? [...binds] : [],
  );
  return new Set([...used, ...made]);
}

/** A loop with a step of the parameters, and gradients or a count of epochs to go with it. */
function loopTrains(facts: StatementFacts): boolean {
  const calls = ownCalls(facts);
  const updates = calls.some((call) => updateName.test(call.name)) || facts.steps.some(looksTrained);
  const gradients = calls.some((call) => backwardName.test(call.name) || forwardName.test(call.name));
  return updates && gradients;
}

/** Why a top-level loop is not run; null if it only builds data or parameters. */
export function loopReason(statement: Statement): string | null {
  const { facts, head } = statement;
  const calls = ownCalls(facts);
  const trains =
    calls.some(
      (call) => backwardName.test(call.name) || updateName.test(call.name) || trainingName.test(call.name),
    ) || facts.steps.some(looksTrained);
  if (trains) return 'it is a loop that trains';
  if (calls.some((call) => forwardName.test(call.name))) return 'it is a loop that runs the model';
  const gradients = [...facts.binds].some((name) =>
    /^(d[_A-Z]\w*|d[wb]\d*|grads?\w*|gradients?\w*|\w*delta\w*|\w+_grads?)$/.test(name),
  );
  if (gradients && epochLoop.test(head)) return 'it is a loop that trains';
  return statement.kind === 'while' && /^while\s+(True|1)\s*$/.test(head.trim())
    ? 'it is a loop without an end'
    : null;
}

/** The call because of which a statement is not run; null if none trains. */
export function trainingCall(facts: StatementFacts, trainers: Trainers): CallFact | null {
  return (
    facts.calls.find((call) => {
      const plain = call.root === call.text;
      if (numericRoot.test(call.root) && !/^(fmin|minimize)/.test(call.name)) return false;
      if (plain && trainers.functions.has(call.name)) return true;
      const iterates = call.keywords.some((word) => iterations.test(word));
      if (!plain && trainers.preparers.has(call.root) && !iterates) return false;
      if (!plain && (preparation.test(call.root) || preparation.test(call.text))) return false;
      if (!plain && trainers.methods.has(call.name)) return true;
      if (plain && (trainers.classes.has(call.name) || /^[A-Z][a-z]/.test(call.name))) return false;
      return trainingName.test(call.name) || (iterates && !/^(make|load|init)/.test(call.name));
    }) ?? null
  );
}

/** Calls of the file's own functions and methods, as far as names tell. */
function ownCalls(facts: StatementFacts): readonly CallFact[] {
  return facts.calls.filter((call) => {
    if (numericRoot.test(call.root) && call.root !== call.text) return false;
    return !(call.name === 'update' && preparation.test(call.root)) && !/^(tqdm|trange)$/.test(call.name);
  });
}

/** `W1`, `self.b`, `params["W1"]`, `weights[i]`, `theta`. */
function looksTrained(target: string): boolean {
  const bare = target.replace(/^self\./, '');
  return (
    (/^(W|w|b|theta|θ|weights?|bias(es)?|syn|params?|parameters|coef|m|c|slope|intercept|U|V)(\d|_|[a-z]{0,2}\b|\[|\.|$)/.test(
      bare,
    ) &&
      !/^(best|batch|begin|bs|count|correct)/.test(bare)) ||
    /\.(W|w|b|weights?|bias(es)?|params?|parameters)\d*(\[|$)/.test(bare)
  );
}
