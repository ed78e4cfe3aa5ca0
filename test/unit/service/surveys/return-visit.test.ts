import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { attemptReturnVisit } from '../../../../functions/service/surveys/attempt-return-visit.ts';
import {
  type AttemptDetails,
  attemptDetailsSchema,
  openReturnVisit,
  type ReturnVisit,
} from '../../../../functions/service/surveys/return-visit.ts';
import { atVersion, returnVisitForm } from '../../../../functions/service/surveys/return-visit-form.ts';
import { visitDue } from '../../../../functions/service/surveys/survey-reminders.job.ts';
import { surveysPolicy } from '../../../../functions/service/surveys/surveys.policy.ts';

const opened = Temporal.Instant.from('2025-03-05T02:00:00Z');
const hours = (n: number) => opened.add({ hours: n });
const visit = openReturnVisit(
  {
    visitId: 'rvt_1',
    estateId: 'est_1',
    ticketId: 'tkt_1',
    number: 'YG-10042-7',
    title: '厨房漏水',
    ticketType: 'repair',
    estateName: '阳光花园',
    zone: 'Asia/Shanghai',
    language: 'zh-TW',
    unitLabel: '3栋2单元1201',
    handlerName: '王师傅',
    household: { name: '林女士', phone: '13800138001' },
    notBy: 'stf_repairer',
  },
  surveysPolicy.defaultOf('est_1'),
  opened.toString(),
  opened,
);

/** Records an attempt a number of hours after the opening. */
function attempt(
  before: ReturnVisit,
  details: AttemptDetails,
  at: number,
  by = 'stf_desk',
  workers: readonly string[] = [],
) {
  const now = hours(at);
  const act = { actor: { kind: 'staff' as const, id: by, name: '小陈' }, recordedAt: now.toString() };
  const { after, transaction } = attemptReturnVisit(before, details, workers, act, now);
  return { after, events: transaction.events.map((event) => event.name) };
}
const noAnswer: AttemptDetails = { outcome: 'no-answer' };

process.env.TICKETS_TABLE = 'tickets';

describe('a return visit', () => {
  test('D14 ends when the resident confirms', () => {
    const { after, events } = attempt(visit, { outcome: 'confirmed', satisfaction: 5 }, 1);
    expect(after.status).toBe('confirmed');
    expect(after.nextDueAt).toBeUndefined();
    expect(events).toEqual(['ReturnVisitAttempted', 'ReturnVisitConfirmed']);
  });

  test('D14 is made by nobody who worked on the ticket or reported it', () => {
    const confirmed = { outcome: 'confirmed' } as const;
    const own = { ...visit, household: { ...visit.household, personId: 'stf_home' } };
    for (const by of ['stf_repairer', 'stf_closer', 'stf_home']) {
      expect(() => attempt(own, confirmed, 1, by, ['stf_closer'])).toThrow('not-by-the-repairer');
    }
    expect(attempt(own, confirmed, 1, 'stf_desk', ['stf_closer']).after.status).toBe('confirmed');
  });

  test('D14 needs findings for the outcome not fixed', () => {
    const { after, events } = attempt(visit, { outcome: 'not-fixed', findings: '还在漏' }, 1);
    expect(after.status).toBe('not-fixed');
    expect(events).toEqual(['ReturnVisitAttempted', 'ReturnVisitNotFixed']);
    expect(attemptDetailsSchema.safeParse({ outcome: 'not-fixed' }).success).toBe(false);
  });

  test('D14 ends as unverified after the third unanswered call', () => {
    const first = attempt(visit, noAnswer, 1);
    const second = attempt(first.after, noAnswer, 25);
    const third = attempt(second.after, noAnswer, 49);
    expect([first, second, third].map(({ after }) => after.status)).toEqual(['open', 'open', 'unverified']);
    expect(third.events).toEqual(['ReturnVisitAttempted', 'ReturnVisitUnverified']);
    expect(third.after.attempts).toHaveLength(3);
    expect(third.after.version).toBe(4);
  });

  test('rejects a second unanswered call within an hour, but accepts an answered call', () => {
    const { after } = attempt(visit, noAnswer, 1);
    expect(after.nextAttemptAt).toBe(hours(25).toString());
    expect(() => attempt(after, noAnswer, 2)).toThrow('called-too-soon');
    expect(attempt(after, { outcome: 'confirmed' }, 2).after.status).toBe('confirmed');
  });

  test('D14 cannot be made by the technician who did the work', () => {
    expect(() => attempt(visit, { outcome: 'confirmed' }, 1, 'stf_repairer')).toThrow('not-by-the-repairer');
  });

  test('accepts no attempt after its end', () => {
    const { after } = attempt(visit, { outcome: 'confirmed' }, 1);
    expect(() => attempt(after, { outcome: 'not-fixed', findings: '又漏了' }, 2)).toThrow('illegal-state');
  });

  test('counts a late entry from the time of its call, which must be after the previous call', () => {
    const { after } = attempt(visit, noAnswer, 10);
    const now = hours(40);
    const actor = { kind: 'staff' as const, id: 'stf_desk' };
    const late = (at: number) => ({ actor, recordedAt: now.toString(), occurredAt: hours(at).toString() });
    expect(attemptReturnVisit(after, noAnswer, [], late(35), now).after.nextAttemptAt).toBe(hours(59).toString());
    expect(() => attemptReturnVisit(after, noAnswer, [], late(9), now)).toThrow('out-of-order');
    expect(() => attemptReturnVisit(after, noAnswer, [], late(41), now)).toThrow('in-the-future');
  });

  test('R14.2 opens a recovery task with a low score', () => {
    const { events } = attempt(visit, { outcome: 'confirmed', satisfaction: 2 }, 1);
    expect(events).toEqual(['ReturnVisitAttempted', 'ReturnVisitConfirmed', 'RecoveryTaskOpened']);
  });

  test('ends as unverified at the end of its window', () => {
    const act = { actor: { kind: 'system' as const, id: 'survey-reminders' }, recordedAt: hours(168).toString() };
    expect(visitDue(visit, act, hours(167))).toBeUndefined();
    expect(visitDue(visit, act, hours(168))?.events.map((event) => event.name)).toEqual(['ReturnVisitUnverified']);
  });

  test('stays open long enough for all attempts', () => {
    const slow = { ...surveysPolicy.defaultOf('est_1'), windowDays: 1, remindAfterDays: 1, callBackEveryHours: 72 };
    const { zone, household, ...rest } = visit;
    const long = openReturnVisit({ ...rest, zone, household }, slow, opened.toString(), opened);
    expect(long.closesAt).toBe(hours(240).toString());
  });
});

describe('the return-visit record (服务回访记录表)', () => {
  const sender = { estateName: '阳光花园', hotline: '0571-88886666' };
  const first = attempt(visit, noAnswer, 1).after;
  const last = attempt(first, { outcome: 'confirmed', satisfaction: 5, findings: '<b>好了</b>' }, 25).after;

  test('has the same bytes for the same version, also after later changes', () => {
    expect(returnVisitForm(atVersion(last, 2), sender, 'zh-TW')).toBe(returnVisitForm(first, sender, 'zh-TW'));
    expect(returnVisitForm(atVersion(last, 1), sender, 'zh-TW')).toBe(returnVisitForm(visit, sender, 'zh-TW'));
    expect(returnVisitForm(atVersion(last, 3), sender, 'en')).toBe(returnVisitForm(last, sender, 'en'));
  });

  test('shows each attempt in the time zone of the estate, and escapes text', () => {
    const form = returnVisitForm(last, sender, 'zh-TW');
    expect(form).toContain('服務回訪記錄表');
    expect(form).toContain('2025-03-05 11:00');
    expect(form).toContain('2025-03-06 11:00');
    expect(form).toContain('&lt;b&gt;好了&lt;/b&gt;');
  });
});
