/** What hovers and tooltips are written in. */

/** Of a link that runs a command with these arguments. */
export function commandLink(id: string, args: readonly unknown[]): string {
  return `command:${id}?${encodeURIComponent(JSON.stringify(args)).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
}

/** Names and sentences come from the user's file: nothing in them may become a link or a heading. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\*_{}[\]()#+!|<>~]/g, '\\$&')
    .replace(/`/g, '\\`');
}
