import type { SyntaxNode } from '@lezer/common';
import { transform, type Transform } from 'sucrase';
import type { LeftOut } from '../../core/binding/inventory';
import type { LoopToCall } from '../../core/binding/script/trainingLoop';
import { isTypeScript, parseJavaScript } from '../../source/javascript/parse';
import { Places } from '../../source/javascript/sites';
import {
  awaitsAtTopLevel,
  isModule,
  topLevelNames,
  type TopLevelName,
} from '../../source/javascript/topLevel';
import { childrenOf, SourceText } from '../../source/syntax';
import { passOf, withEndings } from './passes';

/** A file as it is run. */
export interface RunnableText {
  readonly code: string;
  readonly names: readonly TopLevelName[];
  /** True if the code gives a promise, because it waits at the top level. */
  readonly async: boolean;
}

/** Puts probes into a file. */
export type Instrument = (
  source: SourceText,
  places: Places,
  endings: ReadonlyMap<number, string>,
) => { statement(node: SyntaxNode): string };

/** What of a file is run. */
export interface Wanted {
  /** Statements not to run. */
  readonly leaveOut: readonly LeftOut[];
  /** Loops among them of which one pass becomes a function. */
  readonly loops: readonly LoopToCall[];
}

/**
 * Makes CommonJS of a file: types and left-out statements go, imports become calls of `require`, and the values of the
 * top level are handed out. Every line stays where it is.
 * @param instrument null leaves the code as it is.
 */
export function runnableText(
  file: string,
  text: string,
  { leaveOut, loops }: Wanted,
  instrument: Instrument | null,
): RunnableText {
  const typescript = isTypeScript(file);
  const source = new SourceText(text);
  const root = parseJavaScript(text, typescript);
  const statements = childrenOf(root);
  const isLeftOut = (node: SyntaxNode): boolean => {
    const { line, endLine } = source.lines(node);
    return leaveOut.some((left) => left.line === line && left.endLine === endLine);
  };
  const kept = statements.filter((node) => !isLeftOut(node));
  const passes = loops.flatMap((loop) => passOf(loop, statements, source));
  const made = passes.map(({ name }): TopLevelName => ({ name, kind: 'function' }));
  const names = [...topLevelNames(kept, root, source), ...made];
  const waits = awaitsAtTopLevel(root);
  const endings = new Map(passes.flatMap((pass) => [...pass.endings]));
  const instrumenter = instrument?.(source, new Places(file, source), endings) ?? null;
  const run = (node: SyntaxNode): string =>
    instrumenter === null ? metaReplaced(withEndings(node, source, endings)) : instrumenter.statement(node);

  let body = '';
  let at = 0;
  for (const node of statements) {
    const pass = passes.find(({ loop }) => loop.from === node.from);
    const own =
      pass !== undefined
        ? `${pass.start}${run(node)}${pass.end}`
        : isLeftOut(node)
          ? blank(source.of(node))
          : run(node);
    body += text.slice(at, node.from) + own;
    at = node.to;
  }
  body += text.slice(at);
  const start = waits ? 'return (async () => {' : '';
  const end = waits ? '})();' : '';
  const whole = `${body}\n;__top(${accessors(names)});`;
  const transforms: Transform[] = [
    ...(typescript ? (['typescript'] as const) : []),
    ...(isModule(root) ? (['imports'] as const) : []),
  ];
  const { code } = transform(withoutBang(whole), { transforms, disableESTransforms: true, filePath: file });
  return { code: `${start}${code}${end}`, names, async: waits };
}

/** `#!/usr/bin/env node` is no JavaScript inside a function. */
function withoutBang(text: string): string {
  return text.startsWith('#!') ? `//${text.slice(2)}` : text;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, '');
}

function metaReplaced(text: string): string {
  return text.replace(/\bimport\.meta\b/g, '__glMeta');
}

/** An object whose properties are the values of the top level, whenever they are asked for. */
function accessors(names: readonly TopLevelName[]): string {
  const parts = names.map(({ name, kind }) => {
    const get = `get ${name}() { return ${name}; }`;
    return kind === 'variable' ? `${get}, set ${name}(value) { ${name} = value; }` : get;
  });
  return `{ ${parts.join(', ')} }`;
}
