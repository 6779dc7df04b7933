import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { HostFailure } from '../core/failure';
import type { HostRequests } from '../protocol/host';
import { contain } from './containment';
import { Session } from './session';
import { startWatchdog } from './watchdog';

/** The JavaScript host: reads requests from standard input and answers them one after another, until the input ends. */

const methods: readonly (keyof HostRequests)[] = [
  'load',
  'run',
  'bind',
  'costs',
  'sweep',
  'directions',
  'values',
  'move',
  'trace',
  'data',
  'scales',
  'records',
];

/** Milliseconds that a last answer gets to leave, once the time limit has ended the model. */
const timeToAnswer = 200;

const { input, output, exit, takeStray } = contain();
const connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
const session = new Session();
let queue: Promise<unknown> = Promise.resolve();

for (const method of methods) {
  connection.onRequest(method, (params: never) => {
    const answer = queue.then(() => respond(method, params));
    queue = answer.catch(() => undefined);
    return answer;
  });
}
startWatchdog();
connection.onClose(() => exit(0));
connection.listen();

async function respond(method: keyof HostRequests, params: never): Promise<unknown> {
  try {
    const reply: unknown = await session[method](params);
    await new Promise(setImmediate); // lets what the model's code started fail now, if it fails
    const stray = takeStray();
    if (stray !== undefined) throw stray;
    return reply;
  } catch (error) {
    takeStray();
    throw errorResponse(session.failure(error));
  }
}

function errorResponse(failure: HostFailure): ResponseError<HostFailure> {
  if (failure.kind === 'timeout') setTimeout(() => exit(1), timeToAnswer);
  return new ResponseError(ErrorCodes.InternalError, failure.message, failure);
}
