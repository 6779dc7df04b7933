import assert from 'node:assert/strict';
import { command } from '../../../src/environment/ids';
import { english } from '../../../src/environment/translate';
import { hoverCommands, hoverMarkdown } from '../../../src/editor/hoverModel';
import { escapeMarkdown } from '../../../src/editor/markdown';
import { checkReport, report, singleEntry, tensorReport, twoWrong } from '../media/reports';
import { findingAt } from './finding';

describe('the hover', () => {
  it('has the sentence, the five worst components, how sure, and links', () => {
    const markdown = hoverMarkdown(findingAt(twoWrong, 35), english);
    assert.match(markdown, /\*\*✗ dW2 is 3 × the true gradient\.\*\* Relative difference 5\.0 × 10⁻¹\./);
    assert.match(markdown, /\| component \|[^|]*computed \|[^|]*numerical \|[^|]*ratio \|/);
    assert.equal(markdown.match(/^\| \[\d, \d\] \|.*\| (?:&nbsp;)+3\.000 \|$/gm)?.length, 5);
    assert.match(markdown, /and 10 more/);
    assert.match(markdown, /3 × 5 · two-sided differences · ε = 1\.0 × 10⁻⁵ · resolution/);
    assert.match(markdown, /\[Show in panel\]\(command:/);
  });

  it('links only to commands it is trusted with, with their arguments', () => {
    const finding = findingAt(twoWrong, 35);
    const links = [...hoverMarkdown(finding, english).matchAll(/\]\(command:([^?)]*)\?([^)]*)\)/g)];
    assert.deepEqual(
      links.map(([, id]) => id),
      [command.showTensor, command.checkAgain],
    );
    for (const [, id] of links) assert.ok(hoverCommands.includes(id!));
    assert.deepEqual(JSON.parse(decodeURIComponent(links[0]![2]!)), [finding.uri, 'W2', 'model']);
  });

  it('is short for a gradient that is right', () => {
    const markdown = hoverMarkdown(findingAt(singleEntry, 38), english);
    assert.match(markdown, /\*\*✓ db1 is right to/);
    assert.ok(!markdown.includes('| component'));
  });

  it('tells the worst of several gradients first, three in full', () => {
    const names = ['W1', 'W2', 'W3', 'W4'];
    const tensors = names.map((name) =>
      tensorReport({
        name,
        shape: [2],
        line: 9,
        ...(name === 'W4' ? { factor: 3, reason: 'is wrong' } : {}),
      }),
    );
    const markdown = hoverMarkdown(findingAt(report(checkReport(tensors)), 9), english);
    assert.ok(markdown.startsWith('**✗ dW4 is wrong.**'));
    assert.match(markdown, /✓ dW3/);
  });

  it('says so when an edit came since', () => {
    assert.match(hoverMarkdown(findingAt(twoWrong, 35, true), english), /^○ \*Before your edit:\*/);
  });

  it('takes nothing from the file for markup', () => {
    const hostile = tensorReport({
      name: 'W](command:evil)<img src=x>`|*_',
      shape: [2],
      line: 9,
      factor: 3,
      reason: 'is [wrong](command:evil)\n# heading',
    });
    const markdown = hoverMarkdown(findingAt(report(checkReport([hostile])), 9), english);
    const targets = [...markdown.matchAll(/(?<!\\)\]\((?:command:)?([\w.]*)/g)].map(([, id]) => id);
    assert.deepEqual(targets, [command.showTensor, command.checkAgain]);
    assert.ok(!/^#/m.test(markdown));
    assert.ok(!/(?<!\\)</.test(markdown));
    assert.equal(escapeMarkdown('a\n\nb'), 'a b');
  });
});
