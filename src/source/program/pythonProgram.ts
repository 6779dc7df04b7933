import type { SyntaxNode } from '@lezer/common';
import { parsePython } from '../parse';
import { childrenOf, SourceText } from '../syntax';
import {
  other,
  type Expression,
  type FunctionExpression,
  type Index,
  type Parameter,
  type Statement,
} from './program';

/** The statements of Python text; what it does not know how to read is `other`. */
export function pythonProgram(text: string): readonly Statement[] {
  const source = new SourceText(text);
  return new Reader(source).statements(childrenOf(parsePython(text)));
}

class Reader {
  constructor(private readonly source: SourceText) {}

  statements(nodes: readonly SyntaxNode[]): readonly Statement[] {
    return nodes.flatMap((node) => this.statement(node));
  }

  private statement(node: SyntaxNode): readonly Statement[] {
    const at = { from: node.from, to: node.from + this.source.of(node).trimEnd().length };
    const children = childrenOf(node);
    switch (node.name) {
      case 'StatementGroup':
        return this.statements(children);
      case 'AssignStatement':
        return [this.assignment(children, at)];
      case 'UpdateStatement': {
        const [target, sign, ...rest] = children;
        if (target === undefined || sign === undefined) return [];
        const operator = this.source.of(sign).replace(/=$/, '');
        return [
          { kind: 'update', target: this.expression(target), operator, value: this.listed(rest), ...at },
        ];
      }
      case 'ExpressionStatement':
        return [{ kind: 'expression', value: this.listed(children), ...at }];
      case 'ReturnStatement':
        return [{ kind: 'return', value: this.listed(children.slice(1)), ...at }];
      case 'IfStatement':
        return [this.branches(children, at)];
      case 'ForStatement':
        return [this.loop(children, at)];
      case 'WhileStatement':
      case 'WithStatement':
      case 'TryStatement': {
        const body = node.getChild('Body');
        return body === null ? [] : [{ kind: 'block', body: this.body(body), ...at }];
      }
      case 'FunctionDefinition': {
        const value = this.functionOf(node);
        return value === null ? [] : [{ kind: 'define', value, ...at }];
      }
      case 'DecoratedStatement':
        return this.statements(children.filter((child) => child.name === 'FunctionDefinition'));
      case 'ImportStatement': {
        const names = node.getChildren('VariableName').map((child) => this.source.of(child));
        return [{ kind: 'import', names, text: this.source.of(node), ...at }];
      }
      default:
        return [];
    }
  }

  private assignment(
    children: readonly SyntaxNode[],
    at: { readonly from: number; readonly to: number },
  ): Statement {
    const groups: SyntaxNode[][] = [[]];
    for (const child of children) {
      if (child.name === 'AssignOp') groups.push([]);
      else if (child.name !== 'TypeDef') groups.at(-1)!.push(child);
    }
    const targets = groups.slice(0, -1).map((group) => this.listed(group));
    return { kind: 'assign', targets, value: this.listed(groups.at(-1)!), ...at };
  }

  private branches(
    children: readonly SyntaxNode[],
    at: { readonly from: number; readonly to: number },
  ): Statement {
    const body = children.findIndex((child) => child.name === 'Body');
    const test = children[body - 1];
    const rest = children.slice(body + 1);
    const no =
      rest[0]?.name === 'elif'
        ? [this.branches(rest, at)]
        : rest[0]?.name === 'else'
          ? this.bodyIn(rest)
          : [];
    return {
      kind: 'if',
      test: test === undefined ? other : this.expression(test),
      yes: body === -1 ? [] : this.body(children[body]!),
      no,
      ...at,
    };
  }

  private bodyIn(nodes: readonly SyntaxNode[]): readonly Statement[] {
    const body = nodes.find((child) => child.name === 'Body');
    return body === undefined ? [] : this.body(body);
  }

  private body(node: SyntaxNode): readonly Statement[] {
    return this.statements(childrenOf(node));
  }

  private loop(
    children: readonly SyntaxNode[],
    at: { readonly from: number; readonly to: number },
  ): Statement {
    const within = children.findIndex((child) => child.name === 'in');
    const body = children.findIndex((child) => child.name === 'Body');
    const first = children.findIndex((child) => child.name === 'for') + 1;
    return {
      kind: 'loop',
      variable: this.listed(children.slice(first, within)),
      over: this.listed(children.slice(within + 1, body === -1 ? undefined : body)),
      body: this.bodyIn(children),
      ...at,
    };
  }

  private functionOf(node: SyntaxNode): FunctionExpression | null {
    const name = node.getChild('VariableName');
    const body = node.getChild('Body');
    if (name === null || body === null) return null;
    return {
      kind: 'function',
      name: this.source.of(name),
      parameters: this.parameters(node.getChild('ParamList')),
      body: this.body(body),
      from: node.from,
      to: node.to,
    };
  }

  /** Up to `*` or `**`. */
  private parameters(list: SyntaxNode | null): readonly Parameter[] {
    const found: Parameter[] = [];
    const children = list === null ? [] : childrenOf(list);
    for (const child of children) {
      if (child.name === '*' || child.name === '**') break;
      if (child.name !== 'VariableName' || child.prevSibling?.name === 'AssignOp') continue;
      const next = child.nextSibling?.name === 'TypeDef' ? child.nextSibling.nextSibling : child.nextSibling;
      const initial = next?.name === 'AssignOp' ? next.nextSibling : null;
      found.push({ name: this.source.of(child), initial: initial && this.expression(initial) });
    }
    return found;
  }

  /** One expression, or several with commas as a tuple. */
  private listed(nodes: readonly SyntaxNode[]): Expression {
    const values = nodes.filter((node) => !/^[,()[\]]$|^Comment$/.test(node.name));
    if (values.length === 1 && !nodes.some((node) => node.name === ',')) return this.expression(values[0]!);
    return { kind: 'list', items: values.map((node) => this.expression(node)) };
  }

  private expression(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', name: this.source.of(node) };
      case 'Number':
      case 'String':
      case 'None':
      case 'Boolean':
        return { kind: 'literal', text: this.source.of(node) };
      case 'ParenthesizedExpression':
        return this.listed(children);
      case 'TupleExpression':
      case 'ArrayExpression':
        return {
          kind: 'list',
          items: children
            .filter((child) => !/^[,()[\]]$/.test(child.name))
            .map((child) => this.expression(child)),
        };
      case 'BinaryExpression': {
        const operator = children
          .slice(1, -1)
          .map((child) => this.source.of(child))
          .join(' ');
        const [left, right] = [children[0], children.at(-1)];
        if (left === undefined || right === undefined || children.length < 3) return other;
        return { kind: 'binary', operator, left: this.expression(left), right: this.expression(right) };
      }
      case 'UnaryExpression': {
        const value = children.at(-1);
        if (value === undefined) return other;
        if (children[0]!.name === 'not') return { kind: 'not', value: this.expression(value) };
        return value.name === 'Number'
          ? { kind: 'literal', text: this.source.of(node) }
          : this.expression(value);
      }
      case 'ConditionalExpression': {
        const [yes, , test, , no] = children;
        if (yes === undefined || test === undefined || no === undefined) return other;
        return {
          kind: 'choice',
          test: this.expression(test),
          yes: this.expression(yes),
          no: this.expression(no),
        };
      }
      case 'LambdaExpression': {
        const value = children.at(-1)!;
        const at = { from: node.from, to: node.to };
        const returned: Statement = { kind: 'return', value: this.expression(value), ...at };
        const parameters = this.parameters(node.getChild('ParamList'));
        return { kind: 'function', name: '', parameters, body: [returned], ...at };
      }
      case 'CallExpression':
        return this.call(node);
      case 'MemberExpression':
        return this.member(node);
      default:
        return other;
    }
  }

  private call(node: SyntaxNode): Expression {
    const values: Expression[] = [];
    const keywords = new Map<string, Expression>();
    for (const child of childrenOf(node.getChild('ArgList') ?? node.lastChild!)) {
      const before = child.prevSibling?.name;
      if (child.nextSibling?.name === 'AssignOp') continue;
      if (before === 'AssignOp')
        keywords.set(this.source.of(child.prevSibling!.prevSibling!), this.expression(child));
      else if (!/^[(),*]$|^\*\*$|^AssignOp$|^Comment$/.test(child.name))
        values.push(before === '*' || before === '**' ? other : this.expression(child));
    }
    return { kind: 'call', callee: this.expression(node.firstChild!), values, keywords };
  }

  private member(node: SyntaxNode): Expression {
    const [object, ...rest] = childrenOf(node);
    const base = this.expression(object!);
    const property = node.getChild('PropertyName');
    if (property !== null) return { kind: 'member', base, name: this.source.of(property) };
    const inside = rest.filter((child) => child.name !== '[' && child.name !== ']');
    const key = inside.length === 1 && inside[0]!.name === 'String' ? inside[0]! : null;
    // `data["X_test"]` is followed like `data.X_test`.
    if (key !== null)
      return { kind: 'member', base, name: this.source.of(key).replace(/^\w*['"]+|['"]+$/g, '') };
    return { kind: 'element', base, indices: this.indices(inside) };
  }

  private indices(nodes: readonly SyntaxNode[]): readonly Index[] {
    const groups: SyntaxNode[][] = [[]];
    const tuple = nodes.length === 1 && nodes[0]!.name === 'TupleExpression' ? childrenOf(nodes[0]!) : nodes;
    for (const child of tuple) {
      if (child.name === ',') groups.push([]);
      else groups.at(-1)!.push(child);
    }
    return groups.map((group) => {
      const text = group.map((child) => this.source.of(child)).join('');
      if (text === ':' || text === '...' || text === '::') return 'all';
      return group.some((child) => child.name === ':') || !/^-?\w+$/.test(text) ? 'range' : { text };
    });
  }
}
