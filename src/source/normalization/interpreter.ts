import type { Orientation } from '../../core/normalization/view';
import { combined } from './arithmetic';
import { callValue } from './calls';
import { elementOf, insideOf } from './extents';
import { changesInPlace, rootOf } from './inPlace';
import {
  forEachExpression,
  type Expression,
  type FunctionExpression,
  type Statement,
} from '../program/program';
import {
  merged,
  pathOf,
  scalar,
  Scope,
  unknown,
  type Data,
  type Extent,
  type Value,
  type Version,
} from './values';

/** Evaluations before a text counts as too tangled to tell. */
const mostWork = 50_000;
const deepestCalls = 8;

const none: ReadonlySet<Version> = new Set();

/**
 * Follows arrays, and statistics of arrays, through a text without running it. Where it does not know what something is,
 * it is unknown, and nothing is said of it.
 */
export class Interpreter {
  readonly global = new Scope(null);
  /** Functions that ran, by their definition. */
  readonly ran = new Set<FunctionExpression>();
  /** Names imported from elsewhere, with the text of the import. */
  readonly imports = new Map<string, string>();
  private work = 0;
  private depth = 0;
  /** The call that counts as the place of all it does. */
  private site: { readonly from: number; readonly to: number } | null = null;
  /** The statement that runs. */
  private now: Range | null = null;
  private readonly callCounts = new Map<string, number>();

  /** @param orientation of arrays as they first appear */
  constructor(
    private readonly program: readonly Statement[],
    readonly orientation: Orientation,
  ) {
    forEachExpression(program, (expression) => {
      if (expression.kind !== 'call') return;
      const path = pathOf(expression.callee);
      if (path !== null) this.callCounts.set(path, (this.callCounts.get(path) ?? 0) + 1);
    });
  }

  get gaveUp(): boolean {
    return this.work > mostWork;
  }

  run(): void {
    this.statements(this.program, this.global);
  }

  /** Runs a function that nothing called, with arrays for its arguments. */
  runAlone(definition: FunctionExpression): Scope {
    const scope = new Scope(this.global, definition.name);
    for (const { name, initial } of definition.parameters) {
      scope.set(name, initial === null ? this.fresh(name, definition, scope) : unknown);
    }
    this.statements(definition.body, scope);
    return scope;
  }

  /** The value of the `return` that was reached, or undefined. */
  private statements(body: readonly Statement[], scope: Scope): Value | undefined {
    for (const statement of body)
      if (statement.kind === 'define')
        scope.set(statement.value.name, { kind: 'function', definition: statement.value, scope });
    for (const statement of body) {
      if (this.gaveUp) return unknown;
      const returned = this.statement(statement, scope);
      if (returned !== undefined) return returned;
    }
    return undefined;
  }

  private statement(statement: Statement, scope: Scope): Value | undefined {
    this.now = statement;
    switch (statement.kind) {
      case 'assign': {
        const value = this.value(statement.value, scope);
        for (const target of statement.targets) this.assign(target, value, statement, scope);
        return undefined;
      }
      case 'update':
        this.update(statement, scope);
        return undefined;
      case 'expression':
        this.value(statement.value, scope);
        return undefined;
      case 'return':
        return this.value(statement.value, scope);
      case 'if':
        return this.branch(statement, scope);
      case 'loop':
        return this.loop(statement, scope);
      case 'block':
        return this.statements(statement.body, scope);
      case 'define':
        return undefined;
      case 'import':
        for (const name of statement.names) this.imports.set(name, statement.text);
        return undefined;
    }
  }

  private branch(statement: Statement & { readonly kind: 'if' }, scope: Scope): Value | undefined {
    const known = this.truth(statement.test, scope);
    if (known !== null) return this.statements(known ? statement.yes : statement.no, scope);
    const before = scope.snapshot();
    const first = this.statements(statement.yes, scope);
    const afterFirst = scope.snapshot();
    scope.restore(before);
    const second = this.statements(statement.no, scope);
    const afterSecond = scope.snapshot();
    // A branch that returns says nothing of what follows it.
    if (first !== undefined && second === undefined) return undefined;
    if (second !== undefined && first === undefined) {
      scope.restore(afterFirst);
      return undefined;
    }
    if (first !== undefined && second !== undefined) return merged(first, second);
    const names = new Set([...afterFirst.keys(), ...afterSecond.keys()]);
    for (const name of names) scope.set(name, merged(afterFirst.get(name), afterSecond.get(name)));
    return undefined;
  }

  private loop(statement: Statement & { readonly kind: 'loop' }, scope: Scope): Value | undefined {
    const over = this.value(statement.over, scope);
    if (over.kind === 'list' && statement.over.kind === 'list' && statement.variable.kind === 'name') {
      // `for X in (X_train, X_test): X -= ...` changes the arrays themselves.
      for (const item of statement.over.items) {
        scope.set(statement.variable.name, this.value(item, scope));
        const returned = this.statements(statement.body, scope);
        if (returned !== undefined) return unknown;
        this.changedInPlace(
          item,
          scope.get(statement.variable.name),
          statement.body,
          statement.variable.name,
          scope,
        );
      }
      return undefined;
    }
    const item: Value = over.kind === 'data' ? insideOf(over) : unknown;
    const bind = (variable: Expression, value: Value): void => {
      if (variable.kind === 'list') variable.items.forEach((one) => bind(one, unknown));
      if (variable.kind !== 'name') return;
      scope.loopVariables.add(variable.name);
      scope.set(variable.name, value);
    };
    bind(statement.variable, item);
    return this.statements(statement.body, scope) === undefined ? undefined : unknown;
  }

  /** An array that goes by another name for a while keeps what is done to it there. */
  private changedInPlace(
    original: Expression,
    value: Value | undefined,
    body: readonly Statement[],
    name: string,
    scope: Scope,
  ): void {
    const path = pathOf(original);
    if (path !== null && value?.kind === 'data' && changesInPlace(body, name))
      scope.holder(path).set(path, value);
  }

  private truth(test: Expression, scope: Scope): boolean | null {
    if (test.kind === 'literal')
      return /^(True|true)$/.test(test.text) ? true : /^(False|false)$/.test(test.text) ? false : null;
    if (test.kind === 'not') {
      const inner = this.truth(test.value, scope);
      return inner === null ? null : !inner;
    }
    if (test.kind === 'binary' && /^(is|is not|==|===|!=|!==)$/.test(test.operator)) {
      if (isMain(test)) return true;
      if (test.right.kind !== 'literal' || !/^(None|null|undefined)$/.test(test.right.text)) return null;
      const kind = this.value(test.left, scope).kind;
      if (kind === 'unknown') return null;
      return (kind === 'none') === /^(is|={2,3})$/.test(test.operator);
    }
    const value = this.value(test, scope);
    if (value.kind === 'truth') return value.value;
    return value.kind === 'none' ? false : null;
  }

  private assign(
    target: Expression,
    value: Value,
    statement: { readonly from: number; readonly to: number },
    scope: Scope,
  ): void {
    if (target.kind === 'list') {
      const part: Value = value.kind === 'data' ? { ...value, extent: 'part' } : unknown;
      const items = value.kind === 'list' ? value.items : [];
      target.items.forEach((item, at) => this.assign(item, items[at] ?? part, statement, scope));
      return;
    }
    if (target.kind === 'element') {
      this.assignElement(target, value, statement, scope);
      return;
    }
    const name = pathOf(target);
    if (name === null) return;
    if (value.kind === 'data') {
      const made = this.made(name, value, statement, scope);
      scope.set(name, {
        ...value,
        versions: [made],
        applied: none,
        extent: kept(value.extent),
        turned: value.turned,
      });
    } else if (value.kind === 'unknown') scope.set(name, this.fresh(name, statement, scope));
    else scope.set(name, value);
  }

  /** `X[:, j] = ...` changes X; `sigma[sigma == 0] = 1` leaves a statistic what it is. */
  private assignElement(
    target: Expression & { readonly kind: 'element' },
    value: Value,
    statement: { readonly from: number; readonly to: number },
    scope: Scope,
  ): void {
    const name = pathOf(rootOf(target));
    const held = name === null ? undefined : scope.get(name);
    if (name === null || held === undefined) return;
    if (held.kind === 'data') {
      const applied = value.kind === 'data' ? value.applied : none;
      const grown = { ...held, applied };
      scope
        .holder(name)
        .set(name, { ...held, versions: [this.made(name, grown, statement, scope)], applied: none });
    } else if (held.kind !== 'statistic') {
      scope.holder(name).set(name, value.kind === 'statistic' ? value : unknown);
    }
  }

  private update(statement: Statement & { readonly kind: 'update' }, scope: Scope): void {
    const { target, operator } = statement;
    const left = this.value(target, scope);
    const right = this.value(statement.value, scope);
    const value = combined(operator, left, right);
    if (target.kind === 'element') {
      this.assignElement(target, value, statement, scope);
      return;
    }
    const name = pathOf(target);
    if (name === null) return;
    const holder = scope.holder(name);
    if (value.kind === 'data' && left.kind === 'data')
      holder.set(name, { ...value, versions: [this.made(name, value, statement, scope)], applied: none });
    else if (left.kind !== 'data') holder.set(name, value);
  }

  value(expression: Expression, scope: Scope): Value {
    this.work++;
    if (this.gaveUp) return unknown;
    switch (expression.kind) {
      case 'name':
        return scope.get(expression.name) ?? unknown;
      case 'literal':
        if (/^(None|null|undefined)$/.test(expression.text)) return { kind: 'none' };
        if (/^(True|true|False|false)$/.test(expression.text))
          return { kind: 'truth', value: /^[Tt]/.test(expression.text) };
        return /^[-+]?[\d.]/.test(expression.text) ? scalar : unknown;
      case 'member':
        return this.member(expression, scope);
      case 'element': {
        const base = this.value(expression.base, scope);
        if (base.kind === 'data')
          return elementOf(base, expression.indices, this.examplesFirst(base), (name) =>
            scope.isLoopVariable(name),
          );
        if (base.kind === 'statistic' || base.kind === 'scalar') return base;
        const index = expression.indices[0];
        if (base.kind === 'list' && typeof index === 'object' && /^\d+$/.test(index.text))
          return base.items[Number(index.text)] ?? unknown;
        return unknown;
      }
      case 'binary':
        return combined(
          expression.operator,
          this.value(expression.left, scope),
          this.value(expression.right, scope),
        );
      case 'list':
        return { kind: 'list', items: expression.items.map((item) => this.value(item, scope)) };
      case 'record': {
        const fields = [...expression.fields].map(
          ([name, value]) => [name, this.value(value, scope)] as const,
        );
        return { kind: 'record', fields: new Map(fields) };
      }
      case 'choice': {
        const known = this.truth(expression.test, scope);
        if (known !== null) return this.value(known ? expression.yes : expression.no, scope);
        return merged(this.value(expression.yes, scope), this.value(expression.no, scope));
      }
      case 'function':
        return { kind: 'function', definition: expression, scope };
      case 'call':
        return callValue(this, expression, scope);
      case 'not':
      case 'other':
        return unknown;
    }
  }

  private member(expression: Expression & { readonly kind: 'member' }, scope: Scope): Value {
    const path = pathOf(expression);
    const held = path === null ? undefined : scope.get(path);
    if (held !== undefined) return held;
    const base = this.value(expression.base, scope);
    const { name } = expression;
    if (base.kind === 'record') return base.fields.get(name) ?? unknown;
    if (base.kind === 'data') {
      if (name === 'T') return turned(base);
      if (/^(values|data|iloc|loc)$/.test(name)) return base;
      return /^(shape|size|length|ndim)$/.test(name) ? scalar : unknown;
    }
    if (base.kind === 'statistic') return /^(T|values|data)$/.test(name) ? base : unknown;
    if (base.kind === 'scaler' && base.fitted !== null && /^(mean|scale|var)_$/.test(name))
      return { kind: 'statistic', of: base.fitted };
    return unknown;
  }

  /** Where the examples of this array lie along the first axis. */
  examplesFirst({ turned: isTurned }: Data): boolean {
    return (this.orientation === 'examples-first') !== isTurned;
  }

  /** Runs a function of the file. */
  call(
    { definition, scope: outer }: Value & { readonly kind: 'function' },
    values: readonly Value[],
    keywords: ReadonlyMap<string, Value>,
    from: { readonly expressions: readonly Expression[]; readonly scope: Scope },
  ): Value {
    this.ran.add(definition);
    if (this.depth >= deepestCalls) return unknown;
    const scope = new Scope(outer, definition.name || outer.functionName);
    definition.parameters.forEach(({ name, initial }, at) => {
      const given = values[at] ?? keywords.get(name);
      scope.set(name, given ?? (initial === null ? unknown : this.value(initial, outer)));
    });
    const caller = this.now;
    // What a function does for several callers is right for some of them: the call is the place.
    const isFirst = this.site === null && (this.callCounts.get(definition.name) ?? 0) > 1;
    if (isFirst) this.site = caller;
    this.depth++;
    const returned = this.statements(definition.body, scope) ?? { kind: 'none' };
    this.depth--;
    this.now = caller;
    definition.parameters.forEach(({ name }, at) => {
      const given = from.expressions[at];
      if (given !== undefined) this.changedInPlace(given, scope.get(name), definition.body, name, from.scope);
    });
    if (isFirst) this.site = null;
    return returned;
  }

  /** A version of a name made of data. */
  private made(name: string, data: Data, statement: Range, scope: Scope): Version {
    const { from, to } = this.site ?? statement;
    return {
      name,
      parents: data.versions,
      statistics: data.applied,
      from,
      to,
      function: this.site === null ? scope.functionName : '',
      turned: data.turned,
      whole: data.extent === 'whole',
    };
  }

  private fresh(name: string, statement: Range, scope: Scope): Data {
    const empty: Data = { kind: 'data', versions: [], extent: 'whole', turned: false, applied: none };
    return { ...empty, versions: [this.made(name, empty, statement, scope)] };
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A part that has a name of its own is an array of its own; a row stays a row. */
function kept(extent: Extent): Extent {
  return extent === 'part' ? 'whole' : extent;
}

export function turned(data: Data): Data {
  return { ...data, turned: !data.turned };
}

function isMain({ left, right }: Expression & { readonly kind: 'binary' }): boolean {
  const sides = [left, right];
  return (
    sides.some((side) => side.kind === 'name' && side.name === '__name__') &&
    sides.some((side) => side.kind === 'literal' && /__main__/.test(side.text))
  );
}
