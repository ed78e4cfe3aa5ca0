import { beforeAll, expect, test } from 'vitest';
import { ask, type Body, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { htmlOf } from '../mail.ts';
import { announcedHomes, estateInTheMorning, sold } from '../phase-fixtures.ts';

let estate: TestEstate;

beforeAll(async () => {
  estate = await estateInTheMorning('HE');
});

test("a new buyer before the handover is notified and books a time, and the former buyer's links stop working", async () => {
  const { manager, operator: desk } = estate.staff;
  const day = { hours: [{ from: '14:00', to: '15:00' }] };
  const at = await announcedHomes(estate, '1座', ['former', 'patient', 'refusing'], { begins: 12, day });
  const [former, patient, refusing] = at.owners;
  if (!former || !patient || !refusing) throw new Error('nobody');
  const buyer = await estate.household('buyer');
  const [only] = await at.slots();
  const { code } = (await at.act(0, 'book', { slotId: only.slotId })).body.booking;
  expect((await at.act(1, 'join-waiting-list', {})).status).toBe(200);
  await idle();
  const letter = htmlOf((await mailsTo(String(former.email))).at(-1)?.raw ?? '');
  const link = /https?:\/\/[^"<\s]+\/p\/handovers\/[\w.-]+/.exec(letter)?.[0] ?? '';
  expect((await fetch(link)).status).toBe(200);
  const lettersToFormer = (await mailsTo(String(former.email))).length;

  await sold(estate, former, buyer);
  const now = await at.now(0);
  expect(now).toMatchObject({ state: 'planned', buyerId: buyer.personId, buyerChanges: 1 });
  expect([now.notice, now.booking]).toEqual([undefined, undefined]);
  const path = `/v1/handovers/${at.handoverIds[0]}`;
  expect((await ask(former, 'GET', path)).status).toBe(404);
  expect((await ask(buyer, 'GET', path)).status).toBe(200);
  const list = `/v1/handovers?estateId=${estate.estateId}&unitId=${former.unitId}`;
  expect((await ask(former, 'GET', list)).status).toBe(404);
  expect((await must(buyer, 'GET', list)).items).toHaveLength(1);
  expect((await fetch(link)).status).toBe(404);
  const door = { code, identity: { as: 'owner' } };
  expect((await ask(desk, 'POST', `/v1/handovers/phases/${at.phaseId}/check-in`, door)).body.code).toBe('unknown-code');
  expect(await at.now(1)).toMatchObject({ state: 'booked', booking: { slotId: only.slotId } });
  expect(await at.figures()).toMatchObject({ notified: 2, byState: { planned: 1, booked: 1, notified: 1 } });
  const events = (await must(desk, 'GET', `${path}/events?limit=100`)).items;
  const changes = events.filter(({ name }: Body) => name === 'HandoverBuyerChanged');
  expect(changes).toMatchObject([{ data: { buyerId: buyer.personId, formerBuyerId: former.personId } }]);

  // The new buyer is notified like any other. The result of the former buyer's letter proves nothing.
  expect((await at.act(0, 'book', { slotId: only.slotId }, buyer)).body).toMatchObject({ code: 'illegal-state' });
  expect((await at.act(0, 'announce', {}, manager)).body).toMatchObject({ state: 'notified' });
  await idle();
  const mine = htmlOf((await mailsTo(String(buyer.email))).at(-1)?.raw ?? '');
  const own = /https?:\/\/[^"<\s]+\/p\/handovers\/[\w.-]+/.exec(mine)?.[0] ?? '';
  expect((await fetch(own)).status).toBe(200);
  expect((await mailsTo(String(former.email))).length).toBe(lettersToFormer);
  await at.act(1, 'release');
  expect((await at.act(0, 'book', { slotId: only.slotId }, buyer)).body).toMatchObject({ state: 'booked' });

  // A refusal belongs to the buyer who refused.
  await at.act(2, 'record-proof', { method: 'hand', proof: '本人签收' }, desk);
  const refusal = { reason: '嫌楼层不好', ground: 'other' };
  expect((await at.act(2, 'refuse', refusal, desk)).status).toBe(200);
  const later = await estate.household('later');
  await sold(estate, refusing, later);
  const fresh = await at.now(2);
  expect(fresh).toMatchObject({ buyerId: later.personId, state: 'planned' });
  expect(fresh.refused).toBeUndefined();
});
