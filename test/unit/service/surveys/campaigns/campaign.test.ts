import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { ballotPage, ballotThanksPage } from '../../../../../functions/service/surveys/campaigns/ballot.page.ts';
import { countersOf, readBallot } from '../../../../../functions/service/surveys/campaigns/ballot.ts';
import {
  approved,
  type Campaign,
  campaignDetailsSchema,
  draft,
  dueTurn,
  ended,
  isAsked,
  opened,
} from '../../../../../functions/service/surveys/campaigns/campaign.ts';
import { figuresOf } from '../../../../../functions/service/surveys/campaigns/campaign-figures.ts';
import {
  type Invitation,
  sent,
  takesAnswer,
  undelivered,
} from '../../../../../functions/service/surveys/campaigns/invitation.ts';
import { decide } from '../../../../../functions/service/surveys/campaigns/invite-homes.ts';
import { isYearly, started } from '../../../../../functions/service/surveys/campaigns/progress.ts';
import { approveCampaign } from '../../../../../functions/service/surveys/campaigns/run-campaign.ts';
import { isDrawn, sizeOf } from '../../../../../functions/service/surveys/campaigns/sample.ts';
import { languages } from '../../../../../shared/kernel/language.ts';
import { filled } from '../../../../filled.ts';

process.env.TICKETS_TABLE = 'tickets';

const at = '2026-05-04T02:00:00Z';
const now = Temporal.Instant.from(at);
const days = (n: number) => now.add({ hours: 24 * n });
const all = (text: string) => ({ 'zh-CN': text, 'zh-TW': text, en: text });
const questions = [
  { kind: 'satisfaction', text: all('How satisfied are you?') },
  { kind: 'recommend', text: all('Would you recommend us?') },
  { kind: 'choice', text: all('What matters most?'), choices: [all('Lifts'), all('Gardens')] },
  { kind: 'words', text: all('Anything else?') },
];
const body = { title: all('Survey of 2026'), purpose: all('To do better.'), questions };
const details = campaignDetailsSchema.parse(body);
const drafted = draft({ campaignId: 'cmp_1', estateId: 'est_1', by: 'manager', at }, details);
const seed = '00ff';
const open = opened({ ...drafted, seed }, at);
const invited: Invitation = {
  invitationId: 'cin_1',
  campaignId: 'cmp_1',
  estateId: 'est_1',
  unitId: 'unt_1',
  unitLabel: '3栋101',
  personId: 'psn_1',
  language: 'zh-CN',
  status: 'invited',
  invitedAt: at,
  updatedAt: at,
  version: 1,
};
const act = (id: string) => ({ actor: { kind: 'staff' as const, id }, recordedAt: at });
const refusedFor = (more: object) => campaignDetailsSchema.safeParse({ ...body, ...more }).success;

describe('a campaign', () => {
  test('R14.4 is approved by another person than who drafted it, and opens at once', () => {
    const code = (work: () => unknown) => {
      try {
        work();
        return 'done';
      } catch (error) {
        return String(error).split(':')[1]?.trim();
      }
    };
    expect(code(() => approveCampaign(drafted, { advertises: false }, act('manager')))).toBe('another-person-needed');
    expect(code(() => approveCampaign(drafted, { advertises: true }, act('chief')))).toBe('campaign-advertises');
    expect(code(() => approveCampaign(open, { advertises: false }, act('chief')))).toBe('illegal-state');
    const { after, transaction } = approveCampaign(drafted, { advertises: false }, act('chief'));
    expect(after).toMatchObject({ state: 'open', draftedBy: 'manager', approvedBy: 'chief' });
    expect(after.seed).toMatch(/^[0-9a-f]{16}$/);
    expect(transaction.events.map(({ name }) => name)).toEqual([
      'CampaignApproved',
      'CampaignOpened',
      'CampaignSlicesBegun',
    ]);
  });

  test('waits for its opening, and ends when the time of the last invitation is over', () => {
    const later: Campaign = { ...drafted, opensAt: days(2).toString() };
    const waiting = approved(later, { by: 'chief', at, seed });
    expect(waiting.state).toBe('approved');
    expect(dueTurn(waiting, days(2).subtract({ seconds: 1 }))).toBeUndefined();
    expect(dueTurn(waiting, days(2))).toBe('open');
    // Invitations may be held for 14 days, and 14 days are left to answer.
    const begun = opened(waiting, days(2).toString());
    expect(begun).toMatchObject({ lastSendAt: days(16).toString(), closesAt: days(30).toString() });
    expect(dueTurn(begun, days(30).subtract({ seconds: 1 }))).toBeUndefined();
    expect(dueTurn(begun, days(30))).toBe('end');
    expect(dueTurn(ended(begun, { by: 'job', at: days(30).toString() }), days(31))).toBeUndefined();
  });

  test('is withdrawn before it opens, and ends once', () => {
    const of = { by: 'chief', at, reason: 'a mistake' };
    expect(ended(drafted, of).state).toBe('withdrawn');
    expect(ended(open, of).state).toBe('ended');
    expect(() => ended(ended(open, of), of)).toThrow('illegal-state');
  });

  test('R15.5 has no web or e-mail address in any text', () => {
    const bad = ['见 https://shop.example/a', 'www.anju.cn 有优惠', '写信到 sale@anju.cn', 'anju.shop'];
    for (const text of filled(bad)) {
      expect(refusedFor({ title: all(text) })).toBe(false);
      expect(refusedFor({ purpose: all(text) })).toBe(false);
      expect(refusedFor({ questions: [{ kind: 'words', text: all(text) }] })).toBe(false);
    }
    expect(refusedFor({ purpose: all('您对2026年的服务满意吗？e.g. lifts, gates, etc.') })).toBe(true);
  });

  test('has at most 20 questions, each in three languages, and choices where they belong', () => {
    const one = { kind: 'words', text: all('Anything else?') };
    expect(refusedFor({ questions: Array(20).fill(one) })).toBe(true);
    expect(refusedFor({ questions: Array(21).fill(one) })).toBe(false);
    expect(refusedFor({ questions: [] })).toBe(false);
    expect(refusedFor({ questions: [{ kind: 'words', text: { en: 'Anything?' } }] })).toBe(false);
    expect(refusedFor({ questions: [{ kind: 'choice', text: all('Which?') }] })).toBe(false);
    expect(refusedFor({ questions: [{ ...one, choices: [all('a'), all('b')] }] })).toBe(false);
    expect(refusedFor({ answerDays: 7, remindAfterDays: 7 })).toBe(false);
  });

  test('asks dwellings of the whole estate, or what its audience names', () => {
    const flat = { building: '3栋', use: 'dwelling' as const };
    expect(isAsked(open, flat)).toBe(true);
    expect(isAsked(open, { ...flat, use: 'parking' })).toBe(false);
    const some = { audience: { buildings: ['1栋', '2栋'], uses: ['dwelling' as const, 'shop' as const] } };
    expect(isAsked(some, flat)).toBe(false);
    expect(isAsked(some, { building: '2栋', use: 'shop' })).toBe(true);
  });
});

describe('the sample', () => {
  const drawn = (of: string, homes: number, size: number): number[] => {
    const taken: number[] = [];
    for (let nth = 0; nth < homes; nth += 1) {
      if (isDrawn(of, `unt_${nth}`, { needed: size - taken.length, homes: homes - nth })) taken.push(nth);
    }
    return taken;
  };

  test('R14.4 has exactly the wanted number of homes, and the same ones for the same seed', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 300 }), fc.nat(300), (of, homes, wanted) => {
        const size = Math.min(wanted, homes);
        const taken = drawn(of, homes, size);
        expect(taken).toHaveLength(size);
        expect(drawn(of, homes, size)).toEqual(taken);
      }),
    );
  });

  test('takes every home equally often: 30 of 100 in 2,000 draws', () => {
    const times = Array(100).fill(0);
    for (let nth = 0; nth < 2_000; nth += 1) for (const one of drawn(`seed ${nth}`, 100, 30)) times[one] += 1;
    // 600 each, with a deviation of 20.5; five deviations are never met by chance.
    expect(Math.min(...times)).toBeGreaterThan(497);
    expect(Math.max(...times)).toBeLessThan(703);
  });

  test('is a number of homes, or a share of them', () => {
    expect(sizeOf({ homes: 300 }, 2_000)).toBe(300);
    expect(sizeOf({ homes: 300 }, 200)).toBe(200);
    expect(sizeOf({ percent: 12.5 }, 2_000)).toBe(250);
    expect(sizeOf({ percent: 0.1 }, 20)).toBe(1);
    expect(sizeOf({ percent: 50 }, 0)).toBe(0);
  });
});

describe('the invitation of a household', () => {
  const unit = { unitId: 'unt_1' };
  const person = { personId: 'psn_1', email: 'li@residents.example' };
  const policy = { contactCap: { surveys: 1, days: 30 } };
  const lately = (n: number) => ({ invitations: [now.subtract({ hours: 24 * n }).toString()] });

  test('D37 is not written above the cap of surveys, those about tickets included', () => {
    const none = new Map<string, string>();
    expect(decide({ unit, person }, none, undefined, policy, now)).toBe('invite');
    expect(decide({ unit, person }, none, lately(29), policy, now)).toBe('contactCap');
    expect(decide({ unit, person }, none, lately(30), policy, now)).toBe('invite');
    expect(decide({ unit, person }, none, lately(29), { contactCap: { surveys: 2, days: 30 } }, now)).toBe('invite');
  });

  test('is one for all homes of a person, also when an interrupted slice wrote it before', () => {
    const known = new Map([['psn_1', 'unt_1']]);
    // The cap counts this invitation, which must not take it back.
    expect(decide({ unit, person }, known, lately(0), policy, now)).toBe('again');
    expect(decide({ unit: { unitId: 'unt_2' }, person }, known, lately(0), policy, now)).toBe('sameHousehold');
  });

  test('needs a person with an e-mail address', () => {
    const none = new Map<string, string>();
    expect(decide({ unit, person: undefined }, none, undefined, policy, now)).toBe('noHousehold');
    expect(decide({ unit, person: { ...person, email: undefined } }, none, undefined, policy, now)).toBe('noAddress');
  });

  test('D37 has its days to answer from its sending, not from its writing', () => {
    // Held for five days by the budget of reminders.
    const late = sent(invited, { answerDays: 7, remindAfterDays: 3 }, days(5).toString(), days(5));
    expect(takesAnswer(invited, open, days(8))).toBe(true);
    expect(takesAnswer(late, open, days(12).subtract({ milliseconds: 1 }))).toBe(true);
    expect(takesAnswer(late, open, days(12))).toBe(false);
    expect(late.nextDueAt).toBe(days(8).toString());
    expect(undelivered(late, 'bounced', days(6)).nextDueAt).toBeUndefined();
    expect(takesAnswer(late, ended(open, { by: 'chief', at }), days(6))).toBe(false);
  });
});

describe('the answers of a household', () => {
  test('are read from the form by number; blank ones count nowhere', () => {
    expect(readBallot(details.questions, { q1: '5', q2: '', q3: '1', q4: ' 很好\r\n谢谢 ' })).toEqual({
      answers: [5, null, 1, '很好\n谢谢'],
    });
    expect(countersOf([5, null, 1, '很好'])).toEqual(['q1_5', 'q3_1', 'q4_words']);
  });

  test('are refused when a value is not offered, a text is too long, or nothing is answered', () => {
    const wrong = (typed: Record<string, string>) => {
      const read = readBallot(details.questions, typed);
      return 'errors' in read ? Object.keys(read.errors) : [];
    };
    expect(wrong({ q1: '6' })).toEqual(['q1']);
    expect(wrong({ q1: '0', q2: '11', q3: '2' })).toEqual(['q1', 'q2', 'q3']);
    expect(wrong({ q4: '长'.repeat(2_001) })).toEqual(['q4']);
    expect(wrong({})).toEqual(['q1']);
    expect(wrong({ q1: ' 5' })).toEqual(['q1']);
  });
});

describe('the page of a campaign', () => {
  test('is whole in three languages and names nobody', () => {
    for (const language of filled(languages)) {
      const page = ballotPage(open, '阳光花园', language);
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).not.toMatch(/\{\w+\}|<script|undefined/);
      expect(page.match(/<fieldset/g)).toHaveLength(3);
      expect(page).toContain('<label for="q4">');
      // "Is it fixed?" is a question about a repair.
      expect(page).not.toContain('name="fixed"');
      expect(ballotThanksPage(language, 'taken')).not.toBe(ballotThanksPage(language, 'already'));
    }
  });

  test('escapes typed markup, keeps the typed values and leads to the errors', () => {
    const read = readBallot(details.questions, { q1: '9' });
    if (!('errors' in read)) throw new Error('9 is no score');
    const page = ballotPage(
      { ...open, title: all('<b>{x}</b>') },
      '花园',
      'en',
      { q1: '9', q4: '</textarea><b>' },
      read.errors,
    );
    expect(page).toContain('&lt;b&gt;{x}&lt;/b&gt;');
    expect(page).toContain('<a href="#q1">');
    expect(page).toContain('&lt;/textarea&gt;&lt;b&gt;');
  });
});

describe('the figures of a campaign', () => {
  const progress = { ...started(open, at), state: 'done' as const, homes: 40, examined: 40, chosen: 40, invited: 36 };
  const of = (counts: Record<string, number>) => figuresOf(open, progress, (name) => counts[name] ?? 0, 75);

  test('R14.1 R14.3 CSAT, NPS, shares and response rate have n and an interval by Wilson below 30', () => {
    // 18 of 25 are satisfied; 10 promoters and 5 detractors of 25; 5 of 20 chose the first.
    const figures = of({
      sent: 36,
      undelivered: 1,
      answered: 25,
      q1_4: 10,
      q1_5: 8,
      q1_3: 4,
      q1_1: 3,
      q2_9: 10,
      q2_8: 10,
      q2_2: 5,
      q3_0: 5,
      q3_1: 15,
      q4_words: 2,
    });
    const [csat, nps, choice, words] = figures.questions;
    expect(csat).toMatchObject({ n: 25, csat: { value: 72, mean: 3.8, interval: { method: 'wilson' } } });
    expect(csat?.csat?.interval).toEqual({ low: 52.42, high: 85.72, method: 'wilson' });
    expect(nps).toMatchObject({ n: 25, nps: { value: 20, interval: { method: 'wilson' } } });
    expect(choice?.choices?.[0]).toEqual({
      count: 5,
      percent: 25,
      interval: { low: 11.19, high: 46.87, method: 'wilson' },
    });
    expect(words).toEqual({ n: 2 });
    // 25 of 35: the one that did not arrive could not answer.
    expect(figures.responseRate).toMatchObject({ value: 71.43, interval: { method: 'wald' } });
    expect(figures).toMatchObject({ target: 75, meetsTarget: false, complete: true });
  });

  test('R14.3 figures of fewer than five answers are hidden', () => {
    const figures = of({ answered: 4, q1_5: 4, q2_10: 4, q3_0: 4 });
    const [csat, nps, choice] = figures.questions;
    expect(csat?.csat).toMatchObject({ n: 4, value: null, interval: null, hidden: true });
    expect(nps?.nps).toMatchObject({ value: null, hidden: true });
    expect(choice).toEqual({ n: 4, choices: null });
    expect(figures.meetsTarget).toBeNull();
  });

  test('are empty before the campaign opens', () => {
    const figures = figuresOf(open, undefined, () => 0, 75);
    expect(figures).toMatchObject({ homes: 0, invited: 0, responseRate: null, complete: false });
  });
});

describe('the survey of the year', () => {
  test('R14.4 is one of the whole estate, of everyone or of at least 30 households', () => {
    const progress = (n: number) => ({ invited: n });
    const sample = { homes: 30 };
    expect(isYearly(open, progress(1))).toBe(true);
    expect(isYearly(open, progress(0))).toBe(false);
    expect(isYearly({ ...open, sample }, progress(29))).toBe(false);
    expect(isYearly({ ...open, sample }, progress(30))).toBe(true);
    expect(isYearly({ audience: { uses: ['dwelling'], buildings: ['1栋'] } }, progress(500))).toBe(false);
    expect(isYearly({ audience: { uses: ['parking'] } }, progress(500))).toBe(false);
  });
});
