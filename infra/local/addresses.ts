import type { Addresses } from './names.ts';

/** First of the ports of the local run; queues remember their addresses, so they are the same at every start. */
export const basePort = Number(process.env.ANJU_PORT ?? 4500);

/** Where the parts of a local run listen; an engine of the user's own takes the place of ours. */
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

/** The backend that clients on this machine talk to: the local run, or another one named by ANJU_API and ANJU_ISSUER. */
export function localEndpoints(): { apiUrl: string; issuerUrl: string; mailUrl: string } {
  const { gateway, issuer, ses } = addressesFrom(basePort);
  return {
    apiUrl: process.env.ANJU_API ?? gateway,
    issuerUrl: process.env.ANJU_ISSUER ?? issuer,
    mailUrl: process.env.ANJU_MAIL ?? ses,
  };
}
