import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UsageError, parseCommand } from '../../../src/cli/arguments';
import { Session } from '../../../src/host-javascript/session';
import { Observer } from '../../../src/host-javascript/observe/observer';
import { Recording } from '../../../src/host-javascript/observe/recording';
import { Tracer } from '../../../src/host-javascript/modules/tracer';
import { runnableText } from '../../../src/host-javascript/modules/transform';
import { expectationsIn } from '../../../src/source/expectations';
import { leaveOut } from '../../../src/source/leaveOut';
import { outlinePython } from '../../../src/source/outline';
import { leaveOutJavaScript } from '../../../src/source/javascript/leaveOut';
import { outlineJavaScript } from '../../../src/source/javascript/outline';
import { isTypeScript } from '../../../src/source/javascript/parse';
import { trainingLoops } from '../../../src/source/trainingLoops';
import { contractPlan, loadRequest, setup } from '../host-javascript/support';
import { Dice, hostile, mutatedText, seeds, settings, sourcesIn } from './fuzz';

/** Milliseconds in which a short text is read, also on a busy machine. */
const patience = 5000;

describe('fuzzing what reads texts', function () {
  this.timeout(300_000);

  const python = sourcesIn(/\.py$/, 'models', 'examples', 'bad').filter(({ text }) => !text.includes('\0'));
  const javascript = sourcesIn(/\.[mc]?[jt]s$/, 'javascript', 'examples');
  const expressions = sourcesIn(/\.gradient\.(ya?ml|json)$/, 'expressions', 'examples');

  it('outlines any Python text, with lines that are in it', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const dice = new Dice(seed);
        const text = mutatedText(dice.of(python).text, dice);
        const last = text.split(/\r\n|\r|\n/).length;
        const started = performance.now();
        const outline = outlinePython(text);
        const left = leaveOut(outline);
        for (const { line, endLine } of [...left, ...outline.functions, ...outline.classes])
          assert.ok(line >= 1 && line <= endLine && endLine <= last, `${line}–${endLine} of ${last}`);
        trainingLoops(text, left);
        for (const line of expectationsIn(text).keys()) assert.ok(line <= last + 1);
        assert.ok(performance.now() - started < patience, 'it took too long');
      }),
      settings(1000),
    );
  });

  it('outlines any JavaScript text, and transforms it or says that it cannot be parsed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const dice = new Dice(seed);
        const { file, text: original } = dice.of(javascript);
        const text = mutatedText(original, dice);
        const typescript = isTypeScript(file);
        const last = text.split(/\r\n|\r|\n/).length;
        const outline = outlineJavaScript(text, typescript);
        const left = leaveOutJavaScript(text, typescript);
        for (const { line, endLine } of [...left, ...outline.functions, ...outline.classes])
          assert.ok(line >= 1 && line <= endLine && endLine <= last, `${line}–${endLine} of ${last}`);
        try {
          const instrument = dice.of([
            null,
            new Tracer().instrument,
            new Observer(new Recording(new Float64Array()), 9).instrument,
          ]);
          runnableText(file, text, { leaveOut: left, loops: [] }, instrument);
        } catch (error) {
          assert.match((error as Error).message, /^Error transforming /, (error as Error).stack);
        }
      }),
      settings(1000),
    );
  });

  it('loads any expression file, or says in a sentence with a line why not', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const dice = new Dice(seed);
        const { file, text } = dice.of(expressions);
        const session = new Session();
        try {
          const limits = { evaluationTimeout: 0.5 };
          const inventory = await session.load(loadRequest(file, mutatedText(text, dice), limits));
          assert.ok(inventory.functions.length > 0);
          await session.run(setup);
          await session.bind(contractPlan([]));
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          const { kind, message, line } = session.failure(error);
          assert.notEqual(kind, 'internal', message);
          assert.match(message, /\S/);
          if (kind === 'syntax') assert.ok(line !== undefined && line >= 1, message);
        }
      }),
      settings(1000),
    );
  });

  it('takes any words on the command line, or says what is wrong with them', () => {
    const flags =
      '--step --scheme --subject --reading --tensor --examples --seed --python --timeout --format --output --verbose --version --help -h -- - --x -x check'.split(
        ' ',
      );
    const words = fc.oneof(
      fc.constantFrom(...flags),
      fc.constantFrom(...flags).chain((flag) => fc.string().map((text) => `${flag}=${text}`)),
      fc.string({ unit: 'binary' }),
      fc.double().map(String),
      fc.constantFrom(...hostile.filter((value) => typeof value !== 'object').map(String)),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.boolean(), (rest, check) => {
        try {
          const command = parseCommand(check ? ['check', 'a.py', ...rest] : rest);
          if (command.command !== 'check') return;
          const { step, seed, examples, loadTimeout } = command.options;
          assert.ok(step === 'auto' || (step > 0 && step <= 1));
          assert.ok(Number.isInteger(seed) && Number.isInteger(examples) && loadTimeout > 0);
        } catch (error) {
          assert.ok(error instanceof UsageError, String(error));
          assert.match(error.message, /\.$/);
        }
      }),
      settings(2000),
    );
  });
});
