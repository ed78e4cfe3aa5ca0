import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LowBalanceNotice } from '../../../functions/money/meters/low-balance.ts';
import { lowNotices } from '../../../functions/money/meters/meters.store.ts';
import { callTaskIdOf, callTasks } from '../../../functions/notices/call-task.ts';
import { mailOut as mailOutConsumer } from '../../../functions/notices/mail-out.consumer.ts';
import type { Draft, Notice } from '../../../functions/notices/notice.ts';
import { write } from '../../../functions/notices/notice-delivery.ts';
import { notices, optOuts } from '../../../functions/notices/notices.store.ts';
import { recordFeedback } from '../../../functions/notices/record-feedback.ts';
import { sendNotice } from '../../../functions/notices/send-notice.ts';
import { estates, persons } from '../../../functions/register/owners/owners.store.ts';
import { eventOf } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { get } from '../../../shared/store/table.ts';
import { draft, writtenAt } from '../../unit/notices/a-notice.ts';
import { afterReading, emptyTables, eventsOf, nextTransactions, store } from '../real-table.ts';

const ses = mockClient(SESClient);

const now = writtenAt;
const act = (at = now) => ({ actor: { kind: 'system' as const, id: 'mail-out' }, recordedAt: at.toString() });

beforeEach(async () => {
  vi.unstubAllEnvs();
  vi.stubEnv('MAIL_FROM', 'service@anju.example');
  vi.stubEnv('MAIL_CONFIGURATION_SET', 'anju');
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await emptyTables('tickets', 'owners', 'ledger');
  ses.reset();
  ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
});

async function given(changes: Partial<Draft> = {}, hold?: string): Promise<void> {
  await new Transaction().save(notices, write({ ...draft, ...changes }, hold, now)).commit();
}
const mailOut = (at = now) => sendNotice('ntc_1', 'mail-out', act(at), at);
const clock = (minutes: number) => {
  const at = now.add({ minutes });
  return sendNotice('ntc_1', 'retry-job', act(at), at);
};
async function notice(): Promise<Notice> {
  const stored = await get(notices, { noticeId: 'ntc_1' });
  if (!stored) throw new Error('no notice');
  return stored;
}
const mails = () => ses.commandCalls(SendRawEmailCommand).length;
const events = async () => (await eventsOf('tickets')).map(({ name }) => name).sort();
const refusal = (name: string, httpStatusCode: number) =>
  new SESServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });

describe('sending a notice', () => {
  test('hands the mail over once, tagged with its id, and records the answer', async () => {
    await given();
    expect(await mailOut()).toBe('taken');
    expect(await mailOut()).toBe('nothing');
    expect(await clock(1_000)).toBe('nothing');
    expect(mails()).toBe(1);
    expect(ses.commandCalls(SendRawEmailCommand)[0]?.args[0].input).toMatchObject({
      Source: 'service@anju.example',
      Destinations: ['limei@example.com'],
      ConfigurationSetName: 'anju',
      Tags: [{ Name: 'notice', Value: 'ntc_1' }],
    });
    expect(await notice()).toMatchObject({ status: 'sent', messageId: 'm-1', attempts: 1 });
    expect(await events()).toEqual(['NoticeSent']);
  });

  test('D30 a low balance notice is neither sent nor delivered in person once its record is withdrawn', async () => {
    const record: LowBalanceNotice = {
      noticeId: 'low_1',
      meterId: 'm1',
      estateId: 'sunshine',
      unitId: 'u1',
      levelFen: 5_000,
      armedBy: 'pay_1',
      at: now.toString(),
      balanceFen: 4_750,
      channel: 'mail',
      receiver: 'limei',
      writtenAt: now.toString(),
      sendFrom: now.toString(),
      result: 'sending',
      version: 1,
    };
    await new Transaction().save(lowNotices, record).commit();
    await given({ template: 'balance-low', aboutId: 'low_1' });
    const withdrawn = { ...record, withdrawnAt: now.toString(), version: 2 };
    await new Transaction().save(lowNotices, withdrawn, record).commit();
    expect(await mailOut()).toBe('withheld');
    expect(mails()).toBe(0);
    expect(await notice()).toMatchObject({ status: 'failed', result: 'not-due-any-more' });
    expect(await events()).toEqual(['NoticeFailed']);
  });

  test('where there is no mail service, staff call the household, and nothing is sent or tried again', async () => {
    vi.stubEnv('MAIL_KIND', 'gateway');
    await given();
    expect(await mailOut()).toBe('refused');
    expect(await clock(10_000)).toBe('nothing');
    expect(mails()).toBe(0);
    expect(await notice()).toMatchObject({ status: 'failed', result: 'no-mail-service' });
    expect(await events()).toEqual(['CallTaskOpened', 'NoticeFailed']);
    const task = await get(callTasks.entity, { taskId: callTaskIdOf('ntc_1') });
    expect(task).toMatchObject({ why: 'no-mail-service', means: 'call', status: 'open' });
  });

  test('two concurrent deliveries of the event send one mail', async () => {
    await given();
    const results = await Promise.allSettled([mailOut(), mailOut()]);
    expect(results.filter((one) => one.status === 'fulfilled' && one.value === 'taken')).toHaveLength(1);
    expect(mails()).toBe(1);
  });

  test('no mail is sent unless the sending status was recorded', async () => {
    await given();
    nextTransactions('lost');
    await expect(mailOut()).rejects.toThrow('socket hang up');
    expect(mails()).toBe(0);
    expect(await mailOut()).toBe('taken');
  });

  test('after a kill between sending and recording, feedback proves the sending, and it is not sent again', async () => {
    await given();
    nextTransactions('written', 'lost');
    await expect(mailOut()).rejects.toThrow('socket hang up');
    expect(await notice()).toMatchObject({ status: 'sending' });
    expect(await mailOut()).toBe('nothing');
    await recordFeedback({ noticeId: 'ntc_1', fact: { what: 'sent', messageId: 'm-1' } }, now);
    expect(await clock(15)).toBe('nothing');
    expect(mails()).toBe(1);
    expect(await notice()).toMatchObject({ status: 'sent', messageId: 'm-1' });
  });

  test('a service without answer is tried again after 15 minutes, three times in all; then staff call', async () => {
    await given();
    ses.on(SendRawEmailCommand).rejects(Object.assign(new Error('late'), { name: 'TimeoutError' }));
    expect(await mailOut()).toBe('unknown');
    expect(await clock(14)).toBe('nothing');
    expect(await clock(15)).toBe('unknown');
    expect(await clock(30)).toBe('unknown');
    expect(await clock(45)).toBe('withheld');
    expect(mails()).toBe(3);
    expect(await notice()).toMatchObject({ status: 'failed', result: 'no-answer' });
    expect(await events()).toEqual(['CallTaskOpened', 'NoticeFailed']);
  });

  test('a throttled mail is sent later by the retry job', async () => {
    await given();
    ses.on(SendRawEmailCommand).rejectsOnce(refusal('Throttling', 400)).resolves({ MessageId: 'm-2' });
    expect(await mailOut()).toBe('busy');
    expect(await mailOut()).toBe('nothing');
    expect(await clock(1)).toBe('taken');
    expect(await notice()).toMatchObject({ status: 'sent', messageId: 'm-2', attempts: 2 });
  });

  test('a refusal ends the notice and opens one call task', async () => {
    await given();
    ses.on(SendRawEmailCommand).rejects(refusal('MessageRejected', 400));
    expect(await mailOut()).toBe('refused');
    expect(await clock(60)).toBe('nothing');
    expect(await events()).toEqual(['CallTaskOpened', 'NoticeFailed']);
    expect(await notice()).toMatchObject({ status: 'failed', result: 'MessageRejected' });
  });

  test('feedback that arrives before the answer is kept', async () => {
    await given();
    ses.on(SendRawEmailCommand).callsFake(async () => {
      await recordFeedback({ noticeId: 'ntc_1', fact: { what: 'delivered' } }, now);
      return { MessageId: 'm-1' };
    });
    expect(await mailOut()).toBe('taken');
    expect(await notice()).toMatchObject({ status: 'delivered', messageId: 'm-1' });
    expect(await events()).toEqual(['NoticeDelivered', 'NoticeSent']);
  });

  const hear = (fact: NonNullable<Parameters<typeof recordFeedback>[0]['fact']>) =>
    recordFeedback({ noticeId: 'ntc_1', fact }, now);
  const delay = { what: 'delayed', messageId: 'm-1', why: 'MailboxFull' } as const;

  test('a delayed mail is not sent again, and when it arrives nothing is left to do', async () => {
    await given();
    ses.on(SendRawEmailCommand).rejects(Object.assign(new Error('late'), { name: 'TimeoutError' }));
    expect(await mailOut()).toBe('unknown');
    await hear(delay);
    await hear(delay);
    expect(await notice()).toMatchObject({ status: 'sent', result: 'Delayed: MailboxFull', messageId: 'm-1' });
    expect(await clock(15)).toBe('nothing');
    await hear({ what: 'delivered' });
    await hear(delay);
    const { status, result } = await notice();
    expect([status, result]).toEqual(['delivered', undefined]);
    expect(await events()).toEqual(['NoticeDelivered', 'NoticeSent']);
  });

  test('when the mail service gives a mail up, staff call, before or after a delay or a delivery', async () => {
    await given();
    await mailOut();
    const gaveUp = { what: 'returned', why: 'Transient: MailboxFull' } as const;
    await hear({ what: 'delivered' });
    await hear(gaveUp);
    await hear(delay);
    await hear(gaveUp);
    expect(await notice()).toMatchObject({ status: 'failed', result: 'Transient: MailboxFull' });
    expect(await events()).toEqual(['CallTaskOpened', 'NoticeDelivered', 'NoticeFailed', 'NoticeSent']);
    // The address is good: its next notice is sent.
    await new Transaction().save(notices, write({ ...draft, noticeId: 'ntc_2' }, undefined, now)).commit();
    expect(await sendNotice('ntc_2', 'mail-out', act(), now)).toBe('taken');
  });

  test('an absence note calls nobody', async () => {
    await given();
    await mailOut();
    await hear({ what: 'automatic-answer', why: 'Transient: General' });
    expect(await notice()).toMatchObject({ status: 'sent', result: 'Transient: General' });
    expect(await clock(25 * 60)).toBe('nothing');
    expect(await events()).toEqual(['NoticeSent']);
  });

  test('the third mail of seven days that was given up marks the address; an older one does not count', async () => {
    const returned = async (noticeId: string, days: number) => {
      const at = now.add({ hours: days * 24 });
      await new Transaction().save(notices, write({ ...draft, noticeId }, undefined, at)).commit();
      const sent = await sendNotice(noticeId, 'mail-out', act(), at);
      await recordFeedback({ noticeId, fact: { what: 'returned', why: 'Transient: MailboxFull' } }, at);
      return sent;
    };
    for (const day of [0, 5, 8]) expect(await returned(`ntc_day${day}`, day)).toBe('taken');
    expect(await returned('ntc_day11', 11)).toBe('taken');
    expect(await returned('ntc_day12', 12)).toBe('withheld');
  });

  test('a sent notice that nothing was heard of for a day becomes a call task, once', async () => {
    await given();
    await mailOut();
    expect(await clock(24 * 60 - 1)).toBe('nothing');
    expect(await clock(24 * 60)).toBe('unheard');
    expect(await notice()).toMatchObject({ status: 'sent', result: 'no-feedback' });
    expect(await events()).toEqual(['CallTaskOpened', 'NoticeSent']);
    expect(await clock(48 * 60)).toBe('nothing');
    await hear({ what: 'delivered' });
    expect((await notice()).status).toBe('delivered');
  });

  test('an address that bounced is remembered: its next notice is not sent but becomes a call task', async () => {
    await given();
    await mailOut();
    await recordFeedback({ noticeId: 'ntc_1', fact: { what: 'bounced', why: 'Permanent' } }, now);
    await recordFeedback({ noticeId: 'ntc_1', fact: { what: 'bounced', why: 'Permanent' } }, now);
    expect(await events()).toEqual(['CallTaskOpened', 'NoticeBounced', 'NoticeSent']);
    const next = write({ ...draft, noticeId: 'ntc_2' }, undefined, now);
    await new Transaction().save(notices, next).commit();
    expect(await sendNotice('ntc_2', 'mail-out', act(), now)).toBe('withheld');
    expect(await get(notices, { noticeId: 'ntc_2' })).toMatchObject({ status: 'no-address' });
    expect(mails()).toBe(1);
  });
});

describe('an address that its household confirmed', () => {
  const done = (addressIsRight?: true) => {
    const data = { taskId: 'clt_1', noticeId: 'ntc_1', outcome: '已电话告知', addressIsRight };
    const subject = { kind: 'call-task', id: 'clt_1' };
    const about = { estateId: 'sunshine', subject, version: 2, nth: 0 };
    return mailOutConsumer.handle(eventOf({ name: 'CallTaskDone', data, act: act(), ...about }), now);
  };
  const answers = (status: number) => {
    const asked = vi.fn<typeof fetch>(async () => new Response(null, { status }));
    vi.stubGlobal('fetch', asked);
    return asked;
  };
  beforeEach(async () => {
    vi.stubEnv('MAIL_API', 'https://email.ap-southeast-1.amazonaws.com');
    await given();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('leaves the list on which SES put it', async () => {
    const asked = answers(200);
    await done(true);
    const [url, { method, headers } = {}] = asked.mock.calls[0] ?? [];
    expect([method, url]).toEqual([
      'DELETE',
      'https://email.ap-southeast-1.amazonaws.com/v2/email/suppression/addresses/limei%40example.com',
    ]);
    expect(new Headers(headers).get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/ap-southeast-1\/ses\//,
    );
  });

  test('need not be on it, but the event is repeated when SES does not answer', async () => {
    answers(404);
    await expect(done(true)).resolves.toBeUndefined();
    answers(500);
    await expect(done(true)).rejects.toThrow('SES answered 500');
  });

  test('is asked of nobody after another call, or where there is no SES', async () => {
    const asked = answers(200);
    await done();
    vi.stubEnv('MAIL_KIND', 'gateway');
    await done(true);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('quiet hours at the time of sending', () => {
  beforeEach(async () => {
    const calendar = stateCouncilCalendar();
    const estate = { estateId: 'sunshine', code: 'YG', name: '阳光花园', language: 'zh-CN' as const, calendar };
    await store(estates, { ...estate, updatedAt: now.toString(), version: 1 });
  });

  test('a late notice is held until the morning, and then sent by the retry job', async () => {
    await given({ quietFrom: now.toString() });
    // 21:30 in Shanghai.
    expect(await mailOut(now.add({ hours: 11, minutes: 30 }))).toBe('held');
    expect(await notice()).toMatchObject({ status: 'held', sendAfter: '2025-04-01T00:00:00Z' });
    expect(await clock(21 * 60)).toBe('nothing');
    expect(await clock(22 * 60)).toBe('taken');
  });
});

describe('marketing', () => {
  const optOut = { personId: 'limei', estateId: 'sunshine', optedOutAt: now.toString(), version: 1 };
  const consenting = (marketingConsent: boolean) =>
    store(persons, {
      personId: 'limei',
      estateId: 'sunshine',
      name: '李梅',
      email: 'limei@example.com',
      language: 'zh-CN',
      marketingConsent,
      updatedAt: now.toString(),
      version: 1,
    });

  test('R15.5 an opt-out at the same moment stops the mail without a call task', async () => {
    await consenting(true);
    await given({ kind: 'marketing' });
    afterReading('NOTICE#', () => store(optOuts, optOut));
    expect(await mailOut()).toBe('withheld');
    expect(mails()).toBe(0);
    expect(await notice()).toMatchObject({ status: 'failed', result: 'opted-out' });
    expect(await events()).toEqual(['NoticeFailed']);
  });

  test('R15.5 consent withdrawn after the writing stops it, too', async () => {
    await consenting(false);
    await given({ kind: 'marketing' });
    expect(await mailOut()).toBe('withheld');
    expect(await notice()).toMatchObject({ result: 'no-consent' });
  });

  test('R15.5 a service notice survives an opt-out', async () => {
    await store(optOuts, optOut);
    await given();
    expect(await mailOut()).toBe('taken');
  });

  test('a reader who complained gets no more marketing but still gets service notices', async () => {
    await consenting(true);
    await given();
    await mailOut();
    await recordFeedback({ noticeId: 'ntc_1', fact: { what: 'complained' } }, now);
    for (const kind of ['marketing', 'service'] as const) {
      const next = write({ ...draft, kind, noticeId: `ntc_${kind}` }, undefined, now);
      await new Transaction().save(notices, next).commit();
      const sent = await sendNotice(next.noticeId, 'mail-out', act(), now);
      expect(sent).toBe(kind === 'service' ? 'taken' : 'withheld');
    }
  });
});
