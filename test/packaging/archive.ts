import { readFileSync } from 'node:fs';

/** The files of a .vsix (a zip archive): name below the extension's folder → size in bytes. */
export function filesIn(vsix: string): Map<string, number> {
  const archive = readFileSync(vsix);
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, number>();
  let entry = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) =>
      archive.readUInt16LE(entry + at),
    );
    const name = archive.toString('utf8', entry + 46, entry + 46 + nameLength!);
    if (name.startsWith('extension/'))
      files.set(name.slice('extension/'.length), archive.readUInt32LE(entry + 24));
    entry += 46 + nameLength! + extraLength! + commentLength!;
  }
  return files;
}
