import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../../functions/service/surveys/answer-survey.ts';
import {
  answered,
  consequenceOf,
  dueAction,
  invite,
  reminded,
  sent,
  takesAnswer,
} from '../../../../functions/service/surveys/survey.ts';
import { surveyDue } from '../../../../functions/service/surveys/survey-reminders.job.ts';
import { surveysPolicy } from '../../../../functions/service/surveys/surveys.policy.ts';

const invitedAt = Temporal.Instant.from('2025-03-31T16:30:00Z');
const after = (time: Temporal.DurationLike) => invitedAt.add(time);
const days = (n: number) => after({ hours: 24 * n });
const written = invite(
  {
    surveyId: 'srv_1',
    estateId: 'est_1',
    ticketId: 'tkt_1',
    number: 'YG-10042-7',
    title: '厨房漏水',
    ticketType: 'repair',
    personId: 'per_1',
    language: 'zh-CN',
    handlerId: 'stf_1',
  },
  surveysPolicy.defaultOf('est_1'),
  'Asia/Shanghai',
  invitedAt,
);
const survey = sent(written, invitedAt.toString(), invitedAt) ?? written;
const act = { actor: { kind: 'link' as const, id: 'per_1' }, recordedAt: days(1).toString() };
const eventsOf = (answer: Parameters<typeof answerOf>[1]) =>
  answerOf(survey, answer, act, days(1)).events.map((event) => event.name);

process.env.TICKETS_TABLE = 'tickets';

describe('a survey', () => {
  test('counts in the month of its invitation in the time zone of the estate', () => {
    expect(survey.month).toBe('2025-04');
  });

  test('accepts an answer for seven days, excluding the instant of their end', () => {
    expect(takesAnswer(survey, invitedAt)).toBe(true);
    expect(takesAnswer(survey, days(7).subtract({ milliseconds: 1 }))).toBe(true);
    expect(takesAnswer(survey, days(7))).toBe(false);
  });

  test('has one reminder after three days', () => {
    expect(dueAction(survey, days(3).subtract({ seconds: 1 }))).toBeUndefined();
    expect(dueAction(survey, days(3))).toBe('remind');
    const once = reminded(survey, days(3));
    expect(dueAction(once, days(4))).toBeUndefined();
    expect(once.nextDueAt).toBe(survey.expiresAt);
  });

  test('D37 a held invitation has its seven days and its reminder from its sending, not from its writing', () => {
    // Written on Monday at 00:30, held until the budget of reminders allowed it on Friday.
    const late = sent(written, days(4).toString(), days(4));
    if (!late) throw new Error('the sending is new');
    expect(dueAction(written, days(8))).toBeUndefined();
    expect(takesAnswer(written, days(8))).toBe(true);
    expect(takesAnswer(late, days(11).subtract({ milliseconds: 1 }))).toBe(true);
    expect(takesAnswer(late, days(11))).toBe(false);
    expect(dueAction(late, days(7).subtract({ seconds: 1 }))).toBeUndefined();
    expect(dueAction(late, days(7))).toBe('remind');
    expect(sent(late, days(9).toString(), days(9))).toBeUndefined();
  });

  test('D37 an invitation that was never sent ends after thirty days', () => {
    expect(dueAction(written, days(30).subtract({ seconds: 1 }))).toBeUndefined();
    expect(dueAction(written, days(30))).toBe('expire');
    expect(written.nextDueAt).toBe(days(30).toString());
  });

  test('expires after seven days, even when the reminder was never sent', () => {
    expect(dueAction(survey, days(9))).toBe('expire');
    expect(surveyDue(survey, act, days(9))?.events.map((event) => event.name)).toEqual(['SurveyExpired']);
  });

  test('has no due action after its answer and accepts no second answer', () => {
    const done = answered(survey, { satisfaction: 5 }, days(1));
    expect(dueAction(done, days(9))).toBeUndefined();
    expect(takesAnswer(done, days(2))).toBe(false);
    expect(done.nextDueAt).toBeUndefined();
  });
});

describe('the consequence of an answer', () => {
  test('D14 not fixed reopens the ticket, with any score', () => {
    expect(eventsOf({ fixed: false, satisfaction: 1, comment: '还在漏' })).toEqual([
      'SurveyAnswered',
      'NotFixedReported',
    ]);
  });

  test('R14.2 a score of 2 or less opens a recovery task', () => {
    expect(eventsOf({ fixed: true, satisfaction: 2 })).toEqual(['SurveyAnswered', 'RecoveryTaskOpened']);
    expect(eventsOf({ fixed: true, satisfaction: 3 })).toEqual(['SurveyAnswered']);
  });

  test('an answer without a score opens nothing', () => {
    expect(consequenceOf(survey, { comment: '谢谢' })).toBeUndefined();
  });

  test('the event of an answer does not contain the comment', () => {
    const [event] = answerOf(survey, { satisfaction: 5, comment: '谢谢' }, act, days(1)).events;
    expect(event?.data).toEqual({ surveyId: 'srv_1', ticketId: 'tkt_1', satisfaction: 5 });
  });
});
