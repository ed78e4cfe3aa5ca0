import type { SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';

/** Calls of services for which this repository has no client. They are signed with the SDK's library. */
export interface AwsCall {
  /** Calls an operation of DynamoDB Streams. @throws Error with the name that AWS gives it. */
  streams<T extends z.ZodType>(operation: string, input: object, answer: T): Promise<z.output<T>>;
  /** Invokes a function and waits for its result. @throws Error when the function fails. */
  invoke<T extends z.ZodType>(functionArn: string, event: object, answer: T): Promise<z.output<T>>;
}

/** Addresses of services on this machine, in place of those of AWS. */
export interface LocalServices {
  readonly dynamodb: string;
  readonly lambda: string;
}

const problemSchema = z.looseObject({ __type: z.string().default('Error'), message: z.string().default('') });

/**
 * Returns the calls of `AwsCall`, signed with the region and credentials of an SQS client. `local` replaces
 * the addresses of AWS.
 */
export function awsCalls({ config }: SQSClient, local?: LocalServices): AwsCall {
  const post = async (
    service: 'dynamodb' | 'lambda',
    address: string,
    headers: Record<string, string>,
    body: string,
  ) => {
    const region = await config.region();
    const url = new URL(address);
    const signer = new SignatureV4({ service, region, credentials: config.credentials, sha256: config.sha256 });
    const signed = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: decodeURIComponent(url.pathname),
      headers: { host: url.host, ...headers },
      body,
    });
    const reply = await fetch(url, { method: 'POST', headers: signed.headers, body });
    const said: unknown = JSON.parse((await reply.text()) || '{}');
    if (reply.ok && !reply.headers.has('x-amz-function-error')) return said;
    const { __type, message } = problemSchema.parse(said);
    throw Object.assign(new Error(message || JSON.stringify(said)), { name: __type.replace(/^.*#/, '') });
  };
  const host = async (service: string) => {
    const region = await config.region();
    return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  };
  return {
    streams: async (operation, input, answer) => {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': operation };
      const address = local?.dynamodb ?? (await host('streams.dynamodb'));
      return answer.parse(await post('dynamodb', address, headers, JSON.stringify(input)));
    },
    invoke: async (functionArn, event, answer) => {
      const address = local?.lambda ?? (await host('lambda'));
      const path = `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
      return answer.parse(await post('lambda', address + path, {}, JSON.stringify(event)));
    },
  };
}
