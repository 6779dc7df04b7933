/** The webview's end of the line to the extension. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Channel<Incoming, Outgoing> {
  send(message: Outgoing): void;
  /** What was kept over a reload of the window; not to be trusted. */
  restore(): unknown;
  keep(state: unknown): void;
  listen(receive: (message: Incoming) => void): void;
}

/** May be called once; VS Code hands out its API once. */
export function openChannel<Incoming, Outgoing>(): Channel<Incoming, Outgoing> {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    restore: () => api.getState(),
    keep: (state) => api.setState(state),
    listen: (receive) =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = event.data;
        if (typeof message === 'object' && message !== null && 'type' in message)
          receive(message as Incoming);
      }),
  };
}
