import type { Remark, Results } from './results';

/** Reads a report in the format of JUnit as pytest writes it: flat, with a result inside each test case. */
export function parseJUnit(xml: string): Results {
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
