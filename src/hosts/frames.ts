import type { Readable } from 'node:stream';

/** Bytes of a header; two short fields are all there is. */
const longestHeader = 4096;
/** Bytes of a message: numbers travel in blocks of a few MB, and an inventory is small. */
const longestMessage = 256 * 1024 * 1024;

const separator = Buffer.from('\r\n\r\n');

/** What came is no message of the protocol; nothing after it can be read. */
export class BrokenFrame extends Error {}

/**
 * Takes messages, each behind a `Content-Length` header, from a stream of bytes. It holds no more than one message, and
 * none that is larger than any a host sends on purpose.
 * @param onMessage called with the parsed JSON.
 * @param onBroken called once, when the stream turns out to hold something else.
 * @returns a function that stops reading.
 */
export function readFrames(
  stream: Readable,
  onMessage: (message: unknown) => void,
  onBroken: (error: BrokenFrame) => void,
): () => void {
  let parts: Buffer[] = [];
  let held = 0;
  let body: number | null = null; // bytes of the message whose header was read

  const take = (count: number): Buffer => {
    const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const rest = all.subarray(count);
    parts = rest.length > 0 ? [rest] : [];
    held = rest.length;
    return all.subarray(0, count);
  };
  const step = (): boolean => {
    if (body === null) {
      const some = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      const end = some.indexOf(separator);
      if (end > longestHeader || (end < 0 && held > longestHeader))
        throw new BrokenFrame('there is no header');
      if (end < 0) return false;
      body = lengthIn(take(end + separator.length).toString('latin1'));
    }
    if (held < body) return false;
    const text = take(body).toString('utf8');
    body = null;
    onMessage(parsed(text));
    return true;
  };
  const onData = (chunk: Buffer): void => {
    parts.push(chunk);
    held += chunk.length;
    try {
      while (held > 0 && step());
    } catch (error) {
      stop();
      if (!(error instanceof BrokenFrame)) throw error;
      onBroken(error);
    }
  };
  const stop = (): void => {
    stream.off('data', onData);
    stream.resume(); // so that a host that goes on sending does not fill memory
    parts = [];
    held = 0;
  };
  stream.on('data', onData);
  return stop;
}

function lengthIn(header: string): number {
  const fields = header
    .split('\r\n')
    .map((line) => /^content-length:[ \t]*(\d{1,15})[ \t]*$/i.exec(line)?.[1]);
  const [length, ...more] = fields.filter((field) => field !== undefined);
  if (length === undefined || more.length > 0)
    throw new BrokenFrame('a header does not tell the length of its message');
  const bytes = Number(length);
  if (bytes > longestMessage) throw new BrokenFrame(`a message claims to hold ${Math.round(bytes / 1e6)} MB`);
  return bytes;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BrokenFrame('a message is not JSON');
  }
}

/** A message as it is sent. */
export function frame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body]);
}
