/** Puts advice that is worded for Python into the words of JavaScript and TypeScript. */
export function inJavaScript(message: string): string {
  return message
    .replace(/`gradient_lens\(\)`/g, '`gradientLens()`')
    .replace(/`if __name__ == "__main__":`/g, '`if (require.main === module)`')
    .replace(
      /^the package `(.+?)` is not installed.*$/,
      'the package `$1` is not installed. Install it with `npm install $1` in the folder of the project.',
    )
    .replace(/\b([Aa]) dict\b/g, '$1n object')
    .replace(/\bdict\b/g, 'object')
    .replace('nothing (None)', 'nothing (undefined)')
    .replace(/ returned (True|False);/, (said) => said.toLowerCase())
    .replace('`os._exit`', '`process.kill`')
    .replace(/, or select the interpreter that has it/, '');
}
