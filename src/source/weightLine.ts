/**
 * The one line of a text that makes a tensor of this name, also inside a function: `W1 = ...`, `self.W1 = ...`,
 * `parameters["W1"] = ...`, `params["W" + str(l)] = ...`, `p[f"W{l}"] = ...`. Null if there is none, or more than one.
 */
export function weightLine(text: string, name: string): number | null {
  const lines = text.split(/\r?\n/);
  const whole = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const stem = /^([\p{L}_]+)\d+$/u.exec(name)?.[1];
  return (
    onlyLine(lines, new RegExp(`^\\s*[^=#]*(^|[^\\p{L}\\p{N}_])${whole}["'\`]?\\]?\\s*=[^=]`, 'u')) ??
    (stem === undefined
      ? null
      : onlyLine(
          lines,
          new RegExp(`^\\s*[^=#]*\\[f?["'\`]${stem}(["'\`]\\s*\\+|\\$?\\{)[^=]*\\]\\s*=[^=]`, 'u'),
        ))
  );
}

/** Values that are drawn or laid out anew, not taken from elsewhere. */
const making = /(rand|normal|uniform|zeros|ones|full|eye|truncated|xavier|glorot|kaiming|Array|map|fill)/i;

function onlyLine(lines: readonly string[], target: RegExp): number | null {
  const found = lines.flatMap((line, i) => {
    const value = line.slice(line.indexOf('=') + 1);
    return making.test(value) && target.test(line) ? [i + 1] : [];
  });
  return found.length === 1 ? found[0]! : null;
}
