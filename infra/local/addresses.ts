import type { Addresses } from './names.ts';

/** First port of the local run. Ports are the same at every start, because queues store their URLs. */
export const basePort = Number(process.env.ANJU_PORT ?? 4500);

/** Returns the addresses of a local run. `DYNAMODB_ENDPOINT` replaces the embedded DynamoDB engine. */
export function addressesFrom(port: number): Addresses & { readonly mailbox: string } {
  const local = (offset: number) => `http://127.0.0.1:${port + offset}`;
  return {
    gateway: local(0),
    issuer: local(1),
    dynamodb: process.env.DYNAMODB_ENDPOINT ?? local(2),
    sqs: local(3),
    s3: local(3),
    ses: local(4),
    mailbox: local(5),
  };
}

/**
 * Returns the backend for clients on this machine: the local
 * run, or another one named by ANJU_API and ANJU_ISSUER.
 */
export function localEndpoints(): { apiUrl: string; issuerUrl: string; mailUrl: string } {
  const { gateway, issuer, ses } = addressesFrom(basePort);
  return {
    apiUrl: process.env.ANJU_API ?? gateway,
    issuerUrl: process.env.ANJU_ISSUER ?? issuer,
    mailUrl: process.env.ANJU_MAIL ?? ses,
  };
}
