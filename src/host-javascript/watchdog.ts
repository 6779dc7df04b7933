import { Worker } from 'node:worker_threads';
import { watchStopwatch } from './timeLimit';

/** A place in the code that was running, innermost first. Lines are one-based. */
export interface Frame {
  readonly url: string;
  readonly function: string;
  /** Where the function begins, which tells functions of one name apart. */
  readonly start: string;
  readonly line: number;
}

/** The stacks at a few moments. */
export type Samples = readonly (readonly Frame[])[];

const textSize = 1 << 16;

/**
 * Runs in a thread of its own, because the one with the endless loop does nothing else. Shortly before a time limit it
 * stops the main thread a few times with the debugger, and writes down where it was.
 */
const source = String.raw`
const { workerData: { deadline, length, text } } = require('node:worker_threads');
const { Session } = require('node:inspector');
const session = new Session();
session.connectToMainThread();
const post = (method) => session.post(method, {}, () => {});
const urls = new Map();
session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
let samples = [];
let watched = 0;
session.on('Debugger.paused', ({ params: { callFrames } }) => {
  samples.push(callFrames.slice(0, 60).map((frame) => ({
    url: frame.url || urls.get(frame.location.scriptId) || '',
    function: frame.functionName,
    start: frame.functionLocation ? frame.functionLocation.lineNumber + ':' + frame.functionLocation.columnNumber : '',
    line: frame.location.lineNumber + 1,
  })));
  const written = new TextEncoder().encode(JSON.stringify(samples));
  if (written.length <= text.length) {
    text.set(written);
    Atomics.store(length, 0, written.length);
  }
  post('Debugger.resume');
  if (samples.length < 6 && deadline[0] === watched) setTimeout(() => post('Debugger.pause'), 3);
  else post('Debugger.disable');
});
setInterval(() => {
  const [until, early] = deadline;
  if (until === 0 || until === watched || Date.now() < until - early) return;
  watched = until;
  samples = [];
  post('Debugger.enable');
  post('Debugger.pause');
}, 20);
`;

/** Starts watching, for the life of the process. Where the thread cannot be had, nothing is known of lines. */
export function startWatchdog(): void {
  const deadline = new Float64Array(new SharedArrayBuffer(16));
  const length = new Int32Array(new SharedArrayBuffer(4));
  const text = new Uint8Array(new SharedArrayBuffer(textSize));
  const worker = new Worker(source, { eval: true, execArgv: [], workerData: { deadline, length, text } });
  worker.on('error', () => undefined);
  worker.unref();
  watchStopwatch({
    start: (milliseconds) => {
      Atomics.store(length, 0, 0);
      deadline[1] = Math.min(250, milliseconds / 4);
      deadline[0] = Date.now() + milliseconds;
    },
    stop: () => {
      deadline[0] = 0;
    },
    samples: () => {
      const json = Buffer.from(text.slice(0, Atomics.load(length, 0))).toString();
      return json === '' ? [] : (JSON.parse(json) as Samples);
    },
  });
}
