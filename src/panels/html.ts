export interface PageParts {
  /** Of the webview: the only source that resources may come from. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
  readonly language: string;
  /** Script of a worker, for a page that computes. The page fetches it and runs it from a blob. */
  readonly worker?: string;
}

/** The page of a panel: one script, one style sheet, nothing from elsewhere. */
export function pageHtml({ cspSource, nonce, script, style, title, language, worker }: PageParts): string {
  // Inline styles are allowed, because charts position their marks by them; scripts only with the nonce.
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data: blob:`,
    // A worker of a webview cannot be started from another origin than its own.
    ...(worker === undefined ? [] : [`connect-src ${cspSource}`, 'worker-src blob:']),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <link rel="stylesheet" href="${escapeHtml(style)}" />
    <title>${escapeHtml(title)}</title>
  </head>
  <body${worker === undefined ? '' : ` data-worker="${escapeHtml(worker)}"`}>
    <main id="app"></main>
    <script nonce="${nonce}" src="${escapeHtml(script)}"></script>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
