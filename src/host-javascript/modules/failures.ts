import type { HostFailure } from '../../core/failure';
import { firstErrorIn, isTypeScript, parseJavaScript } from '../../source/javascript/parse';
import { SourceText } from '../../source/syntax';
import { HostError } from '../failures';

/** The facts of a file that is no program: what, and on which line. */
export function syntaxFailure(thrown: unknown, file: string, text: string): HostError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { loc } = error as { loc?: { line?: unknown; column?: unknown } };
  const inStack = new RegExp(`^${escaped(file)}:(\\d+)`).exec(error.stack ?? '')?.[1];
  const line = typeof loc?.line === 'number' ? loc.line : inStack === undefined ? null : Number(inStack);
  const message = error.message
    .replace(/^Error transforming .*?: /, '')
    .replace(/\s*\(\d+:\d+\)$/, '')
    .replace(/^Unexpected token$/, 'unexpected token');
  const failure: HostFailure = {
    kind: 'syntax',
    message,
    type: 'SyntaxError',
    file,
    // What is missing at the end shows behind it, where the text has no lines any more.
    line: Math.min(line ?? lineOfError(file, text), lastLine(text)),
    trace: error.stack ?? message,
  };
  return new HostError(failure);
}

function lastLine(text: string): number {
  return text.trimEnd().split(/\r\n|\r|\n/).length;
}

function lineOfError(file: string, text: string): number {
  const at = firstErrorIn(parseJavaScript(text, isTypeScript(file)));
  return at === null ? 1 : new SourceText(text).lineAt(at);
}

/** The facts of an import that leads nowhere; null if the error is another one. */
export function missingPackage(
  thrown: unknown,
  request: string,
  file: string,
  text: string,
): HostError | null {
  const { code, message = '', stack } = (thrown ?? {}) as { code?: string; message?: string; stack?: string };
  const about = /^Cannot find (?:module|package) '([^']*)'/.exec(message)?.[1];
  if ((code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') || about !== request) return null;
  const line = lineOfImport(request, text);
  if (/^[./]/.test(request)) {
    const failure = {
      kind: 'exception',
      type: 'Error',
      message: `there is no file \`${request}\``,
      file,
    } as const;
    return new HostError(line === null ? failure : { ...failure, line });
  }
  return new HostError({
    kind: 'missing-module',
    message,
    module: request,
    file,
    ...(line === null ? {} : { line }),
    ...(stack === undefined ? {} : { trace: stack }),
  });
}

function lineOfImport(request: string, text: string): number | null {
  const at = new RegExp(`(['"\`])${escaped(request)}\\1`).exec(text)?.index;
  return at === undefined ? null : new SourceText(text).lineAt(at);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
