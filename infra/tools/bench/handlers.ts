import { createWriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { bundleOf } from '../../bundles.ts';
import { readAssembly } from '../../local/assembly.ts';
import { eventOf } from '../../local/gateway.ts';
import { resolver } from '../../local/intrinsics.ts';
import { type Addresses, localNames, region } from '../../local/names.ts';
import type { State } from '../../local/state.ts';

/* Calls the deployed bundles of HTTP functions in this process. */

const functionSchema = z.looseObject({
  Environment: z.looseObject({ Variables: z.record(z.string(), z.coerce.string()) }).optional(),
});
const answerSchema = z.looseObject({ statusCode: z.number(), body: z.string().default('') });
const moduleSchema = z.object({
  handler: z.custom<(event: unknown, context: unknown) => Promise<unknown>>((value) => typeof value === 'function'),
});

/** The claims of a caller as the gateway passes them to a function. */
export type Claims = Readonly<Record<string, string>>;

/** A request to a function, as a client sends it. */
export interface Asking {
  readonly method: string;
  readonly path: string;
  readonly claims: Claims;
  readonly body?: unknown;
  readonly key?: string;
}

/** Returns the event of a request. */
export function eventFor({ method, path, claims, body, key }: Asking): object {
  const headers = {
    host: 'bench.invalid',
    'user-agent': 'bench',
    accept: 'application/json',
    'content-type': 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const text = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const url = new URL(path, 'http://bench.invalid');
  return eventOf({ method, url, headers, body: text }, { key: `ANY ${url.pathname}`, parameters: {}, claims });
}

/** A loaded function. It takes an event and returns the body of its success. */
export type Handler = (event: object) => Promise<unknown>;

/** Returns the environment of all functions together. Their names and values do not contradict each other. */
export function environmentOf(assemblyFolder: string, addresses: Addresses, state: State): Record<string, string> {
  const assembly = readAssembly(assemblyFolder);
  const resolve = resolver(assembly, localNames(addresses, state));
  const environment: Record<string, string> = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: addresses.sqs,
    AWS_ENDPOINT_URL_S3: addresses.s3,
    AWS_ENDPOINT_URL_SES: addresses.ses,
  };
  for (const stack of assembly.stacks) {
    for (const { type, properties } of stack.resources.values()) {
      if (type !== 'AWS::Lambda::Function') continue;
      const { Environment } = functionSchema.parse(resolve(stack, properties));
      Object.assign(environment, Environment?.Variables);
    }
  }
  return environment;
}

/** Writes what functions log to nowhere, in Lambda's form, so that logging costs what it costs there. */
export function logToNowhere(): void {
  const nowhere = createWriteStream(devNull);
  const write = (message: unknown) => {
    nowhere.write(
      `${JSON.stringify({ timestamp: new Date().toISOString(), level: 'INFO', requestId: 'bench', message })}\n`,
    );
  };
  const say = console.log.bind(console);
  // Functions log objects; the commands of this repository print texts.
  console.log = (...given: unknown[]) => (typeof given[0] === 'object' ? write(given[0]) : say(...given));
}

/**
 * Loads the bundle of a function. Its client keeps the endpoint of its first call, so each endpoint needs a
 * copy of its own; `copy` names it.
 */
export async function loadHandler(entry: string, copy: string): Promise<Handler> {
  const url = pathToFileURL(`${bundleOf(entry, false)}/index.mjs`);
  url.search = copy;
  const loaded: unknown = await import(url.href);
  const { handler } = moduleSchema.parse({ ...(typeof loaded === 'object' && loaded) });
  return async (event) => {
    const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 };
    const { statusCode, body } = answerSchema.parse(await handler(event, context));
    if (statusCode >= 300) throw new Error(`${entry} answered ${statusCode}: ${body}`);
    return body;
  };
}
