import { forEachStatement, type Expression, type Statement } from '../program/program';
import { pathOf } from './values';

/** `X -= ...`, `X[i] = ...`, and never `X = ...`. */
export function changesInPlace(body: readonly Statement[], name: string): boolean {
  let changes = false;
  let rebinds = false;
  forEachStatement(body, (statement) => {
    if (statement.kind === 'update') changes ||= pathOf(rootOf(statement.target)) === name;
    if (statement.kind !== 'assign') return;
    for (const target of statement.targets) {
      if (target.kind === 'element') changes ||= pathOf(rootOf(target)) === name;
      rebinds ||= (target.kind === 'list' ? target.items : [target]).some((one) => pathOf(one) === name);
    }
  });
  return changes && !rebinds;
}

/** `X` of `X[i][j]`. */
export function rootOf(expression: Expression): Expression {
  return expression.kind === 'element' ? rootOf(expression.base) : expression;
}
