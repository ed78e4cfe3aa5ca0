import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, must, runJob, type TestEstate } from '../backend.ts';
import { dayFromToday, estateInTheMorning, phaseFrom, plannedPhase } from '../phase-fixtures.ts';
import { redelivered } from '../redeliver.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let developer: Caller;
let property: Caller;
let technician: Caller;

beforeAll(async () => {
  estate = await estateInTheMorning('HT');
  ({ supervisor: developer, manager: property, technician } = estate.staff);
});

const inThree = (name: string) => ({ 'zh-CN': name, 'zh-TW': name, en: name });
const items = [
  { itemId: 'part/lifts', kind: 'part', name: inThree('电梯') },
  { itemId: 'part/roof', kind: 'part', name: inThree('屋面') },
  { itemId: 'document/as-built', kind: 'document', name: inThree('竣工图') },
];
let phases = 0;
async function opened(more: object = { items }): Promise<Body> {
  phases += 1;
  const { phaseId } = await plannedPhase(estate, phaseFrom(estate, `${phases}栋`, 20, 3));
  return must(property, 'POST', '/v1/handovers/acceptances', { phaseId, signatories: signatories(), ...more });
}
const signatories = () => ({ developer: developer.personId, 'property-company': property.personId });
const post = ({ acceptanceId }: Body, what: string, body: object, as = technician) =>
  ask(as, 'POST', `/v1/handovers/acceptances/${acceptanceId}/${what}`, body);
async function sign(
  of: Body,
  as: 'developer' | 'property-company',
  by?: Caller,
): Promise<Awaited<ReturnType<typeof ask>>> {
  const { version } = await must(technician, 'GET', `/v1/handovers/acceptances/${of.acceptanceId}`);
  return post(of, 'sign', { as, version }, by ?? (as === 'developer' ? developer : property));
}
const passed = (itemId: string) => ({ itemId, result: 'passed' });
const failed = (itemId: string, more: object = {}) => ({
  itemId,
  result: 'failed',
  note: '渗水',
  ownerId: developer.personId,
  ...more,
});
const judge = (of: Body, ...judgements: object[]) => post(of, 'judge', { judgements });
const itemOf = async ({ acceptanceId }: Body, itemId: string): Promise<Body> =>
  (await must(technician, 'GET', `/v1/handovers/acceptances/${acceptanceId}/items`)).items.find(
    (one: Body) => one.itemId === itemId,
  );

describe('common-area acceptance (承接查验, D19, R3.9)', () => {
  test('opens once for a phase, with the built-in list and two different signatories', async () => {
    const of = await opened({});
    expect(of).toMatchObject({ state: 'open', items: 24, dueDays: 30, version: 1 });
    const { phaseId } = of;
    const again = await ask(property, 'POST', '/v1/handovers/acceptances', { phaseId, signatories: signatories() });
    expect(again).toMatchObject({ status: 409, body: { code: 'acceptance-exists' } });
    const one = { developer: developer.personId, 'property-company': developer.personId };
    const alone = await ask(property, 'POST', '/v1/handovers/acceptances', { phaseId, signatories: one });
    expect(alone).toMatchObject({ status: 422, body: { code: 'same-signatory' } });
    const nobody = { ...signatories(), developer: 'nobody' };
    const unknown = await ask(property, 'POST', '/v1/handovers/acceptances', { phaseId, signatories: nobody });
    expect(unknown).toMatchObject({ status: 400, body: { code: 'unknown-staff' } });
    const unjudged = await sign(of, 'developer');
    expect(unjudged).toMatchObject({ status: 409, body: { code: 'items-unjudged' } });
    expect(unjudged.body.items).toHaveLength(24);
  });

  test('is not signed while a blocking item is open; other open items are carried with owner and due day', async () => {
    const of = await opened();
    expect((await judge(of, passed('part/pool'))).body).toMatchObject({ code: 'unknown-item' });
    await judge(of, failed('part/lifts', { blocking: true }), failed('part/roof'), passed('document/as-built'));
    const blocked = await sign(of, 'developer');
    expect(blocked).toMatchObject({
      status: 409,
      body: { code: 'blocking-items', items: [{ itemId: 'part/lifts', dueOn: dayFromToday(30) }] },
    });
    // Not by the person responsible for it.
    const closing = { itemId: 'part/lifts', method: '已检验合格', proof: ['p1'] };
    expect((await post(of, 'close-item', closing, developer)).body).toMatchObject({ code: 'own-item' });
    expect((await post(of, 'close-item', closing)).status).toBe(200);
    expect((await post(of, 'close-item', closing)).status).toBe(409);
    expect(await itemOf(of, 'part/lifts')).toMatchObject({ state: 'closed', closed: { method: '已检验合格' } });

    // Each party signs by its own signatory.
    const wrong = await sign(of, 'developer', property);
    expect(wrong).toMatchObject({ status: 403, body: { code: 'not-the-signatory' } });
    expect((await sign(of, 'developer')).body).toMatchObject({ state: 'open' });
    expect((await sign(of, 'developer')).status).toBe(409);
    // Results recorded after a signature make it void.
    expect((await judge(of, failed('part/roof', { note: '渗水两处' }))).body).toMatchObject({ signatures: {} });
    await sign(of, 'developer');
    const signed = (await sign(of, 'property-company')).body;
    expect(signed).toMatchObject({ state: 'signed', signatures: { developer: { on: dayFromToday(0) } } });
    expect((await judge(of, passed('part/roof'))).status).toBe(409);

    const path = `/v1/handovers/acceptances/${of.acceptanceId}/document`;
    const document = async (language: string) => (await ask(developer, 'GET', `${path}?language=${language}`)).body;
    const page = await document('zh-CN');
    expect(page).toContain('渗水两处');
    expect(page).toContain('双方已签署');
    expect(await document('zh-CN')).toBe(page);
    expect(await document('en')).toContain('Common-area acceptance record');
    // A carried item can be closed after the signatures.
    expect((await post(of, 'close-item', { itemId: 'part/roof', method: '重做防水' })).status).toBe(200);
  });

  test('an overdue item is reported once', async () => {
    const of = await opened();
    const late = { dueOn: dayFromToday(-2) };
    await judge(of, failed('part/lifts', late), failed('part/roof', late), failed('document/as-built'));
    await runJob('overdue-defects');
    expect(await itemOf(of, 'part/roof')).toMatchObject({ state: 'open', overdue: true });
    expect(await itemOf(of, 'document/as-built')).toMatchObject({ overdue: false });
    const { version } = await must(property, 'GET', `/v1/handovers/acceptances/${of.acceptanceId}`);
    await runJob('overdue-defects');
    expect((await must(property, 'GET', `/v1/handovers/acceptances/${of.acceptanceId}`)).version).toBe(version);

    // The person responsible and the manager of the phase get one letter each about the two items.
    const letters = async (): Promise<Body[]> => {
      const path = `/v1/notices?estateId=${estate.estateId}&aboutId=${of.acceptanceId}&limit=200`;
      const { items: found } = await must(property, 'GET', path);
      return Promise.all(found.map((one: Body) => must(property, 'GET', `/v1/notices/${one.noticeId}`)));
    };
    await until('both letters', async () => (await letters()).length === 2);
    const readers = [property.personId, developer.personId].sort();
    expect((await letters()).map(({ recipient }) => recipient.id).sort()).toEqual(readers);
    for (const { text, template } of await letters()) {
      expect(template).toBe('acceptance-late');
      for (const name of ['电梯', '屋面']) expect(text).toContain(`${name}：渗水`);
      expect(text).toContain(`应于 ${dayFromToday(-2)} 前整改`);
      expect(text).not.toContain('竣工图');
    }
    const partition = [`ACCEPTANCE#${of.acceptanceId}`];
    expect(await redelivered('notices', 'handovers', partition, 'AcceptanceItemOverdue')).toBe(2);
    expect(await letters()).toHaveLength(2);
  });

  test('with concurrent results and signatures, nobody signs an unseen version', async () => {
    const of = await opened();
    await judge(of, passed('part/lifts'), passed('part/roof'), passed('document/as-built'));
    await sign(of, 'developer');
    await Promise.all([sign(of, 'property-company'), judge(of, failed('part/roof', { blocking: true }))]);
    const { state, signatures } = await must(property, 'GET', `/v1/handovers/acceptances/${of.acceptanceId}`);
    const roof = await itemOf(of, 'part/roof');
    // Either both had signed and the result came too late, or the developer must sign again.
    const seen = { state, roof: roof.state, developer: signatures.developer !== undefined };
    expect([
      { state: 'signed', roof: 'passed', developer: true },
      { state: 'open', roof: 'open', developer: false },
    ]).toContainEqual(seen);
  });
});
