import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  type Body,
  estateCalled,
  type Household,
  idle,
  mailsTo,
  must,
  runJob,
  type TestEstate,
} from '../backend.ts';
import { changePolicy, policyIsKnown } from '../change-policy.ts';
import { linkTo } from '../links.ts';
import { htmlOf, subjectOf } from '../mail.ts';
import { redelivered } from '../redeliver.ts';
import { inThree } from '../scenario.ts';

/* A survey of all households: drafted by one person, approved by another, asked once, answered once. */

let estate: TestEstate;
let staff: TestEstate['staff'];
let households: Household[];

const questions = [
  { kind: 'satisfaction', text: inThree('您对物业服务满意吗？') },
  { kind: 'recommend', text: inThree('您愿意推荐我们吗？') },
  { kind: 'choice', text: inThree('最应改进什么？'), choices: [inThree('电梯'), inThree('绿化'), inThree('门岗')] },
  { kind: 'words', text: inThree('还想说什么？') },
];
const survey = { title: inThree('业主满意度调查'), purpose: inThree('听取意见，改进服务。'), questions };

const draftOf = (more: object = {}, as = staff.supervisor) =>
  must(as, 'POST', `/v1/surveys/estates/${estate.estateId}/campaigns`, { ...survey, ...more });
const pathOf = ({ campaignId }: Body) => `/v1/surveys/campaigns/${campaignId}`;
const approve = (campaign: Body, as = staff.manager, body: object = { advertises: false }) =>
  ask(as, 'POST', `${pathOf(campaign)}/approve`, body);
const figuresOf = async (campaign: Body) => (await must(staff.manager, 'GET', pathOf(campaign))).figures;

async function invitedBy(campaign: Body): Promise<Body[]> {
  return (await must(staff.manager, 'GET', `${pathOf(campaign)}/invitations?limit=200`)).items;
}
async function surveyMails({ email }: Household): Promise<string[]> {
  const mails = await mailsTo(String(email));
  return mails.map(({ raw }) => raw).filter((raw) => htmlOf(raw).includes('/p/surveys/'));
}
async function linkFor(household: Household): Promise<string> {
  const [raw = ''] = (await surveyMails(household)).slice(-1);
  const [link] = /https?:\/\/[^"<\s]+\/p\/surveys\/[\w.-]+/.exec(htmlOf(raw)) ?? [];
  if (!link) throw new Error('no link was mailed');
  return link;
}
const answer = (link: string, form: Record<string, string>) =>
  fetch(link, { method: 'POST', body: new URLSearchParams(form) });

beforeAll(async () => {
  estate = await estateCalled('CPN');
  staff = estate.staff;
  // Without quiet hours, because the tests run at any hour and need the mail at once.
  await changePolicy(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  await changePolicy(estate, 'surveys', { contactCap: { surveys: 20, days: 1 } });
  const languages = ['zh-CN', 'zh-TW', 'en'];
  households = await Promise.all(
    Array.from({ length: 7 }, (_, i) => estate.household(`home${i}`, { language: languages[i % 3] ?? 'en' })),
  );
  await estate.household('silent', { email: null });
  // One household has a second home, and a parking space is no home.
  const [first] = households;
  for (const [label, use] of [
    ['后院', 'dwelling'],
    ['车位1', 'parking'],
  ]) {
    const unit = { label, building: '2栋', area: '60.00', use };
    const { unitId } = await must(staff.administrator, 'POST', `/v1/estates/${estate.estateId}/units`, unit);
    const tenure = { personId: first?.personId, role: 'owner', from: '2024-06-30' };
    await must(staff.administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);
  }
  await policyIsKnown();
});

describe('a survey of all households', () => {
  test('R14.4 needs a second person, asks each household once, and shows n, rate, CSAT and NPS by Wilson', async () => {
    await runJob('yearly-surveys');
    const draft = await draftOf();
    expect(draft).toMatchObject({ state: 'draft', audience: { uses: ['dwelling'] }, answerDays: 14 });
    const own = await draftOf({}, staff.manager);
    expect((await approve(own)).body.code).toBe('another-person-needed');
    expect((await approve(draft, staff.manager, { advertises: true })).body.code).toBe('campaign-advertises');
    expect((await approve(draft, staff.operator)).status).toBe(403);
    const approved = await approve(draft);
    expect(approved.body).toMatchObject({ state: 'open', draftedBy: staff.supervisor.personId });
    expect((await approve(draft)).body.code).toBe('illegal-state');
    await idle();

    const partition = `CAMPAIGNPROGRESS#${draft.campaignId}`;
    expect(await redelivered('survey-fan-out', 'tickets', [partition], 'CampaignSlicesBegun')).toBe(1);
    await idle();
    const invited = await invitedBy(draft);
    expect(invited.map(({ personId }) => personId).sort()).toEqual(households.map(({ personId }) => personId).sort());
    for (const one of invited) {
      expect(one.sentAt).toBeDefined();
      // Whoever reads the list does not learn who answered.
      expect(Object.keys(one)).not.toContain('status');
    }
    for (const household of households) expect(await surveyMails(household)).toHaveLength(1);
    expect(await figuresOf(draft)).toMatchObject({
      homes: 9,
      chosen: 9,
      invited: 7,
      sent: 7,
      leftOut: { noAddress: 1, sameHousehold: 1, noHousehold: 0, contactCap: 0 },
      complete: true,
    });
    const { items } = await must(staff.operator, 'GET', `/v1/surveys/yearly-survey-tasks?estateId=${estate.estateId}`);
    expect(items).toMatchObject([{ status: 'done', campaignId: draft.campaignId }]);

    // Six of seven answer, one of them twice and at the same time; four answers would be hidden.
    const scores = ['5', '5', '4', '4', '5', '2'];
    for (const [i, score] of scores.entries()) {
      const household = households[i];
      if (!household) throw new Error('a household is missing');
      const link = await linkFor(household);
      const form = { q1: score, q2: i === 5 ? '3' : '10', q3: i < 2 ? '0' : '2', q4: i === 0 ? '门岗很好' : '' };
      if (i === 4) {
        const before = await figuresOf(draft);
        expect(before.questions[0].csat).toMatchObject({ n: 4, value: null, hidden: true });
        expect((await must(staff.operator, 'GET', `${pathOf(draft)}/words`)).items).toEqual([]);
      }
      const replies = await Promise.all(
        [answer(link, form), answer(link, { ...form, q1: '1' })].slice(0, i === 3 ? 2 : 1),
      );
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
      expect((await answer(link, { q1: '1' })).status).toBe(200);
    }
    const figures = await figuresOf(draft);
    expect(figures).toMatchObject({ answered: 6, responseRate: { value: 85.71, interval: { method: 'wilson' } } });
    const [csat, nps, choice, words] = figures.questions;
    expect(csat.csat.n).toBe(6);
    expect(csat.csat.interval.method).toBe('wilson');
    expect(nps.nps).toMatchObject({ n: 6, value: 66.67, small: true, interval: { method: 'wilson' } });
    expect(choice.choices.map(({ count }: Body) => count)).toEqual([2, 0, 4]);
    expect(words).toEqual({ n: 1 });
    const said = await must(staff.operator, 'GET', `${pathOf(draft)}/words`);
    expect(said.items).toEqual([{ words: [{ question: 4, text: '门岗很好' }] }]);
  });

  test('speaks the language of each household, in the mail and on the page, and can be read in another', async () => {
    const [chinese, , english] = households;
    if (!chinese || !english) throw new Error('a household is missing');
    const [raw = ''] = await surveyMails(english);
    expect(subjectOf(raw)).toBe('Please take part: 业主满意度调查');
    expect(htmlOf(raw)).toContain('within 14 days of this e-mail');
    const seventh = households[6];
    if (!seventh) throw new Error('a household is missing');
    const link = await linkFor(seventh);
    const page = await (await fetch(link)).text();
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('CPN花园');
    expect(page).not.toContain('问题解决了吗');
    expect(await (await fetch(`${link}?lang=en`)).text()).toContain('kept without your name and home');
    const empty = await answer(link, {});
    expect(empty.status).toBe(400);
    expect(await empty.text()).toContain('href="#q1"');
    expect((await answer(link, { q1: '9' })).status).toBe(400);
  });

  test('takes no answer after its end, and ends once', async () => {
    const draft = await draftOf({ audience: { buildings: ['1栋'] } });
    await approve(draft);
    await idle();
    const [household] = households;
    if (!household) throw new Error('a household is missing');
    const link = await linkFor(household);
    const end = () => ask(staff.administrator, 'POST', `${pathOf(draft)}/end`, { reason: '问题有误' });
    expect((await end()).body).toMatchObject({ state: 'ended', endReason: '问题有误' });
    expect((await end()).body.code).toBe('illegal-state');
    expect((await fetch(link)).status).toBe(410);
    expect((await answer(link, { q1: '5' })).status).toBe(410);
    expect(await figuresOf(draft)).toMatchObject({ answered: 0, responseRate: { value: 0 } });
  });

  test('draws a sample of so many homes, and a draft can be withdrawn', async () => {
    const draft = await draftOf({ sample: { homes: 3 } });
    await approve(draft);
    await idle();
    expect(await figuresOf(draft)).toMatchObject({ homes: 9, chosen: 3 });
    const other = await draftOf();
    const withdrawn = await must(staff.manager, 'POST', `${pathOf(other)}/end`, { reason: '不需要' });
    expect(withdrawn.state).toBe('withdrawn');
    expect((await approve(other)).body.code).toBe('illegal-state');
    const listed = await must(staff.auditor, 'GET', `/v1/surveys/campaigns?estateId=${estate.estateId}`);
    expect(listed.items[0].campaignId).toBe(other.campaignId);
  });

  test('R15.5 carries no address and no offer, and another estate does not see it', async () => {
    const path = `/v1/surveys/estates/${estate.estateId}/campaigns`;
    const offer = { ...survey, purpose: inThree('团购价见 www.shop.example') };
    const refused = await ask(staff.supervisor, 'POST', path, offer);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].pointer).toBe('/purpose/zh-CN');
    const sale = { ...survey, purpose: inThree('团购特惠，欢迎选购') };
    expect((await ask(staff.supervisor, 'POST', path, sale)).body.code).toBe('advertising-in-service');
    expect((await ask(staff.technician, 'GET', `/v1/surveys/campaigns?estateId=${estate.estateId}`)).status).toBe(403);
    const stranger = (await estateCalled('CPO')).staff.manager;
    const draft = await draftOf();
    expect((await ask(stranger, 'GET', pathOf(draft))).status).toBe(404);
    const [household] = households;
    if (!household) throw new Error('a household is missing');
    const unknown = (await linkFor(household)).replace(/[^/]+$/, linkTo('surveys', 'cin_unknown'));
    expect((await fetch(unknown)).status).toBe(404);
  });
});

describe('an invitation in quiet hours', () => {
  test('R14.4 waits until they are over, and its days to answer begin with its sending', async () => {
    const quiet = await estateCalled('CPQ');
    const hour = Temporal.Now.zonedDateTimeISO('Asia/Shanghai').toPlainTime();
    const timeIn = (hours: number) => hour.add({ hours }).toString().slice(0, 'HH:MM'.length);
    await changePolicy(quiet, 'notices', { quietFrom: timeIn(-1), quietTo: timeIn(12) });
    const household = await quiet.household('sleeper');
    await policyIsKnown();
    const path = `/v1/surveys/estates/${quiet.estateId}/campaigns`;
    const draft = await must(quiet.staff.supervisor, 'POST', path, survey);
    await must(quiet.staff.manager, 'POST', `${pathOf(draft)}/approve`, { advertises: false });
    await idle();
    expect(await surveyMails(household)).toEqual([]);
    const [held] = (await must(quiet.staff.manager, 'GET', `${pathOf(draft)}/invitations`)).items;
    expect(held.sentAt).toBeUndefined();
    expect(held.expiresAt).toBeUndefined();
    const { figures } = await must(quiet.staff.manager, 'GET', pathOf(draft));
    expect(figures).toMatchObject({ invited: 1, sent: 0 });
  });
});
