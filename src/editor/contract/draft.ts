import type { BindingEntry } from '../../core/binding/binding';
import { roleOfResult } from '../../core/binding/functionKinds';
import { roleOfArgument, type Role } from '../../core/binding/roles';
import { backwardFunctions } from '../../source/backwardFunctions';
import type { OutlineFunction, PythonOutline } from '../../source/outline';
import type { ContractEntry, Dialect, NamedArgument, Setup } from './dialect';
import { madeFrom } from './made';

/** What is known about a file when its contract is written. */
export interface ContractFacts {
  /** How the file was bound, as far as that got. */
  readonly binding: readonly BindingEntry[];
  /** The tensors and what the model calls their gradients, as far as they are known. */
  readonly tensors: readonly { readonly name: string; readonly gradientName: string }[];
}

/** The contract of a model, as a snippet: what is known is filled in, what is not is a stop for the tab key. */
export class Draft {
  private stops = 0;
  private readonly receiver: string | null;
  private readonly setup: Setup[] = [];

  constructor(
    private readonly dialect: Dialect,
    private readonly outline: PythonOutline,
    private readonly text: string,
    private readonly facts: ContractFacts,
  ) {
    this.receiver = this.entry('model') === undefined ? null : 'net';
  }

  snippet(): string {
    const { dialect } = this;
    const layer = this.layer();
    if (layer !== null) return dialect.contract(this.setup, [layer]);
    this.buildModel();
    const parameters = this.stop(this.parameters());
    const { cost, gradients } = this.calls();
    const step = this.update();
    this.makeData(`${parameters} ${cost} ${gradients} ${step ?? ''}`);
    const live = { key: 'parameters', value: parameters, note: 'the live arrays' };
    if (step !== null) {
      const value = dialect.list([step, dialect.later(cost), this.stop('0.1')]);
      return dialect.contract(this.setup, [
        live,
        { key: 'step', value, note: 'one step at the rate it is given, the cost, a rate' },
      ]);
    }
    return dialect.contract(this.setup, [
      live,
      { key: 'cost', value: dialect.later(cost), note: 'a number' },
      { key: 'gradients', value: dialect.later(gradients), note: 'same names, same shapes' },
    ]);
  }

  /** One layer by itself: the first that was bound as one, or that a file without a model has. */
  private layer(): ContractEntry | null {
    const known = this.facts.binding.find(({ role }) => role === 'argument');
    const of = (role: string): OutlineFunction | null =>
      this.function(
        this.facts.binding.find((one) => one.role === role && one.subject === known?.subject)?.name,
      );
    const pair =
      known === undefined ? this.pairByName() : { forward: of('forward'), backward: of('gradients') };
    if (pair === null || pair.forward === null || pair.backward === null) return null;
    const { forward, backward } = pair;
    if (forward.className !== null || backward.className !== null) return null;
    const names = forward.parameters.filter(({ optional }) => !optional).map(({ name }) => name);
    const learned: string[] = [];
    for (const name of names) {
      const how = this.facts.binding.find((one) => one.name === name && one.subject === known?.subject)?.how;
      const made = madeFrom(how ?? '');
      if (made !== null) this.setup.push({ name, value: this.stop(this.dialect.made(made)) });
      if (made === null || made.kind === 'normal') learned.push(name);
    }
    const { list, text } = this.dialect;
    return {
      key: 'layer',
      value: list([forward.name, backward.name, this.stop(list(names)), this.stop(list(learned.map(text)))]),
      note: 'forward, backward, arguments, those with a gradient',
    };
  }

  /** `affine_forward` and `affine_backward`, where nothing computes the gradients of a whole model. */
  private pairByName(): {
    readonly forward: OutlineFunction;
    readonly backward: OutlineFunction | null;
  } | null {
    if (this.facts.binding.length > 0 || backwardFunctions(this.outline).length > 0) return null;
    const forward = this.outline.functions.find(
      (fact) =>
        !fact.nested && /_?forward$/i.test(fact.name) && this.function(backwardOf(fact.name)) !== null,
    );
    return forward === undefined ? null : { forward, backward: this.function(backwardOf(forward.name)) };
  }

  /** A step of training that changes the parameters, as a function of the learning rate. */
  private update(): string | null {
    const update = this.function(
      this.facts.binding.find(({ role }) => role === 'update' || role === 'cost and update')?.name,
    );
    if (update === null) return null;
    const rate = update.parameters.find(({ name }) => roleOfArgument(name) === 'learningRate')?.name;
    const values = update.parameters
      .filter(({ name, optional }) => !optional || name === rate || roleOfArgument(name) === 'labels')
      .map(({ name }) => (name === rate ? 'rate' : this.argument(name, null)));
    const owner = update.className === null || this.receiver === null ? '' : `${this.receiver}.`;
    const call = this.stop(`${owner}${update.name}(${values.join(', ')})`);
    return rate === undefined ? this.dialect.later(call) : this.dialect.given('rate', call);
  }

  /** The object whose methods are called, and parameters that a function returns. */
  private buildModel(): void {
    const model = this.entry('model');
    if (model !== undefined) {
      const built = /^built: \w+\((.*)\)$/s.exec(model.how);
      const value =
        built === null
          ? model.name
          : this.dialect.construct(
              model.name,
              namedArguments(built[1] ?? ''),
              this.argumentsOf('constructor', model.name),
            );
      this.setup.push({ name: 'net', value: this.stop(value) });
    }
    const parameters = this.entry('parameters');
    const called = parameters && /^called with (.*)$/.exec(parameters.how);
    if (parameters && called) {
      const value = this.dialect.call(
        parameters.name,
        namedArguments(called[1]!),
        this.argumentsOf(parameters.name),
      );
      this.setup.push({ name: 'parameters', value: this.stop(value) });
    }
  }

  /** Inputs and labels that the check had to make, under the names that the calls use. */
  private makeData(calls: string): void {
    for (const role of ['inputs', 'labels'] as const) {
      const made = madeFrom(this.entry(role)?.how ?? '');
      const name = [...this.wanted].find(([, wanted]) => wanted === role)?.[0];
      if (made === null || name === undefined || !calls.includes(name)) continue;
      if (this.dialect.self === 'self' && !/\bas np\b/.test(this.text)) continue;
      this.setup.push({ name, value: this.stop(this.dialect.made(made)) });
    }
  }

  /** Names that calls use without the file having a value of that name. */
  private readonly wanted = new Map<string, Role>();

  private calls(): { readonly cost: string; readonly gradients: string } {
    const both = this.function(this.entry('cost and gradients')?.name);
    if (both !== null) {
      const texts = this.resultsOf(both);
      const gradients = texts.findIndex(({ text }) => roleOfResult(text) === 'gradients');
      const at = gradients < 0 ? 1 : gradients;
      const part = (index: number): string => `${this.call(both)}${texts[index]?.access ?? `[${index}]`}`;
      return { cost: this.stop(part(at === 0 ? 1 : 0)), gradients: this.stop(part(at)) };
    }
    const forward = this.function(this.entry('forward')?.name);
    const cost = this.function(this.entry('cost')?.name) ?? this.guess('cost');
    const backward = this.function(this.entry('gradients')?.name) ?? this.guess('gradients');
    return {
      cost: this.stop(cost === null ? 'cost(X, y)' : this.call(cost, forward)),
      gradients: this.stop(backward === null ? 'gradients(X, y)' : this.gradientsOf(backward, forward)),
    };
  }

  /** What the backward function returns, or keeps in its object, by the names of the parameters. */
  private gradientsOf(backward: OutlineFunction, forward: OutlineFunction | null): string {
    const call = this.call(backward, forward);
    const [texts = []] = backward.returns;
    const returned = texts.map((text) => this.tensorOf(text.trim()));
    if (texts.length > 1 && returned.every((name) => name !== null))
      return this.dialect.named(returned as string[], call);
    const keeps = this.receiver !== null && !texts.some((text) => roleOfResult(text) === 'gradients');
    if (!keeps || this.facts.tensors.length === 0) return call;
    const kept = this.facts.tensors.map(
      ({ name, gradientName }) => [name, `${this.receiver}.${gradientName}`] as const,
    );
    const before = forward !== null && forward.className !== null ? [this.call(forward)] : [];
    return this.dialect.sequence([...before, call, this.dialect.mapping(kept)]);
  }

  /** The tensor whose gradient goes by that name. */
  private tensorOf(gradient: string): string | null {
    const bare = gradient.replace(/^(d_?|grad_|nabla_|g_)/, '');
    return (
      this.facts.tensors.find((tensor) => tensor.gradientName === gradient || tensor.name === bare)?.name ??
      null
    );
  }

  private parameters(): string {
    if (this.setup.some(({ name }) => name === 'parameters')) return 'parameters';
    if (this.receiver !== null) {
      const attribute = new RegExp(`\\b${this.dialect.self}\\.(params|parameters)\\b`).exec(this.text)?.[1];
      if (attribute !== undefined) return `${this.receiver}.${attribute}`;
    }
    const name = this.known('parameters');
    if (name !== null && !this.facts.tensors.some((tensor) => tensor.name === name)) return name;
    const owner = this.receiver === null ? '' : `${this.receiver}.`;
    const paths = this.facts.tensors.map((tensor) => tensor.name).filter(isPath);
    const own = paths.length === 0 ? ['W1', 'b1'] : paths;
    return this.dialect.mapping(own.map((tensor) => [tensor, `${owner}${tensor}`] as const));
  }

  /** A call with what is known for its arguments; what an earlier call returns is written as that call. */
  private call(of: OutlineFunction, before: OutlineFunction | null = null): string {
    const values = of.parameters
      .filter(({ name, optional }) => !optional || roleOfArgument(name) === 'labels')
      .map(({ name }) => this.argument(name, before));
    const owner = of.className === null || this.receiver === null ? '' : `${this.receiver}.`;
    return `${owner}${of.name}(${values.join(', ')})`;
  }

  private argument(name: string, before: OutlineFunction | null): string {
    const role = roleOfArgument(name);
    if (role === 'parameters' && this.setup.some((line) => line.name === 'parameters')) return 'parameters';
    if (role === 'parameters' || role === 'inputs' || role === 'labels') {
      const known = this.known(role);
      if (known === null) this.wanted.set(name, role);
      return known ?? name;
    }
    if (before === null) return name;
    const texts = this.resultsOf(before);
    const same = texts.filter(({ text }) => text.toLowerCase() === name.toLowerCase());
    if (same.length === 1 && texts.length > 1) return `${this.call(before)}${same[0]!.access}`;
    if (role !== 'output' && role !== 'cache') return name;
    const result = texts.find(({ text }) => (roleOfResult(text) === 'cache') === (role === 'cache'));
    return texts.length < 2 || result === undefined
      ? this.call(before)
      : `${this.call(before)}${result.access}`;
  }

  /** A variable of the file that fills a role; what was made for the check is none. */
  private known(role: string): string | null {
    const entry = this.entry(role);
    return entry === undefined || /^(made|called)\b/.test(entry.how) || !isName(entry.name)
      ? null
      : entry.name;
  }

  private entry(role: string): BindingEntry | undefined {
    return this.facts.binding.find((entry) => entry.role === role);
  }

  /** Where binding got nowhere: by the name alone. */
  private guess(role: string): OutlineFunction | null {
    const [backward] = backwardFunctions(this.outline);
    if (role === 'gradients') return this.function(backward?.name);
    const isCost = /(^|_)(cost|loss)|[a-z](Cost|Loss)\b/i;
    return this.outline.functions.find((fact) => !fact.nested && isCost.test(fact.name)) ?? null;
  }

  /** What a function returns, part by part, and how each is taken from the result: by index, or by name of an object. */
  private resultsOf(fact: OutlineFunction): readonly { readonly text: string; readonly access: string }[] {
    const [texts = []] = fact.returns;
    const own = this.text.split(/\r\n|\r|\n/).slice(fact.line - 1, fact.endLine);
    const object = this.dialect.returnsObject.test(own.join('\n'));
    if (!object) return texts.map((text, index) => ({ text, access: `[${index}]` }));
    const names = texts.flatMap((text) => text.replace(/[{}]/g, '').split(','));
    return names.map((name) => name.split(':')[0]!.trim()).map((text) => ({ text, access: `.${text}` }));
  }

  private argumentsOf(name: string, className: string | null = null): readonly string[] {
    const fact = this.outline.functions.find(
      (one) => one.name === name && (className === null || one.className === className),
    );
    return fact?.parameters.map((parameter) => parameter.name) ?? [];
  }

  private function(name: string | undefined): OutlineFunction | null {
    return this.outline.functions.find((fact) => fact.name === name && !fact.nested) ?? null;
  }

  private stop(text: string): string {
    this.stops += 1;
    return `\${${this.stops}:${text.replace(/[\\$}]/g, '\\$&')}}`;
  }
}

function backwardOf(forward: string): string {
  return forward.replace(/forward$/, 'backward').replace(/Forward$/, 'Backward');
}

/** `n_in = 2, sizes = [3, 5]` as names and values. */
function namedArguments(text: string): readonly NamedArgument[] {
  const parts = text.split(/,\s*(?![^[(]*[\])])/).filter((part) => part.trim() !== '');
  return parts.map((part) => {
    const [, name = '', value = part] = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=\s*(.*)$/su.exec(part) ?? [];
    return { name, value };
  });
}

function isName(text: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text);
}

/** `W1`, `layers[0].W`. */
function isPath(text: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*(\[\d+\]|\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(text);
}
