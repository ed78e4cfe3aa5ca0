import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { useClock } from './use-clock.ts';

// Runs in the worker of one function.
// It loads the bundle and answers invocations, as the Lambda runtime does.
const { file, exportName, name, arn, clock } = z
  .object({
    file: z.string(),
    exportName: z.string(),
    name: z.string(),
    arn: z.string(),
    clock: z.instanceof(SharedArrayBuffer),
  })
  .parse(workerData);
const invocation = z.object({ id: z.string(), event: z.string(), deadline: z.number() });
const handlers = z.record(z.string(), z.unknown());
type Handler = (event: unknown, context: unknown) => unknown;

// The function uses the clock of the local run, which may be ahead of the machine's or stopped.
const milliseconds = new BigInt64Array(clock);
const machine = useClock((ms) => Number(Atomics.load(milliseconds, 1)) || ms + Number(Atomics.load(milliseconds, 0)));

// Logs have Lambda's form: JSON lines. A single argument becomes the message.
const requests = new AsyncLocalStorage<string>();
function logger(level: string, out: NodeJS.WriteStream) {
  return (...given: unknown[]) => {
    const message = given.length === 1 ? given[0] : format(...given);
    const about = { timestamp: new Date().toISOString(), level, requestId: requests.getStore() };
    out.write(`${JSON.stringify({ ...about, message })}\n`);
  };
}
const said = logger('INFO', process.stdout);
Object.assign(console, { log: said, info: said, debug: logger('DEBUG', process.stdout) });
Object.assign(console, { warn: logger('WARN', process.stderr), error: logger('ERROR', process.stderr) });

const loaded: unknown = await import(file);
const found = handlers.parse({ ...handlers.parse(loaded) });
const handler = z
  .custom<Handler>((value) => typeof value === 'function', `${file} exports no function ${exportName}`)
  .parse(found[exportName] ?? handlers.optional().parse(found.default)?.[exportName]);

async function answer(message: unknown): Promise<void> {
  const { id, event, deadline } = invocation.parse(message);
  const context = {
    awsRequestId: id,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: '128',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - machine()),
  };
  try {
    const result: unknown = await requests.run(id, async () => handler(JSON.parse(event), context));
    parentPort?.postMessage({ id, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    const { name: errorType, message: errorMessage, stack } = error instanceof Error ? error : new Error(String(error));
    requests.run(id, () => console.error({ errorType, errorMessage, stack }));
    parentPort?.postMessage({ id, error: { errorType, errorMessage } });
  }
}

parentPort?.on('message', (message) => void answer(message));
