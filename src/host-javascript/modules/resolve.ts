import { existsSync, statSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';

/** Where an import leads: a file of the user's own, which is rewritten, or whatever Node makes of it. */
export type Target =
  { readonly kind: 'own'; readonly file: string } | { readonly kind: 'node'; readonly request: string };

const ownFile = /\.[mc]?[jt]s$/i;
const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];

/** Resolves what a file imports. TypeScript files are found under the name of the JavaScript they would become. */
export function resolveImport(request: string, from: string): Target {
  if (request.startsWith('node:') || builtinModules.includes(request)) return { kind: 'node', request };
  if (/^\.{1,2}(\/|$)/.test(request) || isAbsolute(request)) {
    const file = existing(resolve(dirname(from), request));
    if (file === null) return { kind: 'node', request };
    return ownFile.test(file) ? { kind: 'own', file } : { kind: 'node', request: file };
  }
  // A package of the same project may be linked to its TypeScript.
  const file = tryResolve(request, from);
  const linked = file !== null && /\.[mc]?ts$/i.test(file) && !/[\\/]node_modules[\\/]/.test(file);
  return linked ? { kind: 'own', file } : { kind: 'node', request };
}

function existing(path: string): string | null {
  const renamed = path.replace(/\.([mc]?)js$/i, '.$1ts');
  const candidates = [
    path,
    ...(renamed === path ? [] : [renamed]),
    ...endings.map((ending) => path + ending),
  ];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile()) ?? null;
}

function tryResolve(request: string, from: string): string | null {
  try {
    return createRequire(from).resolve(request);
  } catch {
    return null;
  }
}
