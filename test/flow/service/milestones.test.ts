import { beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  type Body,
  estateCalled,
  type Household,
  idle,
  mailsTo,
  must,
  reported,
  type TestEstate,
} from '../backend.ts';
import { changePolicy, policyIsKnown } from '../change-policy.ts';
import { htmlOf, subjectOf } from '../mail.ts';

let estate: TestEstate;
let desk: TestEstate['staff']['operator'];
let lin: Household;

beforeAll(async () => {
  estate = await estateCalled('MLS');
  desk = estate.staff.operator;
  // Without quiet hours, because the tests run at any hour.
  await changePolicy(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  await changePolicy(estate, 'tickets', ({ slaTimers }) => ({
    slaTimers: { ...slaTimers, complaintPack: 'new-homes' },
  }));
  lin = await estate.household('lin');
  await policyIsKnown();
});

const complaintOf = ({ personId, unitId }: Pick<Household, 'personId' | 'unitId'>) =>
  reported(estate, { title: '车位被占', unitId, requester: { personId } });
const now = ({ ticketId }: Body) => must(desk, 'GET', `/v1/tickets/${ticketId}`);
const say = ({ ticketId }: Body, operation: string, body: object) =>
  must(desk, 'POST', `/v1/tickets/${ticketId}/${operation}`, body);
const milestonesOf = ({ slaTimers }: Body) =>
  Object.fromEntries(
    slaTimers.flatMap(({ timer, state }: Body) => (timer.endsWith('Letter') ? [[timer.slice(0, -6), state]] : [])),
  );
const open = { acknowledgement: 'running', interim: 'running', answer: 'running', eightWeek: 'running' };

describe('D1: a milestone of a complaint', () => {
  test('is met by a letter that was sent and kept, not by a note, a call or a reply by phone', async () => {
    const complaint = await complaintOf(lin);
    expect(milestonesOf(complaint)).toEqual(open);
    await say(complaint, 'notes', { text: '电话告知已受理', visibleToRequester: true });
    await say(complaint, 'acknowledge', {});
    await say(complaint, 'reply', { text: '电话里已说明', channel: 'hotline' });
    await idle();
    expect(milestonesOf(await now(complaint))).toEqual(open);

    const sent = await say(complaint, 'reply', {
      text: '已收到您的投诉',
      channel: 'letter',
      milestone: 'acknowledgement',
    });
    // It counts when the mail is sent, not when it is written.
    expect(milestonesOf(sent)).toEqual(open);
    await idle();
    const after = await now(complaint);
    expect(milestonesOf(after)).toEqual({ ...open, acknowledgement: 'stopped' });
    const [letter] = after.letters;
    expect(letter).toMatchObject({ milestone: 'acknowledgement' });
    const kept = await must(estate.staff.manager, 'GET', `/v1/notices/${letter.letterId}`);
    expect(kept).toMatchObject({
      milestone: 'acknowledgement',
      status: 'delivered',
      text: expect.stringContaining('已收到您的投诉'),
    });
    expect((await mailsTo(String(lin.email))).map(({ raw }) => subjectOf(raw))).toContainEqual(
      expect.stringContaining('投诉受理告知书'),
    );
  });

  test('of the final answer is still owed after the closing, and its letter says who else may be asked', async () => {
    const complaint = await complaintOf(lin);
    await say(complaint, 'close', { resolution: '已装地锁' });
    expect(milestonesOf(await now(complaint))).toEqual({ ...open, eightWeek: 'stopped' });
    await say(complaint, 'reply', { text: '已装地锁', channel: 'letter', milestone: 'answer' });
    await idle();
    const all = { acknowledgement: 'stopped', interim: 'stopped', answer: 'stopped', eightWeek: 'stopped' };
    expect(milestonesOf(await now(complaint))).toEqual(all);
    const [mail] = (await mailsTo(String(lin.email))).filter(({ raw }) => subjectOf(raw).includes('最终答复'));
    expect(htmlOf(String(mail?.raw))).toContain('街道办事处');
    const form = await must(desk, 'GET', `/v1/tickets/${complaint.ticketId}/form`);
    expect(form).toContain('书面答复已寄出');
    expect(form).toContain('最终答复');
  });

  test('is open again when the letter comes back', async () => {
    const gone = await estate.household('gone', { email: 'bounce-mls@residents.example' });
    const complaint = await complaintOf(gone);
    await say(complaint, 'reply', { text: '已收到', channel: 'letter', milestone: 'acknowledgement' });
    await idle();
    expect(milestonesOf(await now(complaint))).toEqual(open);
    const { items } = await must(desk, 'GET', `/v1/tickets/${complaint.ticketId}/events?limit=200`);
    expect(items.map(({ name }: Body) => name)).toContain('TicketLetterReturned');
  });

  test('needs a complaint, and somebody to write to', async () => {
    const body = { text: '已收到', channel: 'letter', milestone: 'acknowledgement' };
    const to = async (details: object) => {
      const ticket = await reported(estate, details);
      return ask(desk, 'POST', `/v1/tickets/${ticket.ticketId}/reply`, body);
    };
    expect(await to({ requester: { name: '路人' } })).toMatchObject({
      status: 409,
      body: { code: 'nobody-to-write-to' },
    });
    const inquiry = { type: 'inquiry', requester: { personId: lin.personId } };
    expect(await to(inquiry)).toMatchObject({ status: 409, body: { code: 'milestone-of-complaints' } });
  });
});
