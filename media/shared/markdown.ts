/** A table as GitHub writes it; the first row is the head, numbers stand right. */
export function markdownTable(rows: readonly (readonly (string | number)[])[]): string {
  const [head = [], ...body] = rows;
  const right = head.map((_, i) => body.length > 0 && body.every((row) => typeof row[i] === 'number'));
  const line = (cells: readonly (string | number)[]) => `| ${cells.map(cell).join(' | ')} |\n`;
  return (
    line(head) + `| ${right.map((one) => (one ? '--:' : '---')).join(' | ')} |\n` + body.map(line).join('')
  );
}

function cell(value: string | number): string {
  return String(value).replaceAll('|', '\\|').replace(/\r?\n/g, ' ');
}
