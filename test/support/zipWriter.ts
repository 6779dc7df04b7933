import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive, and what its entry says falsely of it. */
export interface ZipMember {
  readonly name: string;
  readonly content: Buffer;
  readonly deflated?: boolean;
  readonly encrypted?: boolean;
  /** Said in place of the size of the content. */
  readonly claimedSize?: number;
}

/** An archive as `zipfile` writes it, for tests. */
export function zip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content, deflated = false, encrypted = false, claimedSize } of members) {
    const stored = deflated ? deflateRawSync(content) : content;
    // What the two kinds of head have in common.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(stored.length, 14);
    common.writeUInt32LE(claimedSize ?? content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), stored);
    entries.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, place, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + stored.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
