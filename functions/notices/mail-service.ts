import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Temporal } from 'temporal-polyfill';
import { setting } from '../../shared/kernel/environment.ts';
import { BadAddress, rawMessage } from './mime.ts';
import type { Notice } from './notice.ts';
import type { SendOutcome } from './notice-delivery.ts';

let client: SESClient | undefined;

/** One attempt with timeouts: the record of the notice decides on retries, not the client. */
function ses(): SESClient {
  client ??= new SESClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return client;
}

/**
 * Hands a notice to the mail service and returns the outcome. It never throws for errors of the service or
 * the network.
 */
export async function sendMail(notice: Notice, address: string, now: Temporal.Instant): Promise<SendOutcome> {
  // Until the company has a message gateway, staff call the household.
  if (process.env.MAIL_KIND === 'gateway') return { result: 'refused', why: 'no-mail-service' };
  const from = setting('MAIL_FROM');
  let raw: string;
  try {
    raw = rawMessage({
      id: notice.noticeId,
      from: { name: notice.sender, address: from },
      to: { name: notice.recipient.name, address },
      subject: notice.subject,
      date: now,
      text: notice.text,
      html: notice.html,
      unsubscribeUrl: notice.unsubscribeUrl,
    });
  } catch (error) {
    if (error instanceof BadAddress) return { result: 'refused', why: 'bad-address' };
    throw error;
  }
  const command = new SendRawEmailCommand({
    Source: from,
    Destinations: [address],
    RawMessage: { Data: Buffer.from(raw) },
    ConfigurationSetName: setting('MAIL_CONFIGURATION_SET'),
    Tags: [{ Name: 'notice', Value: notice.noticeId }],
  });
  try {
    const { MessageId } = await ses().send(command);
    return MessageId ? { result: 'taken', messageId: MessageId } : { result: 'unknown', why: 'no-message-id' };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Errors without a connection: nothing was sent. */
const neverConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/**
 * Returns the meaning of a mail service error. Only an error about this very mail refuses it for good. A
 * paused or throttled account, or a wrong setting, is not the address's fault: the mail is retried. After a
 * broken connection or an internal error it is unknown whether the mail was sent.
 */
export function outcomeOf(error: unknown): SendOutcome {
  const why = error instanceof Error ? error.name : 'unknown';
  if (error instanceof SESServiceException) {
    if (isOfThisMail(error)) return { result: 'refused', why };
    const status = error.$metadata.httpStatusCode ?? 0;
    return status >= 500 && status !== 503 ? { result: 'unknown', why } : { result: 'busy', why };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (neverConnected.includes(code)) return { result: 'busy', why: code };
  // No role to sign with: the request never left the function.
  if (why === 'CredentialsProviderError') return { result: 'busy', why };
  return { result: 'unknown', why: code || why };
}

function isOfThisMail({ name, message }: SESServiceException): boolean {
  // An unverified sender identity is rejected under the same name as a bad mail.
  if (name === 'MessageRejected') return !/not verified|paused|suspended/i.test(message);
  return name === 'InvalidParameterValue';
}
