import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { Assembly } from './assembly.ts';
import type { LocalClock } from './clock.ts';
import { type Addresses, arnOf, localCredentials, physicalName, region } from './names.ts';
import type { State } from './state.ts';
import { type Catalogue, type Found, ignored, unsupported } from './support.ts';
import { workerScript } from './worker-script.ts';

const functionSchema = z.strictObject({
  Code: z.strictObject({ S3Key: z.string(), ...ignored('S3Bucket', 'SourceKMSKeyArn') }),
  Handler: z.string(),
  Runtime: z.string().startsWith('nodejs'),
  Timeout: z.number().default(3),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().startsWith('arn:aws:sqs:') }).optional(),
  ...ignored('FunctionName', 'Description', 'Role', 'MemorySize', 'Architectures', 'EphemeralStorage', 'Tags'),
  ...ignored('LoggingConfig', 'TracingConfig', 'RuntimeManagementConfig', 'RecursiveLoop', 'KmsKeyArn', 'VpcConfig'),
  ...ignored('ReservedConcurrentExecutions'),
});
type LambdaFunction = Found<z.output<typeof functionSchema>>;

const replySchema = z.object({
  id: z.string(),
  result: z.string().optional(),
  error: z.object({ errorType: z.string(), errorMessage: z.string() }).optional(),
});

/** A Lambda function error: the handler threw, ran out of time, or its process ended. */
export class FunctionError extends Error {
  readonly errorType: string;
  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** The functions of the assembly, by name or ARN. */
export interface Functions {
  /** Returns the name of a function by name or ARN. @throws Error when there is none. */
  nameOf(reference: string): string;
  /** Invokes a function and waits for its result. @throws FunctionError */
  invoke(reference: string, event: unknown): Promise<unknown>;
  /** Invokes a function asynchronously: two retries, then the function's dead letters. */
  invokeLater(reference: string, event: unknown): Promise<void>;
  /**
   * Returns the number of running invocations and of all begun ones.
   * If neither changes, the functions are idle.
   */
  activity(): { running: number; begun: number };
  stop(): Promise<void>;
}

const limitBytes = 6 * 1024 * 1024;
const retryDelays = [60_000, 120_000];

/** The environment of functions: addresses of the engines, state folder and clock. */
interface World {
  readonly addresses: Addresses;
  readonly state: State;
  readonly clock: LocalClock;
  /** Factor on the timeout of functions, because a busy machine is slower than Lambda. */
  readonly patience: number;
  sendTo(queueArn: string, body: unknown): Promise<unknown>;
}

/** Prepares the functions of the assembly. A worker starts with its first invocation. */
export function functions(found: Catalogue, assembly: Assembly, world: World): Functions {
  const all = new Map(found.take('AWS::Lambda::Function', functionSchema).map((one) => [physicalName(one), one]));
  const nameOf = (reference: string) => {
    const name = reference.replace(/^arn:aws:lambda:.*:function:/, '');
    if (!all.has(name)) throw new Error(`The assembly has no function ${reference}.`);
    return name;
  };
  const invokers = new Map([...all].map(([name, one]) => [name, invoker(one, fileOf(one, assembly), world)]));
  let running = 0;
  let begun = 0;
  const waits = new Set<NodeJS.Timeout>();

  const invoke = async (reference: string, event: unknown): Promise<unknown> => {
    running += 1;
    begun += 1;
    try {
      const result = await invokers.get(nameOf(reference))?.run(JSON.stringify(event));
      return JSON.parse(result ?? 'null');
    } finally {
      running -= 1;
    }
  };
  const attempt = async (name: string, event: unknown, attempts: number): Promise<void> => {
    try {
      await invoke(name, event);
    } catch (error) {
      const delay = retryDelays[attempts - 1];
      if (delay !== undefined) {
        const wait = setTimeout(() => {
          waits.delete(wait);
          void attempt(name, event, attempts + 1);
        }, delay);
        waits.add(wait);
        return;
      }
      const deadLetters = all.get(name)?.is.DeadLetterConfig?.TargetArn;
      if (deadLetters && error instanceof FunctionError) await world.sendTo(deadLetters, event);
    }
  };
  return {
    nameOf,
    invoke,
    invokeLater: (reference, event) => attempt(nameOf(reference), event, 1),
    activity: () => ({ running, begun }),
    stop: async () => {
      for (const wait of waits) clearTimeout(wait);
      await Promise.all([...invokers.values()].map((one) => one.stop()));
    },
  };
}

function fileOf(one: LambdaFunction, assembly: Assembly): string {
  const folder = assembly.assets.get(one.is.Code.S3Key);
  if (!folder) throw unsupported(one, `Properties.Code: no asset ${one.is.Code.S3Key} in the assembly`);
  const module = one.is.Handler.split('.').slice(0, -1).join('.');
  const file = ['.mjs', '.js', '.cjs'].map((ending) => join(folder, module + ending)).find((path) => existsSync(path));
  if (!file) throw unsupported(one, `Properties.Handler: no ${module}.mjs, .js or .cjs in ${folder}`);
  return file;
}

interface Sandbox {
  worker: Worker;
  pending: Map<string, { resolve(result: string): void; reject(error: Error): void }>;
}

/** Runs one function in its own worker. After a crash or a timeout the next invocation gets a new worker. */
function invoker(one: LambdaFunction, file: string, { addresses, state, clock, patience }: World) {
  const name = physicalName(one);
  const log = state.log(name);
  const env = { ...lambdaEnvironment(name, one.is.Handler, addresses), ...one.is.Environment?.Variables };
  const sandboxes = new Set<Sandbox>();
  let current: Sandbox | undefined;

  const start = (): Sandbox => {
    const exportName = one.is.Handler.split('.').at(-1);
    const workerData = { file: pathToFileURL(file).href, exportName, name, arn: arnOf(one), clock: clock.shared };
    const worker = new Worker(workerScript(), { env, workerData, stdout: true, stderr: true });
    const sandbox: Sandbox = { worker, pending: new Map() };
    sandboxes.add(sandbox);
    worker.stdout.pipe(log, { end: false });
    worker.stderr.pipe(log, { end: false });
    worker.on('message', (message) => {
      const { id, result, error } = replySchema.parse(message);
      const waiting = sandbox.pending.get(id);
      sandbox.pending.delete(id);
      if (error) waiting?.reject(new FunctionError(error.errorType, error.errorMessage));
      else if (result !== undefined && Buffer.byteLength(result) > limitBytes) {
        waiting?.reject(new FunctionError('Function.ResponseSizeTooLarge', 'Response payload size exceeded 6 MB'));
      } else waiting?.resolve(result ?? 'null');
      retire(sandbox);
    });
    const ended = (reason: string) => {
      sandboxes.delete(sandbox);
      if (current === sandbox) current = undefined;
      for (const { reject } of sandbox.pending.values()) reject(new FunctionError('Runtime.ExitError', reason));
      sandbox.pending.clear();
    };
    worker.on('error', (error) => {
      log.write(`${String(error instanceof Error ? error.stack : error)}\n`);
      ended(String(error));
    });
    worker.on('exit', (code) => ended(`Runtime exited with status ${code}`));
    return sandbox;
  };

  // A worker with a timed-out invocation gets no more work and ends after its other invocations.
  const retire = (sandbox: Sandbox) => {
    if (sandbox !== current && sandbox.pending.size === 0) void sandbox.worker.terminate();
  };

  const run = async (event: string): Promise<string> => {
    if (Buffer.byteLength(event) > limitBytes)
      throw new FunctionError('RequestEntityTooLarge', 'Request payload exceeds 6 MB');
    current ??= start();
    const sandbox = current;
    const id = randomUUID();
    const timeout = one.is.Timeout * 1000 * patience;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        sandbox.pending.set(id, { resolve, reject });
        timer = setTimeout(() => {
          sandbox.pending.delete(id);
          if (current === sandbox) current = undefined;
          retire(sandbox);
          reject(new FunctionError('Sandbox.Timedout', `Task timed out after ${(timeout / 1000).toFixed(2)} seconds`));
        }, timeout);
        sandbox.worker.postMessage({ id, event, deadline: Date.now() + timeout });
      });
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    run,
    stop: () => Promise.all([...sandboxes].map(({ worker }) => worker.terminate())),
  };
}

function lambdaEnvironment(name: string, handler: string, addresses: Addresses): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    // The user's configuration for real AWS must not reach a function.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    _HANDLER: handler,
    TZ: ':UTC',
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
    AWS_ENDPOINT_URL_SQS: addresses.sqs,
    AWS_ENDPOINT_URL_S3: addresses.s3,
    AWS_ENDPOINT_URL_SES: addresses.ses,
  };
}
