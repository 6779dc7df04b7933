import assert from 'node:assert/strict';
import { columns, pageWidth, table } from '../../../src/report/layout';

describe('tables of plain text', () => {
  const head = ['split', 'normalized by', 'training', 'own', 'pooled'];
  const numbers = ['2.1 × 10⁻¹⁶', '−3.4 × 10⁻²', '1.0 × 10¹⁵⁰'];
  const fits = (lines: readonly string[]): boolean => lines.every((line) => columns(line) <= pageWidth);

  it('that fit are left as they are', () => {
    const [, row] = table([head, ['X_train', 'training', ...numbers]], '    ');
    assert.equal(row, '    X_train  training       2.1 × 10⁻¹⁶  −3.4 × 10⁻²  1.0 × 10¹⁵⁰');
  });

  it('that do not fit write powers of ten short, and cut names before numbers', () => {
    const long = table([head, ['train_set_x_standardized_features', 'training', ...numbers]], '    ');
    assert.ok(fits(long), long.join('\n'));
    assert.match(long[1]!, / {2}2\.1e−16 +−3\.4e−2 +1\.0e150$/);
    const longer = table([head, ['x'.repeat(120), 'training', ...numbers]], '    ');
    assert.ok(fits(longer), longer.join('\n'));
    assert.match(longer[1]!, /x+… +training +2\.1e−16 +−3\.4e−2 +1\.0e150$/);
  });

  it('cut numbers only where nothing else is left', () => {
    const row = ['a name to cut', ...Array.from({ length: 7 }, () => '12 345 678 901')];
    const lines = table([row.map((_, at) => `c${at}`), row], '');
    assert.ok(fits(lines), lines.join('\n'));
    assert.match(lines[1]!, /^a name …/);
  });
});
