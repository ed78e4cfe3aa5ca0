import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { estates, persons, tenures, units } from '../../../../functions/register/owners/owners.store.ts';
import { answersTo } from '../../../../functions/service/surveys/campaigns/answer-campaign.ts';
import { type Campaign, campaignDetailsSchema } from '../../../../functions/service/surveys/campaigns/campaign.ts';
import {
  ballots,
  campaigns,
  invitations,
  progresses,
  tallyOf,
} from '../../../../functions/service/surveys/campaigns/campaigns.store.ts';
import {
  approveCampaign,
  createCampaign,
  endCampaign,
} from '../../../../functions/service/surveys/campaigns/run-campaign.ts';
import { yearlySurveyTasks } from '../../../../functions/service/surveys/campaigns/yearly-survey.ts';
import { yearlySurveysJob } from '../../../../functions/service/surveys/campaigns/yearly-surveys.job.ts';
import { surveyFanOut } from '../../../../functions/service/surveys/survey-fan-out.consumer.ts';
import { contacts } from '../../../../functions/service/surveys/surveys.store.ts';
import type { AnyEvent } from '../../../../shared/events/catalogue.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { get } from '../../../../shared/store/table.ts';
import { emptyTables, eventsOf, nextTransactions, store, stored, storeMany } from '../../real-table.ts';

/*
 * Slices of a campaign: repeated, killed in the midst, their transactions lost, and still one invitation
 * each.
 */

const homes = 250;
const at = '2026-05-04T02:00:00Z';
const now = Temporal.Instant.from(at);
const all = (text: string) => ({ 'zh-CN': text, 'zh-TW': text, en: text });
const act = (id: string) => ({ actor: { kind: 'staff' as const, id }, recordedAt: at });
// The register is remembered for seconds, so every test has an estate of its own.
let [estateId, nth] = ['', 0];

/**
 * One home in ten has no household, one in ten no address; every third household of the rest has two homes.
 */
const holderOf = (home: number) => (home % 10 === 3 ? undefined : home % 3 === 1 ? home - 1 : home);
const hasAddress = (holder: number) => holder % 10 !== 7;
const nameOf = (holder: number) => `${estateId}-p${holder}`;
const unitOf = (home: number) => `${estateId}-u${String(home).padStart(4, '0')}`;

/** Who must be invited, worked out in another way than by slices. */
function expected(asked: readonly number[] = Array.from({ length: homes }, (_, home) => home)): string[] {
  const holders = asked.flatMap((home) => holderOf(home) ?? []).filter(hasAddress);
  return [...new Set(holders)].map(nameOf).sort();
}

beforeEach(async () => {
  await emptyTables('owners', 'tickets');
  nth += 1;
  estateId = `fan-${nth}`;
  const kept = { estateId, updatedAt: at, version: 1 };
  const calendar = stateCouncilCalendar();
  await store(estates, { ...kept, code: 'FO', name: '阳光花园', language: 'zh-CN', calendar });
  const all = Array.from({ length: homes }, (_, home) => home);
  const label = (home: number) => `1栋${String(home).padStart(4, '0')}`;
  await storeMany(
    units,
    all.map((home) => ({
      ...kept,
      unitId: unitOf(home),
      label: label(home),
      building: '1栋',
      area: '89.37',
      use: 'dwelling',
    })),
  );
  const holders = [...new Set(all.flatMap((home) => holderOf(home) ?? []))];
  await storeMany(
    persons,
    holders.map((holder) => ({
      ...kept,
      personId: nameOf(holder),
      name: `户主${holder}`,
      language: 'zh-CN',
      marketingConsent: false,
      ...(hasAddress(holder) && { email: `${nameOf(holder)}@residents.example` }),
    })),
  );
  await storeMany(
    tenures,
    all.flatMap((home) => {
      const holder = holderOf(home);
      if (holder === undefined) return [];
      const of = { unitId: unitOf(home), personId: nameOf(holder), role: 'owner' as const, from: '2024-06-30' };
      return [{ ...kept, ...of, tenureId: `ten_${home}` }];
    }),
  );
});

async function launched(more: object = {}): Promise<Campaign> {
  const question = { kind: 'satisfaction', text: all('Are you satisfied?') };
  const body = { title: all('2026'), purpose: all('To do better.'), questions: [question], ...more };
  const of = { campaignId: `cmp_${nth}`, estateId };
  const { after: drafted, transaction } = createCampaign(of, campaignDetailsSchema.parse(body), act('manager'));
  await transaction.commit();
  const { after, transaction: approval } = approveCampaign(drafted, { advertises: false }, act('chief'));
  await approval.commit();
  return after;
}

/** Returns the requests of slices that are recorded, and not in `done` yet. */
async function requested(done: ReadonlySet<string>): Promise<AnyEvent[]> {
  const found = await eventsOf('tickets', `CAMPAIGNPROGRESS#cmp_${nth}`);
  return found.filter(({ name, id }) => /^CampaignSlices/.test(name) && !done.has(id));
}

/** Delivers every request of a slice by `deliver` until none is left. Returns how many there were. */
async function runSlices(deliver: (event: AnyEvent) => Promise<void>): Promise<number> {
  const done = new Set<string>();
  for (;;) {
    const [event] = await requested(done);
    if (!event) return done.size;
    await deliver(event);
    done.add(event.id);
  }
}

const handle = (event: AnyEvent) => surveyFanOut.handle(event, now);
const progressOf = (campaign: Campaign) => get(progresses, campaign);

async function expectOneEach(campaign: Campaign, who: readonly string[]): Promise<void> {
  const all = await stored(invitations);
  expect(all.map(({ personId }) => personId).sort()).toEqual(who);
  const events = (await eventsOf('tickets')).filter(({ name }) => name === 'HouseholdInvited');
  expect(events).toHaveLength(who.length);
  for (const one of await stored(contacts)) expect(one.invitations).toHaveLength(1);
  expect(await progressOf(campaign)).toMatchObject({ state: 'done', invited: who.length });
}

describe('the slices of a campaign', () => {
  test('invite each household once, and count every home that was left out', async () => {
    const campaign = await launched();
    expect(await runSlices(handle)).toBe(3);
    await expectOneEach(campaign, expected());
    const progress = await progressOf(campaign);
    const of = Array.from({ length: homes }, (_, home) => home);
    const empty = of.filter((home) => holderOf(home) === undefined).length;
    const silent = of.filter((home) => !hasAddress(holderOf(home) ?? 0)).length;
    expect(progress).toMatchObject({
      homes,
      chosen: homes,
      leftOut: { noHousehold: empty, noAddress: silent, contactCap: 0 },
    });
    const { invited = 0, leftOut } = progress ?? {};
    expect(invited + Object.values(leftOut ?? {}).reduce((sum, one) => sum + one, 0)).toBe(homes);
  });

  test('delivered twice, one after the other and at the same time, invite nobody twice', async () => {
    const campaign = await launched();
    await runSlices(async (event) => {
      await Promise.all([handle(event), handle(event)]);
      await handle(event);
    });
    await expectOneEach(campaign, expected());
  });

  test('killed between the transactions of a slice, go on where they stopped', async () => {
    const campaign = await launched();
    // Of each slice the second transaction is lost, or written without an answer; then it is delivered again.
    let fate: 'lost' | 'unanswered' = 'lost';
    let crashes = 0;
    await runSlices(async (event) => {
      nextTransactions('written', fate);
      await expect(handle(event)).rejects.toThrow('socket hang up');
      crashes += 1;
      fate = fate === 'lost' ? 'unanswered' : 'lost';
      nextTransactions();
      await handle(event);
    });
    expect(crashes).toBe(3);
    await expectOneEach(campaign, expected());
  });

  test('R14.4 draw exactly the wanted number of homes, counted before', async () => {
    const campaign = await launched({ sample: { homes: 60 } });
    await runSlices(async (event) => {
      await handle(event);
      await handle(event);
    });
    const progress = await progressOf(campaign);
    expect(progress).toMatchObject({ state: 'done', homes, sampleSize: 60, chosen: 60 });
    const all = await stored(invitations);
    expect(all.length).toBe(progress?.invited);
    expect(all.length).toBeGreaterThan(20);
    expect(all.length).toBeLessThan(60);
  });

  test('stop when the campaign ends, and settle no yearly survey of nobody', async () => {
    const campaign = await launched();
    const [first] = await requested(new Set());
    await endCampaign(campaign, { reason: 'a mistake' }, act('chief')).transaction.commit();
    if (first) await handle(first);
    expect(await stored(invitations)).toEqual([]);
    expect(await progressOf(campaign)).toMatchObject({ state: 'done', invited: 0 });
    expect(await stored(yearlySurveyTasks.entity)).toEqual([]);
  });

  test('D37 leave out a household that had a survey in the last thirty days', async () => {
    const [tired = ''] = expected();
    await store(contacts, { personId: tired, estateId, invitations: ['2026-04-20T02:00:00Z'], version: 1 });
    const campaign = await launched();
    await runSlices(handle);
    const names = (await stored(invitations)).map(({ personId }) => personId).sort();
    expect(names).toEqual(expected().filter((name) => name !== tired));
    // The household has two homes, both of which are left out.
    expect((await progressOf(campaign))?.leftOut.contactCap).toBe(2);
  });
});

describe('what becomes of an invitation', () => {
  const told = (name: 'NoticeSent' | 'NoticeBounced', aboutId: string) => {
    const of = { noticeId: 'ntc_1', template: 'campaign-invitation', aboutId };
    const subject = { kind: 'notice', id: `ntc_${aboutId}` };
    const common = {
      act: { ...act('job'), recordedAt: '2026-05-06T00:00:00Z' },
      estateId,
      subject,
      version: 2,
      nth: 0,
    };
    return name === 'NoticeSent'
      ? eventOf({ ...common, name, data: { ...of, messageId: 'm' } })
      : eventOf({ ...common, version: 3, name, data: { ...of, why: 'bounced' } });
  };

  test('sending and bouncing count once, delivered twice and in any order; answers count once', async () => {
    const campaign = await launched();
    await runSlices(handle);
    const [one, two] = await stored(invitations);
    if (!one || !two) throw new Error('nobody was invited');
    const events = [told('NoticeBounced', one.invitationId), told('NoticeSent', one.invitationId)];
    for (const event of [...events, ...events.toReversed(), told('NoticeSent', two.invitationId)]) await handle(event);
    const after = await get(invitations, one);
    expect(after).toMatchObject({ sentAt: '2026-05-06T00:00:00Z', undelivered: 'bounced' });
    expect(after?.expiresAt).toBe('2026-05-20T00:00:00Z');
    const open = await get(invitations, two);
    if (!open) throw new Error('the invitation is gone');
    const answers = [answersTo(open, [5], act('link'), now), answersTo(open, [1], act('link'), now)];
    const written = await Promise.allSettled(answers.map((transaction) => transaction.commit()));
    expect(written.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const tally = await tallyOf(campaign.campaignId);
    expect(['sent', 'undelivered', 'answered'].map(tally)).toEqual([2, 1, 1]);
    expect(await stored(ballots)).toHaveLength(1);
    // Nothing in the answers says whose they are.
    expect(JSON.stringify(await stored(ballots))).not.toContain(two.personId);
    expect(await get(campaigns, campaign)).toMatchObject({ state: 'open' });
  });
});

describe('the survey of the year', () => {
  const tasks = () => stored(yearlySurveyTasks.entity);

  test('R14.4 is one task a year, by the day in the zone of the estate, and a campaign of all households settles it', async () => {
    const on = (day: string) => yearlySurveysJob.run(Temporal.Instant.from(`${day}T00:30:00+08:00`));
    expect(await on('2026-01-01')).toEqual({ opened: 1 });
    expect(await on('2026-12-31')).toEqual({ opened: 0 });
    expect(await tasks()).toMatchObject([{ status: 'open', year: 2026, dueOn: '2026-12-31' }]);
    const { campaignId } = await launched();
    await runSlices(async (event) => {
      await handle(event);
      await handle(event);
    });
    expect(await tasks()).toMatchObject([{ status: 'done', campaignId }]);
    expect(await on('2027-01-01')).toEqual({ opened: 1 });
  });

  test('R14.4 is settled ahead by a campaign in spring, and not by one of some buildings', async () => {
    await launched({ audience: { buildings: ['1栋'] } });
    await runSlices(handle);
    expect(await tasks()).toEqual([]);
    await emptyTables('tickets');
    const { campaignId } = await launched();
    await runSlices(handle);
    expect(await tasks()).toMatchObject([{ status: 'done', year: 2026, campaignId }]);
    expect(await yearlySurveysJob.run(Temporal.Instant.from('2026-09-01T10:00:00+08:00'))).toEqual({ opened: 0 });
  });
});
