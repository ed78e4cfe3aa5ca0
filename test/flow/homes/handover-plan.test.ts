import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Household, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { htmlOf } from '../mail.ts';
import {
  announcedHomes,
  announcedPhase,
  dayFromToday,
  dayOf,
  estateInTheMorning,
  handoverOfUnit,
  homeIn,
  phaseFrom,
  plannedPhase,
} from '../phase-fixtures.ts';

let estate: TestEstate;
let manager: TestEstate['staff']['manager'];
let desk: TestEstate['staff']['operator'];

const handoverOf = ({ unitId }: Household) => handoverOfUnit(estate, unitId);

beforeAll(async () => {
  estate = await estateInTheMorning('HA');
  ({ manager, operator: desk } = estate.staff);
});

const home = (name: string, building: string, more: object = {}) => homeIn(estate, name, building, more);

describe('a phase', () => {
  test('is rejected before the completion acceptance, without the two mandatory documents, or with a forbidden gate', async () => {
    const good = phaseFrom(estate, '9栋', 20, 3);
    const plan = (change: object) =>
      ask(manager, 'POST', `/v1/handovers/estates/${estate.estateId}/phases`, { ...good, ...change });
    const early = await plan({ acceptedOn: dayFromToday(21) });
    expect(early).toMatchObject({ status: 422, body: { code: 'not-accepted-yet', rule: 'R3.1' } });
    expect(await plan({ acceptedOn: dayFromToday(1) })).toMatchObject({ status: 422, body: { rule: 'R3.1' } });
    expect(await plan({ papers: ['竣工验收备案表'] })).toMatchObject({ status: 422, body: { code: 'papers-missing' } });
    const gates = [{ gate: 'documents', ground: '预交一年物业费' }];
    expect(await plan({ gates })).toMatchObject({ status: 422, body: { code: 'gate-not-allowed', rule: 'R3.6' } });
    expect(await plan({ to: dayFromToday(1) })).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    expect(await plan({ managerId: 'nobody' })).toMatchObject({ status: 400, body: { code: 'unknown-staff' } });
  });

  test('has the homes of its buildings with their owners, and lists the units left out with the reason', async () => {
    const [anna, bert] = await Promise.all([home('anna', '2栋'), home('bert', '2栋')]);
    const unsold = { label: '2栋-空', building: '2栋', area: '60.00', use: 'dwelling' };
    const units = `/v1/estates/${estate.estateId}/units`;
    const empty = await must(estate.staff.administrator, 'POST', units, unsold);
    const phase = await plannedPhase(estate, phaseFrom(estate, '2栋', 20, 3));
    expect(phase).toMatchObject({ homes: 2, leftOut: 1 });
    const { items } = await must(desk, 'GET', `/v1/handovers/phases/${phase.phaseId}/excluded`);
    expect(items).toEqual([{ phaseId: phase.phaseId, unitId: empty.unitId, label: '2栋-空', why: 'no-owner' }]);
    const mine = await handoverOf(anna);
    expect(mine).toMatchObject({ state: 'planned', buyerId: anna.personId });
    expect((await ask(bert, 'GET', `/v1/handovers/${mine.handoverId}`)).status).toBe(404);
    const again = await ask(manager, 'POST', `/v1/handovers/phases/${phase.phaseId}/homes`, { unitId: anna.unitId });
    expect(again).toMatchObject({ status: 409, body: { code: 'home-in-a-phase' } });
    await must(manager, 'POST', `/v1/handovers/${mine.handoverId}/exclude`, { reason: '退房' });
    const added = await must(manager, 'POST', `/v1/handovers/phases/${phase.phaseId}/homes`, { unitId: anna.unitId });
    expect(added).toMatchObject({ handoverId: mine.handoverId, state: 'planned' });
    expect(await must(desk, 'GET', `/v1/handovers/phases/${phase.phaseId}/figures`)).toMatchObject({
      homes: 2,
      leftOut: 1,
      byState: { planned: 2, notified: 0 },
    });
  });

  test('is announced at least noticeDays ahead, after days are planned; a dry run counts the letters', async () => {
    const [cora] = await Promise.all([home('cora', '3栋'), home('dora', '3栋', { email: undefined })]);
    const phase = await plannedPhase(estate, phaseFrom(estate, '3栋', 9, 4));
    const announce = (body: object = {}) =>
      ask(manager, 'POST', `/v1/handovers/phases/${phase.phaseId}/announce`, body);
    expect(await announce()).toMatchObject({ status: 409, body: { code: 'notice-too-short' } });
    const { version } = await must(desk, 'GET', `/v1/handovers/phases/${phase.phaseId}`);
    const later = phaseFrom(estate, '3栋', 10, 3);
    const path = `/v1/handovers/phases/${phase.phaseId}`;
    const over = { ...later, from: dayFromToday(-9), to: dayFromToday(-1) };
    const refused = await ask(manager, 'PUT', path, over, { ifMatch: version });
    expect(refused).toMatchObject({ status: 400, body: { code: 'phase-over' } });
    await must(manager, 'PUT', path, later, { ifMatch: version });
    expect(await announce()).toMatchObject({ status: 409, body: { code: 'no-days-planned' } });
    await must(manager, 'POST', `/v1/handovers/phases/${phase.phaseId}/days`, {
      days: [dayOf(estate, dayFromToday(10))],
    });
    const dry = await must(manager, 'POST', `/v1/handovers/phases/${phase.phaseId}/announce?dryRun=true`, {});
    expect(dry).toMatchObject({
      homes: 2,
      withoutAddress: 1,
      noticedFor: dayFromToday(10),
      writtenOn: dayFromToday(0),
    });
    await announcedPhase(estate, phase);
    await idle();
    const mine = await handoverOf(cora);
    expect(mine).toMatchObject({
      state: 'notified',
      notice: { noticedFor: dayFromToday(10), bookBy: dayFromToday(9) },
    });
    const document = await ask(cora, 'GET', `/v1/handovers/${mine.handoverId}/notice`);
    expect(document.body).toContain('交付通知书');
    await must(manager, 'POST', `/v1/handovers/${mine.handoverId}/announce`, {});
    expect((await ask(cora, 'GET', `/v1/handovers/${mine.handoverId}/notice`)).body).toBe(document.body);
  });
});

describe('a notice', () => {
  test('reaches its buyer by mail with a link to book, and the phase records whether it arrived', async () => {
    const { owners, handoverIds, phaseId, now, act, figures } = await announcedHomes(
      estate,
      '4栋',
      ['emma', 'finn', 'gone-bounce'],
      {
        begins: 12,
      },
    );
    const [emma] = owners;
    const mails = await mailsTo(String(emma?.email));
    expect(mails).toHaveLength(1);
    const link = /https?:\/\/[^"<\s]+\/p\/handovers\/[\w.-]+/.exec(htmlOf(mails[0]?.raw ?? ''))?.[0];
    expect((await fetch(String(link))).status).toBe(200);
    const proven = { method: 'mail', on: dayFromToday(0) };
    expect(await now(0)).toMatchObject({ notice: { proven } });
    const list = async () => (await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/unproven`)).items;
    const before = await list();
    expect(await figures()).toMatchObject({ notified: 3, proven: 3 - before.length });
    const courier = { method: 'courier', proof: 'SF123' };
    expect((await act(0, 'record-proof', { ...courier, on: dayFromToday(-1) }, desk)).status).toBe(400);
    for (const nth of handoverIds.keys()) expect((await act(nth, 'record-proof', courier, desk)).status).toBe(200);
    expect(await list()).toEqual([]);
    expect(await figures()).toMatchObject({ notified: 3, proven: 3 });
  });
});
