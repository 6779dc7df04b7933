import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/tools/path';

export interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly description: string };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command?: string; readonly when?: string }[]>
    >;
    readonly keybindings?: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

export interface Setting {
  readonly type?: string;
  readonly anyOf?: readonly unknown[];
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly scope?: string;
}

/** The manifest as it is written, with the keys of texts instead of the texts. */
export const manifest = read<Manifest>('package.json');

/** The texts of the manifest, by their keys. */
export const texts = read<Readonly<Record<string, string>>>('package.nls.json');

function read<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8'));
}
