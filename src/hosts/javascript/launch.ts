import { join } from 'node:path';
import type { Launch } from '../childProcess';

/** @param installation folder that holds `dist/host-javascript.js`. */
export function javascriptLaunch(
  node: { readonly path: string; readonly environment: Readonly<Record<string, string>> },
  installation: string,
  folder: string,
): Launch {
  return {
    command: node.path,
    arguments: [join(installation, 'dist', 'host-javascript.js')],
    environment: node.environment,
    folder,
  };
}
