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
    assert.match(
      sentence('check', 'a.py', '--after-steps', '-1'),
      /^--after-steps -1 is not a number from 1 to/,
    );
    assert.match(sentence('check', 'a.py', '--times', '-.5'), /^--times -\.5 is not a number/);
    assert.match(
      sentence('check', 'a.py', '--step', '--steps'),
      /^[^.\n]*--step[^.\n]*\. See gradient-lens --help\.$/,
    );
  });

  it('reads a normalization with its options', () => {
    const command = parseCommand(
      'normalization data.npz --split train=a --split val=b --orientation features-first --channels 3 --seed 7'.split(
        ' ',
      ),
    );
    assert.ok(command.command === 'normalization');
    const { orientation, channelAxis, splits, seed } = command.options;
    assert.deepEqual([command.file, orientation, channelAxis, seed], ['data.npz', 'features-first', 3, 7]);
    assert.deepEqual(splits, [
      { role: 'train', name: 'a' },
      { role: 'dev', name: 'b' },
    ]);
    const plain = parseCommand(['--channels', 'none', 'normalization', 'x.csv']);
    assert.ok(plain.command === 'normalization');
    assert.deepEqual(
      [plain.file, plain.options.channelAxis, plain.options.orientation],
      ['x.csv', null, 'auto'],
    );
    const refused = (...words: string[]) => {
      assert.throws(() => parseCommand(['normalization', ...words]), UsageError);
    };
    refused();
    refused('a.py', 'b.py');
    refused('a.py', '--split', 'X_train');
    refused('a.py', '--split', 'all=X');
    refused('a.py', '--channels', '0');
    refused('a.py', '--orientation', 'rows');
    refused('a.py', '--step', '1e-7');
    assert.throws(() => parseCommand(['check', 'a.py', '--split', 'train=X']), UsageError);
  });

  it('helps within 80 columns, and lists every option it takes', () => {
    const own = parseCommand(['normalization', '--help']);
    assert.ok(own.command === 'help' && own.text.includes('--split') && help.includes('--step'));
    for (const text of [help, own.text]) assert.ok(text.split('\n').every((line) => line.length <= 80));
    assert.equal(parseCommand([]).command, 'help');
    assert.equal(parseCommand(['--version']).command, 'version');
  });
});
