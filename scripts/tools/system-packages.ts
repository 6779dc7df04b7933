/** Debian packages: installed by ourselves where that is allowed, asked for with the exact command elsewhere. */
import { existsSync } from 'node:fs';
import { download } from './download';

export interface SystemNeed {
  readonly debianPackages: readonly string[];
  isThere(): boolean;
}

export async function ensureSystemPackages(needs: readonly SystemNeed[]): Promise<void> {
  const missing = needs.filter((need) => !need.isThere()).flatMap((need) => need.debianPackages);
  if (missing.length === 0) return;
  if (!isRootOnDebian()) throw new Error(request(missing));
  console.log(`Installing ${missing.join(', ')} (apt-get) …`);
  const options = { timeLimit: 10 * 60_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await download('the list of Debian packages', 'apt-get', ['update', '-q'], options);
  const install = [
    'install',
    '-y',
    '-q',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...missing,
  ];
  await download(missing.join(', '), 'apt-get', install, options);
}

function request(packages: readonly string[]): string {
  const names = packages.join(' ');
  return isDebian()
    ? `Missing: ${packages.join(', ')}. Please run: sudo apt-get install -y --no-install-recommends ${names}`
    : `Missing: what Debian calls ${packages.join(', ')}. Please install it with the package manager of this system.`;
}

function isDebian(): boolean {
  return existsSync('/etc/debian_version');
}

function isRootOnDebian(): boolean {
  return isDebian() && process.getuid?.() === 0;
}
