/** Cuts a stream of text into whole lines, and stops after so many characters: a model may print for ever. */
export class LineBuffer {
  private rest = '';
  private length = 0;
  private full = false;

  constructor(
    private readonly write: (line: string) => void,
    private readonly limit: number,
    private readonly whenFull: string,
  ) {}

  add(text: string): void {
    if (this.full) return;
    this.length += text.length;
    const lines = (this.rest + text).split(/\r\n|\n/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.write(line);
    if (this.length > this.limit) {
      this.end();
      this.full = true;
      this.write(this.whenFull);
    }
  }

  /** Writes what came without a line end. */
  end(): void {
    if (this.rest !== '') this.write(this.rest);
    this.rest = '';
  }
}
