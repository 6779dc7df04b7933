import type { SyntaxNode } from '@lezer/common';
import { transform, type Transform } from 'sucrase';
import type { LeftOut } from '../../core/binding/inventory';
import type { Place } from '../../core/place';
import { Instrumenter } from '../../source/javascript/instrument';
import { isTypeScript, parseJavaScript } from '../../source/javascript/parse';
import { Places } from '../../source/javascript/sites';
import {
  awaitsAtTopLevel,
  isModule,
  topLevelNames,
  type TopLevelName,
} from '../../source/javascript/topLevel';
import { childrenOf, SourceText } from '../../source/syntax';

/** A file as it is run. */
export interface RunnableText {
  readonly code: string;
  readonly names: readonly TopLevelName[];
  /** True if the code gives a promise, because it waits at the top level. */
  readonly async: boolean;
}

/**
 * Makes CommonJS of a file: types and left-out statements go, imports become calls of `require`, and the values of the
 * top level are handed out. Every line stays where it is.
 * @param sites where instrumented code notes its places; null leaves the code as it is.
 */
export function runnableText(
  file: string,
  text: string,
  leaveOut: readonly LeftOut[],
  sites: Place[] | null,
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
  const names = topLevelNames(kept, root, source);
  const waits = awaitsAtTopLevel(root);
  const instrumenter = sites === null ? null : new Instrumenter(source, new Places(file, source), sites);

  let body = '';
  let at = 0;
  for (const node of statements) {
    const own = isLeftOut(node)
      ? blank(source.of(node))
      : instrumenter === null
        ? metaReplaced(source.of(node))
        : instrumenter.statement(node);
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
