import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../tools/path';
import { run } from '../tools/process';
import { preparePython } from '../tools/python';
import { judged, type Remark, type Results } from './results';

export async function runPytest(args: readonly string[], timeLimit: number): Promise<Results> {
  let python: string;
  try {
    python = await preparePython();
  } catch (error) {
    // Gradient Lens is useful without Python (expression models), so a machine without one is no failure.
    return { passed: 0, failed: [], skipped: [{ test: 'test/python', message: (error as Error).message }] };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-results-'));
  const report = path.join(folder, 'results.xml');
  try {
    const command = [
      '-m',
      'pytest',
      'test/python',
      `--junitxml=${report}`,
      '-p',
      'no:cacheprovider',
      ...args,
    ];
    const outcome = await run(python, command, { cwd: root, timeLimit });
    return judged(readJUnitReport(report), outcome);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads what pytest wrote; undefined if it did not come to that. */
function readJUnitReport(file: string): Results | undefined {
  let xml: string;
  try {
    xml = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const failed: Remark[] = [];
  const skipped: Remark[] = [];
  let passed = 0;
  for (const [, attributes = '', content = ''] of xml.matchAll(
    /<testcase\b([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs,
  )) {
    const test = `${attribute(attributes, 'classname')}.${attribute(attributes, 'name')}`;
    const [, outcome, details = '', text = ''] =
      /<(failure|error|skipped)\b([^>]*?)(?:\/>|>(.*?)<\/\1>)/s.exec(content) ?? [];
    if (outcome === undefined) passed++;
    else if (outcome === 'skipped') skipped.push({ test, message: attribute(details, 'message') });
    else failed.push({ test, message: unescape(text) || attribute(details, 'message') });
  }
  return { passed, failed, skipped };
}

function attribute(attributes: string, name: string): string {
  return unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
}

function unescape(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (entity, decimal, hexadecimal, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return named[name] ?? entity;
  });
}
