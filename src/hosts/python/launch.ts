import { join } from 'node:path';
import type { Launch } from '../childProcess';

/** @param installation folder that holds `python/gradient_lens_host`. */
export function pythonLaunch(interpreter: string, installation: string, folder: string): Launch {
  return {
    command: interpreter,
    arguments: ['-u', join(installation, 'python', 'gradient_lens_host')],
    environment: {
      PYTHONIOENCODING: 'utf-8',
      PYTHONDONTWRITEBYTECODE: '1',
      MPLBACKEND: 'Agg',
    },
    folder,
  };
}
