import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../shared/files/uploads.ts';
import { setting } from '../../shared/kernel/environment.ts';

/**
 * Takes an address off the account's suppression list. SES puts there what bounced; it accepts mail to such
 * an address and does not send it. The one request does not need the client of version 2 of the API.
 * @throws Error when SES refuses or does not answer; the queue then repeats the event.
 */
export async function unsuppress(address: string, signingDate: Date): Promise<void> {
  if (process.env.MAIL_KIND === 'gateway') return;
  const { protocol, host, hostname, port, origin } = new URL(setting('MAIL_API'));
  const path = `/v2/email/suppression/addresses/${encodeURIComponent(address)}`;
  const signer = new SignatureV4({
    service: 'ses',
    region: setting('AWS_REGION'),
    credentials: {
      accessKeyId: setting('AWS_ACCESS_KEY_ID'),
      secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
      ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
    },
    sha256: Sha256,
  });
  const at = { protocol, hostname, ...(port && { port: Number(port) }), path };
  const { headers } = await signer.sign({ method: 'DELETE', ...at, query: {}, headers: { host } }, { signingDate });
  const { status } = await fetch(origin + path, { method: 'DELETE', headers, signal: AbortSignal.timeout(5_000) });
  // 404: it was not on the list.
  if (status !== 200 && status !== 404) throw new Error(`SES answered ${status} to the release of an address.`);
}
