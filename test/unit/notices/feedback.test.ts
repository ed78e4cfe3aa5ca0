import { SESServiceException } from '@aws-sdk/client-ses';
import { describe, expect, test } from 'vitest';
import { readFeedback } from '../../../functions/notices/feedback.ts';
import { feedbackHandler } from '../../../functions/notices/mail-feedback.consumer.ts';
import { outcomeOf } from '../../../functions/notices/mail-service.ts';

const mail = { messageId: 'm-1', tags: { notice: ['ntc_1'], 'ses:configuration-set': ['anju'] } };

describe('what the mail service tells afterwards', () => {
  test('each kind is read as a fact about its notice', () => {
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

  test('a bounce for good says why; one that passes is a remark', () => {
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
      what: 'transient-bounce',
      why: 'Transient: MailboxFull',
    });
  });

  test('the older notifications are read too: their kind has another name, and they know headers instead of tags', () => {
    const older = { messageId: 'm-1', headers: [{ name: 'X-Anju-Notice', value: 'ntc_2' }] };
    expect(readFeedback({ notificationType: 'Delivery', mail: older })).toEqual({
      noticeId: 'ntc_2',
      fact: { what: 'delivered' },
    });
  });

  test('a mail that is no notice, and a kind that we do not use, change nothing', () => {
    expect(readFeedback({ eventType: 'Send', mail: { messageId: 'm-2' } })).toBeUndefined();
    expect(readFeedback({ eventType: 'Open', mail })).toEqual({ noticeId: 'ntc_1', fact: undefined });
  });

  test('the greeting to a topic that was just set up is about no mail, and no error as other plain text is', async () => {
    const records = [
      { messageId: '1', body: 'Successfully validated SNS topic for Amazon SES event publishing.' },
      { messageId: '2', body: 'garbled' },
    ];
    const answer = await feedbackHandler()({ Records: records });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test('what is no feedback at all is an error, and ends with the dead letters', () => {
    expect(() => readFeedback({ hello: 'world' })).toThrow();
    expect(() => readFeedback('text')).toThrow();
  });
});

describe('what an error of the mail service means', () => {
  const said = (name: string, httpStatusCode: number, message = name) =>
    outcomeOf(new SESServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } })).how;

  test('only what is said of this very mail refuses it for good', () => {
    expect(said('MessageRejected', 400, 'Address blacklisted.')).toBe('refused');
    expect(said('InvalidParameterValue', 400)).toBe('refused');
    expect(said('MessageRejected', 400, 'Email address is not verified.')).toBe('busy');
  });

  test('a throttled, paused or wrongly set account is no fault of the address', () => {
    for (const name of ['Throttling', 'AccountSendingPausedException', 'ConfigurationSetDoesNotExistException']) {
      expect(said(name, 400)).toBe('busy');
    }
    expect(said('AccessDenied', 403)).toBe('busy');
    expect(said('ServiceUnavailable', 503)).toBe('busy');
  });

  test('after an internal error, a timeout or a broken connection nobody knows whether the mail is out', () => {
    expect(said('InternalFailure', 500)).toBe('unknown');
    expect(outcomeOf(Object.assign(new Error('late'), { name: 'TimeoutError' })).how).toBe('unknown');
    expect(outcomeOf(Object.assign(new Error('reset'), { code: 'ECONNRESET' })).how).toBe('unknown');
  });

  test('where no connection was made nothing was sent', () => {
    expect(outcomeOf(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })).how).toBe('busy');
  });
});
