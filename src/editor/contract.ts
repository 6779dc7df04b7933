import type { BindingEntry } from '../core/binding/binding';
import { roleOfResult } from '../core/binding/functionKinds';
import { roleOfArgument } from '../core/binding/roles';
import { backwardFunctions } from '../source/backwardFunctions';
import { outlinePython, type OutlineFunction, type PythonOutline } from '../source/outline';

/** The contract of a Python model, as a snippet: what is known is filled in, what is not is a stop for the tab key. */

export interface ContractFacts {
  /** How the file was bound, as far as that got. */
  readonly binding: readonly BindingEntry[];
  /** Names of the tensors, as far as they are known. */
  readonly tensors: readonly string[];
}

/** Whether the file has a contract already, and where. One-based; null if it has none. */
export function contractLine(text: string): number | null {
  const index = text.split(/\r\n|\r|\n/).findIndex((line) => /^def\s+gradient_lens\s*\(/.test(line));
  return index < 0 ? null : index + 1;
}

/** The text to append to the file. */
export function contractSnippet(text: string, facts: ContractFacts): string {
  const draft = new Draft(outlinePython(text), text, facts);
  return `${leadingLines(text)}def gradient_lens():\n${draft.body().join('\n')}\n$0`;
}

interface Parts {
  readonly parameters: string;
  readonly cost: string;
  readonly gradients: string;
}

class Draft {
  private stops = 0;
  private readonly receiver: string | null;

  constructor(
    private readonly outline: PythonOutline,
    private readonly text: string,
    private readonly facts: ContractFacts,
  ) {
    this.receiver = this.entry('model') === undefined ? null : 'net';
  }

  body(): readonly string[] {
    const model = this.entry('model');
    const built = model === undefined ? [] : [`\tnet = ${this.stop(model.how.replace(/^built: /, ''))}`];
    const parts: Parts = { parameters: this.stop(this.parameters()), ...this.calls() };
    return [
      ...built,
      '\treturn dict(',
      `\t\tparameters=${parts.parameters},  # the live arrays`,
      `\t\tcost=lambda: ${parts.cost},  # a number`,
      `\t\tgradients=lambda: ${parts.gradients},  # same names, same shapes`,
      '\t)',
    ];
  }

  private calls(): Pick<Parts, 'cost' | 'gradients'> {
    const both = this.function(this.entry('cost and gradients')?.name);
    if (both !== null) {
      const [texts = []] = both.returns;
      const gradients = texts.findIndex((text) => roleOfResult(text) === 'gradients');
      const at = gradients < 0 ? 1 : gradients;
      const call = this.call(both);
      return { cost: this.stop(`${call}[${at === 0 ? 1 : 0}]`), gradients: this.stop(`${call}[${at}]`) };
    }
    const forward = this.function(this.entry('forward')?.name);
    const told = (role: string, otherwise: string): string => {
      const found = this.function(this.entry(role)?.name) ?? this.guess(role);
      return this.stop(found === null ? otherwise : this.call(found, forward));
    };
    return { cost: told('cost', 'cost(X, y)'), gradients: told('gradients', 'gradients(X, y)') };
  }

  private parameters(): string {
    if (this.receiver !== null) {
      const attribute = /\bself\.(params|parameters)\b/.exec(this.text)?.[1];
      if (attribute !== undefined) return `${this.receiver}.${attribute}`;
    }
    const name = this.known('parameters');
    if (name !== null) return name;
    const names = this.facts.tensors.filter(isName);
    const own = names.length === 0 ? ['W1', 'b1'] : names;
    const owner = this.receiver === null ? '' : `${this.receiver}.`;
    return `{${own.map((tensor) => `"${tensor}": ${owner}${tensor}`).join(', ')}}`;
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
    if (role === 'parameters' || role === 'inputs' || role === 'labels') return this.known(role) ?? name;
    if (before === null || (role !== 'output' && role !== 'cache')) return name;
    const [texts = []] = before.returns;
    const result = texts.findIndex((text) => (roleOfResult(text) === 'cache') === (role === 'cache'));
    return texts.length < 2 || result < 0 ? this.call(before) : `${this.call(before)}[${result}]`;
  }

  /** A variable of the file that fills a role; what was made for the check is none. */
  private known(role: string): string | null {
    const entry = this.entry(role);
    return entry === undefined || /^made\b/.test(entry.how) || !isName(entry.name) ? null : entry.name;
  }

  private entry(role: string): BindingEntry | undefined {
    return this.facts.binding.find((entry) => entry.role === role);
  }

  /** Where binding got nowhere: by the name alone. */
  private guess(role: string): OutlineFunction | null {
    const [backward] = backwardFunctions(this.outline);
    if (role === 'gradients') return this.function(backward?.name);
    const isCost = /(^|_)(cost|loss)/i;
    return this.outline.functions.find((fact) => !fact.nested && isCost.test(fact.name)) ?? null;
  }

  private function(name: string | undefined): OutlineFunction | null {
    return this.outline.functions.find((fact) => fact.name === name && !fact.nested) ?? null;
  }

  private stop(text: string): string {
    this.stops += 1;
    return `\${${this.stops}:${text.replace(/[\\$}]/g, '\\$&')}}`;
  }
}

function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

/** Two empty lines before a definition, whatever the file ends with. */
function leadingLines(text: string): string {
  if (text.trim() === '') return '';
  const end = /(?:\r\n|\r|\n)*$/.exec(text)?.[0] ?? '';
  const breaks = end.replace(/\r\n/g, '\n').length;
  return '\n'.repeat(Math.max(0, 3 - breaks));
}
