import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  type ClosedTicket,
  decideFollowUp,
  isSampled,
} from '../../../../functions/service/surveys/decide-follow-up.ts';
import { surveysPolicy, surveysPolicyDetails } from '../../../../functions/service/surveys/surveys.policy.ts';

const now = Temporal.Instant.from('2025-03-31T02:00:00Z');
const policy = surveysPolicy.defaultOf('est_1');
const closed: ClosedTicket = {
  ticketId: 'tkt_1',
  ticketType: 'repair',
  reopenCount: 0,
  ownWork: false,
  ratedBefore: false,
  email: 'lin@example.com',
  phone: '13800138001',
  invitations: [],
};

describe('the follow-up of a closed ticket', () => {
  test('D37 a person with an e-mail address gets a survey', () => {
    expect(decideFollowUp(closed, policy, now)).toEqual({ method: 'survey' });
  });

  test('D14 a person without e-mail address gets a return visit', () => {
    const decision = decideFollowUp({ ...closed, email: undefined }, policy, now);
    expect(decision).toEqual({ method: 'return-visit', phone: '13800138001' });
  });

  test('a person without e-mail address and phone number gets none', () => {
    const decision = decideFollowUp({ ...closed, email: undefined, phone: undefined }, policy, now);
    expect(decision).toEqual({ method: 'none', why: 'no-contact' });
  });

  test('praise gets none', () => {
    expect(decideFollowUp({ ...closed, ticketType: 'praise' }, policy, now)).toEqual({ method: 'none', why: 'praise' });
  });

  test('D14 mode "never" gives none, also without e-mail address', () => {
    const never = { ...policy, mode: 'never' as const };
    expect(decideFollowUp({ ...closed, email: undefined }, never, now)).toEqual({
      method: 'none',
      why: 'policy-never',
    });
  });

  test('D14 mode "unless-rated" gives none when the resident rated the ticket before', () => {
    const unlessRated = { ...policy, mode: 'unless-rated' as const };
    expect(decideFollowUp(closed, unlessRated, now)).toEqual({ method: 'survey' });
    expect(decideFollowUp({ ...closed, ratedBefore: true }, unlessRated, now)).toEqual({
      method: 'none',
      why: 'already-rated',
    });
  });

  test('mode "always" gives a survey for a ticket that was rated before', () => {
    expect(decideFollowUp({ ...closed, ratedBefore: true }, policy, now)).toEqual({ method: 'survey' });
  });

  test('D37 a person gets at most one survey in 30 days', () => {
    const asked = (at: string) => decideFollowUp({ ...closed, invitations: [at] }, policy, now);
    expect(asked('2025-03-01T02:00:01Z')).toEqual({ method: 'none', why: 'contact-cap' });
    expect(asked('2025-03-01T02:00:00Z')).toEqual({ method: 'survey' });
  });

  test('the contact cap does not apply to a reopened ticket', () => {
    const again = { ...closed, reopenCount: 1, invitations: ['2025-03-30T00:00:00Z'] };
    expect(decideFollowUp(again, policy, now)).toEqual({ method: 'survey' });
  });

  test('a higher contact cap counts every invitation', () => {
    const two = { ...policy, contactCap: { surveys: 2, days: 30 } };
    const invitations = ['2025-03-20T00:00:00Z'];
    expect(decideFollowUp({ ...closed, invitations }, two, now)).toEqual({ method: 'survey' });
    const both = [...invitations, '2025-03-25T00:00:00Z'];
    expect(decideFollowUp({ ...closed, invitations: both }, two, now)).toEqual({ method: 'none', why: 'contact-cap' });
  });

  test('the contact cap does not apply to return visits', () => {
    const decision = decideFollowUp({ ...closed, email: undefined, invitations: [now.toString()] }, policy, now);
    expect(decision.method).toBe('return-visit');
  });

  test('a sample of n percent includes n percent of many tickets', () => {
    for (const percent of [5, 20, 50, 90]) {
      const taken = Array.from({ length: 20_000 }, (_, i) => isSampled(`tkt_${i}`, percent)).filter(Boolean).length;
      expect(taken / 200).toBeGreaterThan(percent - 1);
      expect(taken / 200).toBeLessThan(percent + 1);
    }
  });

  test('a sample of 0 is empty, of 100 is complete, and a larger sample includes a smaller one', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (id, a, b) => {
        expect(isSampled(id, 0)).toBe(false);
        expect(isSampled(id, 100)).toBe(true);
        if (isSampled(id, Math.min(a, b))) expect(isSampled(id, Math.max(a, b))).toBe(true);
      }),
    );
  });

  test('the default policy is valid; a policy with a reminder after the window is not', () => {
    const { estateId, version, ...details } = policy;
    expect(surveysPolicyDetails.safeParse(details).success).toBe(true);
    expect(surveysPolicyDetails.safeParse({ ...details, remindAfterDays: 7 }).success).toBe(false);
  });
});
