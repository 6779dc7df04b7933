import assert from 'node:assert/strict';
import { help, parseCommand, UsageError } from '../../../src/cli/arguments';

describe('command line', () => {
  it('reads a check with its options', () => {
    const command = parseCommand([
      'check',
      'net.py',
      '--step',
      '1e-7',
      '--scheme',
      'forward',
      '--format=json',
    ]);
    assert.ok(command.command === 'check');
    assert.deepEqual([command.file, command.format], ['net.py', 'json']);
    assert.deepEqual([command.options.step, command.options.scheme], [1e-7, 'forward']);
  });

  it('says in one sentence what is wrong with the words', () => {
    const sentence = (...words: string[]) => {
      try {
        parseCommand(words);
        return 'accepted';
      } catch (error) {
        assert.ok(error instanceof UsageError);
        return error.message;
      }
    };
    assert.match(sentence('chekc', 'net.py'), /no command chekc/);
    assert.match(sentence('check'), /name the file/);
    assert.match(sentence('check', 'a.py', 'b.py'), /b\.py is too many/);
    assert.match(sentence('check', 'a.py', '--step', 'tiny'), /--step tiny is not a number/);
    assert.match(sentence('check', 'a.py', '--examples', '1.5'), /not a whole number/);
    assert.match(sentence('check', 'a.py', '--format', 'xml'), /none of text, json/);
    assert.match(sentence('check', 'a.py', '--stpe', '1'), /--stpe/);
  });

  it('helps within 80 columns, and lists every option it takes', () => {
    assert.ok(help.split('\n').every((line) => line.length <= 80));
    assert.equal(parseCommand([]).command, 'help');
    assert.equal(parseCommand(['--version']).command, 'version');
  });
});
