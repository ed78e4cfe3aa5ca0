import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { openCallTask } from '../../../functions/notices/call-task.ts';
import { type Notice, noticeIdOf } from '../../../functions/notices/notice.ts';
import {
  afterSending,
  type Fact,
  failed,
  learned,
  nextStep,
  noted,
  sending,
  write,
} from '../../../functions/notices/notice-delivery.ts';
import { draft, written, writtenAt } from './a-notice.ts';

const later = (minutes: number): Temporal.Instant => writtenAt.add({ minutes });
const begun = sending(written, writtenAt);

function must(notice: Notice | undefined): Notice {
  if (!notice) throw new Error('the notice should have changed');
  return notice;
}

describe('writing a notice', () => {
  test('gives the same id for the same event and reader, and another id for another reader', () => {
    expect(noticeIdOf('tkt_1:3.0', 'ticket-replied', 'limei')).toBe(noticeIdOf('tkt_1:3.0', 'ticket-replied', 'limei'));
    expect(noticeIdOf('tkt_1:3.0', 'ticket-replied', 'limei')).not.toBe(
      noticeIdOf('tkt_1:3.0', 'ticket-replied', 'zhang'),
    );
  });

  test('makes a held notice due in the morning, and one without an address never', () => {
    const morning = later(600).toString();
    expect(write(draft, morning, writtenAt)).toMatchObject({ status: 'held', sendAfter: morning, nextDueAt: morning });
    expect(write(draft, 'no-address', writtenAt).nextDueAt).toBeUndefined();
  });

  test('leaves an unsent notice to the retry job after 15 minutes', () => {
    expect(nextStep(written, later(14), 'retry-job')).toBe('wait');
    expect(nextStep(written, later(15), 'retry-job')).toBe('send');
  });
});

describe('sending a notice', () => {
  test('does nothing on a second delivery of the event while the status is sending: the mail may have been sent', () => {
    expect(nextStep(written, writtenAt, 'mail-out')).toBe('send');
    expect(nextStep(begun, writtenAt, 'mail-out')).toBe('wait');
    expect(nextStep(begun, later(60), 'mail-out')).toBe('wait');
  });

  test('never sends a sent notice again', () => {
    const sent = must(afterSending(begun, { result: 'taken', messageId: 'm-1' }, writtenAt));
    expect(sent).toMatchObject({ status: 'sent', messageId: 'm-1', sentAt: writtenAt.toString(), attempts: 1 });
    for (const by of ['mail-out', 'retry-job'] as const) expect(nextStep(sent, later(10_000), by)).not.toBe('send');
  });

  test('retries by the job after 15 minutes without feedback, and gives up after the third time', () => {
    expect(afterSending(begun, { result: 'unknown', why: 'TimeoutError' }, writtenAt)).toBeUndefined();
    expect(nextStep(begun, later(14), 'retry-job')).toBe('wait');
    expect(nextStep(begun, later(15), 'retry-job')).toBe('send');
    const second = sending(begun, later(15));
    const third = sending(second, later(30));
    expect(nextStep(second, later(30), 'retry-job')).toBe('send');
    expect(nextStep(third, later(45), 'retry-job')).toBe('give-up');
    expect(third).toMatchObject({ attempts: 3, silences: 2 });
  });

  test('retries only by the job after 1, 2, 4 ... 60 minutes when the mail service is busy', () => {
    let notice = written;
    const waits: number[] = [];
    let now = writtenAt;
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      notice = must(afterSending(sending(notice, now), { result: 'busy', why: 'Throttling' }, now));
      expect(nextStep(notice, now, 'mail-out')).toBe('wait');
      const due = must(notice).nextDueAt ?? '';
      waits.push((Date.parse(due) - now.epochMilliseconds) / 60_000);
      now = now.add({ milliseconds: Date.parse(due) - now.epochMilliseconds });
      expect(nextStep(notice, now, 'retry-job')).toBe('send');
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(notice.status).toBe('written');
  });

  test('gives up after a day', () => {
    const busy = must(afterSending(begun, { result: 'busy', why: 'Throttling' }, writtenAt));
    expect(nextStep(busy, later(24 * 60), 'retry-job')).toBe('send');
    expect(nextStep(busy, later(24 * 60 + 1), 'retry-job')).toBe('give-up');
  });

  test('ends with a refusal', () => {
    const refused = must(afterSending(begun, { result: 'refused', why: 'MessageRejected' }, writtenAt));
    expect(refused).toMatchObject({ status: 'failed', result: 'MessageRejected', nextDueAt: undefined });
  });

  test('adds from a late answer what the feedback did not contain', () => {
    const delivered = must(learned(begun, { what: 'delivered' }, later(1)));
    const answered = must(afterSending(delivered, { result: 'taken', messageId: 'm-1' }, later(1)));
    expect(answered).toMatchObject({ status: 'delivered', messageId: 'm-1' });
    expect(afterSending(delivered, { result: 'busy', why: 'Throttling' }, later(1))).toBeUndefined();
    expect(afterSending(delivered, { result: 'refused', why: 'x' }, later(1))).toBeUndefined();
  });
});

describe('feedback', () => {
  const facts: readonly Fact[] = [
    { what: 'sent', messageId: 'm-1' },
    { what: 'delivered' },
    { what: 'bounced', why: 'Permanent' },
    { what: 'complained' },
    { what: 'rejected', why: 'bad content' },
  ];
  const all = (heard: readonly Fact[]) =>
    heard.reduce<Notice>((notice, fact) => learned(notice, fact, later(1)) ?? notice, begun);

  test('never goes back from delivered to sent, and a late bounce counts', () => {
    const [sent, delivered, bounced] = facts;
    if (!sent || !delivered || !bounced) throw new Error('facts');
    expect(all([delivered, sent]).status).toBe('delivered');
    expect(all([sent, delivered, bounced]).status).toBe('bounced');
    expect(all([bounced, delivered, sent]).status).toBe('bounced');
  });

  test('gives the same result in any order and with repetitions', () => {
    const heard = fc.subarray([...facts], { minLength: 1 }).chain((some) =>
      fc.tuple(
        fc.constant(some),
        fc
          .array(fc.constantFrom(...some), { maxLength: 6 })
          .chain((again) => fc.shuffledSubarray([...some, ...again], { minLength: some.length + again.length })),
      ),
    );
    fc.assert(
      fc.property(heard, ([once, shuffled]) => {
        const { result: _, ...expected } = all(once);
        expect(all(shuffled)).toMatchObject(expected);
      }),
    );
  });

  test('marks a notice as sent even after it was given up', () => {
    expect(must(learned(failed(begun, 'no-answer', later(45)), { what: 'delivered' }, later(50))).status).toBe(
      'delivered',
    );
  });

  test('keeps a transient bounce as a remark without other effects', () => {
    const sent = must(learned(begun, { what: 'sent', messageId: 'm-1' }, later(1)));
    const remarked = must(noted(sent, 'Transient: MailboxFull', later(2)));
    expect(remarked).toMatchObject({ status: 'sent', result: 'Transient: MailboxFull' });
    expect(noted(remarked, 'Transient: MailboxFull', later(3))).toBeUndefined();
  });
});

describe('call tasks', () => {
  test('are opened once for a household that a service notice did not reach', () => {
    const task = openCallTask(written, 'bounced', writtenAt.toString());
    expect(task).toMatchObject({ personId: 'limei', why: 'bounced', status: 'open', subject: '答复' });
    expect(openCallTask(written, 'rejected', later(5).toString())?.taskId).toBe(task?.taskId);
  });

  test('are never opened for marketing or for staff', () => {
    expect(openCallTask({ ...written, kind: 'marketing' }, 'bounced', writtenAt.toString())).toBeUndefined();
    const toStaff = { ...written, recipient: { kind: 'staff' as const, id: 'zhang', name: '张强' } };
    expect(openCallTask(toStaff, 'no-address', writtenAt.toString())).toBeUndefined();
  });
});
