import type { SyntaxNode } from '@lezer/common';
import { isFunctionNode, parseJavaScript, valueAfter } from '../javascript/parse';
import { childrenOf, SourceText } from '../syntax';
import { other, type Expression, type FunctionExpression, type Parameter, type Statement } from './program';

/** The statements of JavaScript or TypeScript text; what it does not know how to read is `other`. */
export function javascriptProgram(text: string, typescript: boolean): readonly Statement[] {
  return new Reader(new SourceText(text)).statements(childrenOf(parseJavaScript(text, typescript)));
}

interface Range {
  readonly from: number;
  readonly to: number;
}

class Reader {
  constructor(private readonly source: SourceText) {}

  statements(nodes: readonly SyntaxNode[]): readonly Statement[] {
    return nodes.flatMap((node) => this.statement(node));
  }

  private statement(node: SyntaxNode): readonly Statement[] {
    const at = { from: node.from, to: node.to };
    switch (node.name) {
      case 'ExportDeclaration':
      case 'Block':
        return this.statements(childrenOf(node));
      case 'VariableDeclaration':
        return this.declarations(node, at);
      case 'ExpressionStatement':
        return node.firstChild === null ? [] : this.effect(node.firstChild, at);
      case 'ReturnStatement': {
        const value = childrenOf(node).find((child) => child.name !== 'return' && child.name !== ';');
        return [{ kind: 'return', value: value === undefined ? other : this.expression(value), ...at }];
      }
      case 'IfStatement':
        return [this.branches(node, at)];
      case 'ForStatement':
        return this.loop(node, at);
      case 'WhileStatement':
      case 'DoStatement':
      case 'TryStatement': {
        const body = node.getChild('Block');
        return body === null ? [] : [{ kind: 'block', body: this.statement(body), ...at }];
      }
      case 'FunctionDeclaration': {
        const value = this.functionOf(node);
        return [{ kind: 'define', value, ...at }];
      }
      default:
        return [];
    }
  }

  private declarations(node: SyntaxNode, at: Range): readonly Statement[] {
    const found: Statement[] = [];
    for (const child of childrenOf(node)) {
      if (child.name !== 'Equals' || child.nextSibling === null) continue;
      let target = child.prevSibling;
      if (target?.name === 'TypeAnnotation') target = target.prevSibling;
      if (target !== null) found.push(...this.assigned(target, this.expression(child.nextSibling), at));
    }
    return found;
  }

  /** `{ X, mu: m } = value` is several assignments of members. */
  private assigned(target: SyntaxNode, value: Expression, at: Range): readonly Statement[] {
    if (target.name !== 'ObjectPattern')
      return [{ kind: 'assign', targets: [this.target(target)], value, ...at }];
    // A name that no text can have.
    const whole: Expression = { kind: 'name', name: `{${target.from}}` };
    const members = target.getChildren('PatternProperty').map((property): Statement => {
      const key = property.getChild('PropertyName') ?? property.firstChild!;
      const named = childrenOf(property).findLast((child) => child.name === 'VariableDefinition') ?? key;
      const member: Expression = { kind: 'member', base: whole, name: this.source.of(key) };
      return {
        kind: 'assign',
        targets: [{ kind: 'name', name: this.source.of(named) }],
        value: member,
        ...at,
      };
    });
    return [{ kind: 'assign', targets: [whole], value, ...at }, ...members];
  }

  private target(node: SyntaxNode): Expression {
    if (node.name === 'VariableDefinition') return { kind: 'name', name: this.source.of(node) };
    if (node.name !== 'ArrayPattern' && node.name !== 'ArrayExpression') return this.expression(node);
    const items = childrenOf(node).filter((child) => !/^[[\],]$/.test(child.name));
    return { kind: 'list', items: items.map((child) => this.target(child)) };
  }

  /** An expression for what it does. */
  private effect(node: SyntaxNode, at: Range): readonly Statement[] {
    if (node.name !== 'AssignmentExpression')
      return [{ kind: 'expression', value: this.expression(node), ...at }];
    const [target, sign, value] = childrenOf(node);
    if (target === undefined || sign === undefined || value === undefined) return [];
    const given = this.expression(value);
    if (sign.name === 'Equals') return this.assigned(target, given, at);
    const operator = this.source.of(sign).replace(/=$/, '');
    return [{ kind: 'update', target: this.expression(target), operator, value: given, ...at }];
  }

  private branches(node: SyntaxNode, at: Range): Statement {
    const children = childrenOf(node);
    const split = children.findIndex((child) => child.name === 'else');
    const test = node.getChild('ParenthesizedExpression');
    const start = test === null ? 1 : children.findIndex((child) => child.from === test.from) + 1;
    const yes = children.slice(start, split === -1 ? undefined : split);
    return {
      kind: 'if',
      test: test === null ? other : this.expression(test),
      yes: this.statements(yes),
      no: split === -1 ? [] : this.statements(children.slice(split + 1)),
      ...at,
    };
  }

  private loop(node: SyntaxNode, at: Range): readonly Statement[] {
    const body = node.lastChild === null ? [] : this.statement(node.lastChild);
    const of = node.getChild('ForOfSpec');
    if (of !== null) {
      const children = childrenOf(of);
      const sign = children.findIndex((child) => child.name === 'of');
      const over = children[sign + 1];
      const variable = children[sign - 1];
      if (over === undefined || variable === undefined) return [];
      return [{ kind: 'loop', variable: this.target(variable), over: this.expression(over), body, ...at }];
    }
    const definition = (node.getChild('ForSpec') ?? node.getChild('ForInSpec'))
      ?.getChild('VariableDeclaration')
      ?.getChild('VariableDefinition');
    const name = definition ? this.source.of(definition) : '';
    return [{ kind: 'loop', variable: { kind: 'name', name }, over: other, body, ...at }];
  }

  private functionOf(node: SyntaxNode): FunctionExpression {
    const name = node.getChild('VariableDefinition');
    const list = node.getChild('ParamList');
    const last = node.lastChild!;
    const at = { from: node.from, to: node.to };
    return {
      kind: 'function',
      name: node.name === 'FunctionDeclaration' && name !== null ? this.source.of(name) : '',
      parameters: list === null ? [] : this.parameters(list),
      body:
        last.name === 'Block'
          ? this.statement(last)
          : [{ kind: 'return', value: this.expression(last), ...at }],
      ...at,
    };
  }

  private parameters(list: SyntaxNode): readonly Parameter[] {
    const found: Parameter[] = [];
    for (const child of childrenOf(list)) {
      if (child.name === 'ObjectPattern' || child.name === 'ArrayPattern')
        found.push({ name: `{${child.from}}`, initial: null });
      if (child.name !== 'VariableDefinition') continue;
      let next = child.nextSibling;
      while (next !== null && !/^[,)]$|^Equals$/.test(next.name)) next = next.nextSibling;
      const value = next?.name === 'Equals' ? next.nextSibling : null;
      const initial: Expression | null =
        value === null ? { kind: 'literal', text: 'undefined' } : this.expression(value);
      found.push({ name: this.source.of(child), initial });
    }
    return found;
  }

  private expression(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    if (isFunctionNode(node)) return this.functionOf(node);
    switch (node.name) {
      case 'VariableName':
      case 'this':
        return { kind: 'name', name: this.source.of(node) };
      case 'Number':
      case 'String':
      case 'null':
      case 'BooleanLiteral':
        return { kind: 'literal', text: this.source.of(node) };
      case 'ParenthesizedExpression':
      case 'PostfixExpression': {
        const inner = children.find((child) => child.name !== '(');
        return inner === undefined ? other : this.expression(inner);
      }
      case 'ArrayExpression':
        return this.listed(node);
      case 'ObjectExpression':
        return this.record(node);
      case 'BinaryExpression': {
        const [left, sign, right] = children;
        if (left === undefined || sign === undefined || right === undefined) return other;
        const operator = this.source.of(sign);
        return { kind: 'binary', operator, left: this.expression(left), right: this.expression(right) };
      }
      case 'UnaryExpression': {
        const value = children.at(-1);
        if (value === undefined) return other;
        if (value.name === 'Number') return { kind: 'literal', text: this.source.of(node) };
        const inner = this.expression(value);
        return this.source.of(node).startsWith('!') ? { kind: 'not', value: inner } : inner;
      }
      case 'ConditionalExpression': {
        const [test, , yes, , no] = children;
        if (test === undefined || yes === undefined || no === undefined) return other;
        return {
          kind: 'choice',
          test: this.expression(test),
          yes: this.expression(yes),
          no: this.expression(no),
        };
      }
      case 'CallExpression':
      case 'NewExpression': {
        const callee = children.find((child) => child.name !== 'new');
        const given = node.getChild('ArgList');
        if (callee === undefined || given === null) return other;
        const listed = this.listed(given);
        const values = listed.kind === 'list' ? listed.items : [listed];
        return { kind: 'call', callee: this.expression(callee), values, keywords: new Map() };
      }
      case 'MemberExpression': {
        const base = this.expression(children[0]!);
        const name = node.getChild('PropertyName');
        if (name !== null) return { kind: 'member', base, name: this.source.of(name) };
        const open = node.getChild('[');
        const text = open === null ? '' : this.source.text.slice(open.to, node.to - 1).trim();
        const key = /^(['"])(\w+)\1$/.exec(text);
        if (key !== null) return { kind: 'member', base, name: key[2]! };
        return { kind: 'element', base, indices: [/^\w+$/.test(text) ? { text } : 'range'] };
      }
      default:
        return other;
    }
  }

  /** Spread arrays are joined. */
  private listed(node: SyntaxNode): Expression {
    const children = childrenOf(node).filter((child) => !/^[[\](),]$|Comment$/.test(child.name));
    const items = children.filter((child) => child.name !== 'Spread').map((child) => this.expression(child));
    if (!children.some((child) => child.name === 'Spread') || node.name === 'ArgList')
      return { kind: 'list', items };
    const callee: Expression = { kind: 'name', name: 'concatenate' };
    return { kind: 'call', callee, values: items, keywords: new Map() };
  }

  private record(node: SyntaxNode): Expression {
    const fields = node.getChildren('Property').flatMap((property): (readonly [string, Expression])[] => {
      const name = property.getChild('PropertyDefinition');
      if (name === null || isFunctionNode(property)) return [];
      const key = this.source.of(name);
      const value = valueAfter(property, ':');
      return [[key, value === null ? { kind: 'name', name: key } : this.expression(value)]];
    });
    return { kind: 'record', fields: new Map(fields) };
  }
}
