import { SESServiceException } from '@aws-sdk/client-ses';
import { describe, expect, test } from 'vitest';
import { feedbackHandler } from '../../../functions/notices/mail-feedback.consumer.ts';
import { outcomeOf } from '../../../functions/notices/mail-service.ts';
import { readFeedback } from '../../../functions/notices/read-feedback.ts';

const mail = { messageId: 'm-1', tags: { notice: ['ntc_1'], 'ses:configuration-set': ['anju'] } };

describe('feedback of the mail service', () => {
  test('gives a fact about its notice for each kind', () => {
    expect(readFeedback({ eventType: 'Send', mail, send: {} })).toEqual({
      noticeId: 'ntc_1',
      fact: { what: 'sent', messageId: 'm-1' },
    });
    expect(readFeedback({ eventType: 'Delivery', mail })?.fact).toEqual({ what: 'delivered' });
    expect(readFeedback({ eventType: 'Complaint', mail })?.fact).toEqual({ what: 'complained' });
    expect(readFeedback({ eventType: 'Reject', mail, reject: { reason: 'Bad content' } })?.fact).toEqual({
      what: 'rejected',
      why: 'Bad content',
    });
  });

  test('gives the reason of a permanent bounce, and of a mail that the mail service gave up', () => {
    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'a@example.com', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
    };
    expect(readFeedback({ eventType: 'Bounce', mail, bounce })?.fact).toEqual({
      what: 'bounced',
      why: 'Permanent: General: smtp; 550 5.1.1 user unknown',
    });
    const passing = { ...bounce, bounceType: 'Transient', bounceSubType: 'MailboxFull', bouncedRecipients: [] };
    expect(readFeedback({ eventType: 'Bounce', mail, bounce: passing })?.fact).toEqual({
      what: 'returned',
      why: 'Transient: MailboxFull',
    });
  });

  test('tells an absence note from a mail that was given up', () => {
    const bounced = (bounceSubType: string, said: object = {}, bounceType = 'Transient') => {
      const bouncedRecipients = [{ emailAddress: 'a@example.com', ...said }];
      return readFeedback({ eventType: 'Bounce', mail, bounce: { bounceType, bounceSubType, bouncedRecipients } })?.fact
        ?.what;
    };
    expect(bounced('General')).toBe('automatic-answer');
    expect(bounced('General', { status: '5.3.0' })).toBe('returned');
    expect(bounced('General', { action: 'failed', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' })).toBe('returned');
    for (const kind of ['MailboxFull', 'MessageTooLarge', 'ContentRejected', 'AttachmentRejected']) {
      expect(bounced(kind)).toBe('returned');
    }
    expect(bounced('Undetermined', {}, 'Undetermined')).toBe('returned');
  });

  test('says of a delay that the mail service has the mail, and why it waits', () => {
    const deliveryDelay = {
      delayType: 'MailboxFull',
      expirationTime: '2026-03-02T02:03:04.000Z',
      delayedRecipients: [{ emailAddress: 'a@example.com', status: '4.2.2', diagnosticCode: '452 4.2.2 mailbox full' }],
    };
    expect(readFeedback({ eventType: 'DeliveryDelay', mail, deliveryDelay })?.fact).toEqual({
      what: 'delayed',
      messageId: 'm-1',
      why: 'MailboxFull: 452 4.2.2 mailbox full',
    });
  });

  test('is also read in the older format, with another name of the kind and headers instead of tags', () => {
    const older = { messageId: 'm-1', headers: [{ name: 'X-Anju-Notice', value: 'ntc_2' }] };
    expect(readFeedback({ notificationType: 'Delivery', mail: older })).toEqual({
      noticeId: 'ntc_2',
      fact: { what: 'delivered' },
    });
  });

  test('changes nothing for a mail that is not a notice, or an unused kind', () => {
    expect(readFeedback({ eventType: 'Send', mail: { messageId: 'm-2' } })).toBeUndefined();
    expect(readFeedback({ eventType: 'Open', mail })).toEqual({ noticeId: 'ntc_1', fact: undefined });
  });

  test('ignores the test message of a new topic, unlike other plain text', async () => {
    const records = [
      { messageId: '1', body: 'Successfully validated SNS topic for Amazon SES event publishing.' },
      { messageId: '2', body: 'garbled' },
    ];
    const answer = await feedbackHandler()({ Records: records });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test('fails when malformed, and ends in the dead-letter queue', () => {
    expect(() => readFeedback({ hello: 'world' })).toThrow();
    expect(() => readFeedback('text')).toThrow();
  });
});

describe('errors of the mail service', () => {
  const said = (name: string, httpStatusCode: number, message = name) =>
    outcomeOf(new SESServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } })).result;

  test('refuse a mail for good only when they are about this mail', () => {
    expect(said('MessageRejected', 400, 'Address blacklisted.')).toBe('refused');
    expect(said('InvalidParameterValue', 400)).toBe('refused');
    expect(said('MessageRejected', 400, 'Email address is not verified.')).toBe('busy');
  });

  test('leave the address valid when the account is throttled, paused or misconfigured', () => {
    for (const name of ['Throttling', 'AccountSendingPausedException', 'ConfigurationSetDoesNotExistException']) {
      expect(said(name, 400)).toBe('busy');
    }
    expect(said('AccessDenied', 403)).toBe('busy');
    expect(said('ServiceUnavailable', 503)).toBe('busy');
  });

  test('leave the result unknown after an internal error, a timeout or a broken connection', () => {
    expect(said('InternalFailure', 500)).toBe('unknown');
    expect(outcomeOf(Object.assign(new Error('late'), { name: 'TimeoutError' })).result).toBe('unknown');
    expect(outcomeOf(Object.assign(new Error('reset'), { code: 'ECONNRESET' })).result).toBe('unknown');
  });

  test('mean that nothing was sent when there was no connection', () => {
    expect(outcomeOf(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })).result).toBe('busy');
  });
});
