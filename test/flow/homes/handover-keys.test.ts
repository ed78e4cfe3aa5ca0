import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { checkIn, type HomeAtHand, homesWithOwners, settleGates, takeHome } from '../home-fixtures.ts';
import { dayFromToday, estateInTheMorning } from '../phase-fixtures.ts';

let estate: TestEstate;
let desk: Caller;
let anna: Caller;
let mender: Caller;
let homes: Awaited<ReturnType<typeof homesWithOwners>>;

beforeAll(async () => {
  estate = await estateInTheMorning('HK');
  desk = estate.staff.operator;
  [anna, mender] = await Promise.all([
    estate.technician('anna', { skills: ['inspection'] }),
    estate.technician('mender', { skills: ['masonry'] }),
  ]);
  homes = await homesWithOwners(estate, 11);
});

const today = dayFromToday(0);
const papers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'];
const keys = {
  takenBy: '买家',
  items: [{ what: '入户门钥匙', count: 5 }],
  readings: { electricity: '12.5', water: '3' },
};

const next = () => takeHome(homes);
const at = ({ handoverId }: HomeAtHand, what: string) => `/v1/handovers/${handoverId}${what}`;
const post = (of: HomeAtHand, what: string, body: object, as = desk) => ask(as, 'POST', at(of, `/${what}`), body);
const handover = (of: HomeAtHand): Promise<Body> => must(desk, 'GET', at(of, ''));
async function sign(of: HomeAtHand, more: object = {}): Promise<Awaited<ReturnType<typeof ask>>> {
  const { version } = await handover(of);
  const answer = await post(of, 'sign', { as: 'owner', version, readings: { water: '3' }, ...more });
  // The proof of the notice may arrive after the version was read.
  return answer.status === 412 && !('version' in more) ? sign(of, more) : answer;
}
const openGates = async (of: HomeAtHand): Promise<string[]> =>
  (await must(of.buyer, 'GET', at(of, '/gates'))).gates.filter((one: Body) => !one.passed).map((one: Body) => one.gate);

let records = 0;
async function walk(of: HomeAtHand, said: object): Promise<Body> {
  records += 1;
  const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };
  const base = { recordId: `r${records}`, at: new Date().toISOString(), itemId: 'kitchen/floor' };
  const record = 'result' in said ? { ...base, ...said } : { ...base, ...place, ...said };
  return must(anna, 'POST', at(of, '/inspection-batches'), { batchId: `b${records}`, records: [record] });
}
const failing = (severity: string) => ({ kind: 'failed', note: '地砖空鼓', severity, liable: 'contractor' });

describe('the gates before the keys (D17)', () => {
  test('are settled one by one, each with its legal ground; no keys are given before the last one', async () => {
    const home = next();
    const refused = async () => {
      const { status, body } = await post(home, 'give-keys', keys);
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'gates-open' });
      expect(body.gates.every((one: Body) => one.ground.length > 5)).toBe(true);
      return body.gates.map((one: Body) => one.gate);
    };
    const all = ['identity', 'documents', 'maintenance-fund', 'area-settlement', 'inspection'];
    expect(await refused()).toEqual(all);
    await checkIn(estate, home);
    expect(await refused()).toEqual(all.slice(1));

    // Documents: one set for each home (R3.2).
    await post(home, 'hand-over-documents', { papers: papers.slice(0, 2) });
    const { gates } = await must(home.buyer, 'GET', at(home, '/gates'));
    expect(gates[1]).toMatchObject({ gate: 'documents', passed: false, missing: ['竣工验收备案表'] });
    const twice = await post(home, 'hand-over-documents', { papers: papers.slice(1) });
    expect(twice).toMatchObject({ status: 409, body: { code: 'paper-given', rule: 'R3.2' } });
    expect((await post(home, 'hand-over-documents', { papers: ['小区地图'] })).body).toMatchObject({
      code: 'unknown-paper',
    });
    await post(home, 'hand-over-documents', { papers: papers.slice(2) });
    expect(await refused()).toEqual(all.slice(2));

    // Maintenance fund: a receipt belongs to one home (R3.3).
    const fund = { receipt: 'wx 2026-001', fen: 1_072_400, paidOn: today };
    const tomorrow = await post(home, 'fund-receipt', { ...fund, paidOn: dayFromToday(1) });
    expect(tomorrow.body).toMatchObject({ code: 'day-in-the-future' });
    expect((await post(home, 'fund-receipt', fund)).body.fund).toMatchObject({ receipt: 'WX2026-001' });
    const another = next();
    const stolen = await post(another, 'fund-receipt', { ...fund, receipt: 'ＷＸ2026-001' });
    expect(stolen).toMatchObject({ status: 409, body: { code: 'receipt-used' } });
    expect((await post(another, 'fund-receipt', { ...fund, receipt: 'WX2026-002' })).status).toBe(200);
    // A wrong receipt is corrected, and its number is free again.
    expect((await post(another, 'fund-receipt', { ...fund, receipt: 'WX2026-003' })).status).toBe(200);
    expect((await post(next(), 'fund-receipt', { ...fund, receipt: 'WX2026-002' })).status).toBe(200);
    expect(await refused()).toEqual(all.slice(3));

    // Area difference: amounts are shown, and settled when paid (R3.8).
    expect((await post(home, 'pay-area', { paidOn: today, receipt: 'A1' })).body.code).toBe('area-not-assessed');
    const areas = { contract: '100.00', registered: '104.50', price: '20000' };
    const assessed = await post(home, 'assess-area', areas);
    expect(assessed.body.area).toMatchObject({ buyerPaysFen: 6_000_000, developerPaysFen: 0, mayReturn: true });
    expect(await refused()).toEqual(all.slice(3));
    await post(home, 'pay-area', { paidOn: today, receipt: 'A1' });
    expect((await post(home, 'assess-area', areas)).status).toBe(409);
    expect(await refused()).toEqual(['inspection']);

    expect((await sign(home)).body).toMatchObject({ state: 'accepted', sheet: { signedOn: today } });
    expect(await openGates(home)).toEqual([]);
    const given = await post(home, 'give-keys', keys);
    expect(given.body).toMatchObject({ state: 'keys-given', keys: { on: today, readings: keys.readings } });
    expect(given.body.delivery).toEqual({ on: today, method: 'sheet-signed' });
    expect((await post(home, 'give-keys', keys)).status).toBe(409);
    // After the keys no slot is offered.
    expect((await must(desk, 'GET', `/v1/handovers/${given.body.handoverId}/slots`)).items).toEqual([]);
  });

  test("the fund must be paid in full: by the city's table, or by the contract once it is entered (R7.2)", async () => {
    const decide = (fund: object[]) => changePolicy(estate, 'handovers', { fund });
    const perM2 = { lift: '144', 'no-lift': '90' };
    await decide([{ version: '甲市2024', from: '2024-01-01', rate: { by: 'flat', perM2 } }]);
    // The registered 89.37 m² at 144 yuan. No contract is entered.
    const home = next();
    const paid = (receipt: string, fen: number) => ({ receipt, fen, paidOn: today });
    const short = await post(home, 'fund-receipt', paid('WX-F1', 1_286_927));
    expect(short).toMatchObject({ status: 422, body: { code: 'fund-not-in-full', rule: 'R7.2', dueFen: 1_286_928 } });
    expect(short.body.title).toContain('12869.27');
    expect(await openGates(home)).toContain('maintenance-fund');
    const low = { ...paid('WX-F1', 804_330), building: 'no-lift' };
    expect((await post(home, 'fund-receipt', { ...low, fen: 804_329 })).status).toBe(422);
    expect((await post(home, 'fund-receipt', low)).status).toBe(200);
    expect((await post(home, 'fund-receipt', paid('WX-F1', 1_286_928))).body.fund).toEqual(paid('WX-F1', 1_286_928));
    expect(await openGates(home)).not.toContain('maintenance-fund');

    const other = next();
    const { unitId, personId: buyerId } = other.buyer;
    const contract = {
      kind: 'presale',
      contractOn: '2025-03-01',
      priceFen: 218_000_000,
      area: '96.50',
      rank: 'only',
      buyerKind: 'individual',
    };
    const { dossierId } = await must(desk, 'POST', '/v1/titles/dossiers', { unitId, buyerId, contract });
    const less = await post(other, 'fund-receipt', paid('WX-F2', 1_389_599));
    expect(less).toMatchObject({ status: 422, body: { dueFen: 1_389_600, paidFen: 1_389_599 } });
    const granted = { kind: 'exemption', about: 'fund', text: '维修资金减免批复 0007' };
    await must(estate.staff.manager, 'POST', `/v1/titles/dossiers/${dossierId}/notes`, granted);
    expect((await post(other, 'fund-receipt', paid('WX-F2', 1_000_000))).status).toBe(200);
    await decide([]);
  });

  test('keys are given with minor defects when the buyer accepts them; the defects stay open and are rectified later', async () => {
    const home = next();
    await settleGates(estate, home);
    await walk(home, failing('minor'));
    expect(await sign(home)).toMatchObject({ status: 409, body: { code: 'open-defects' } });
    // The buyer signs the version that they have read, not later changes.
    const { version } = await handover(home);
    await walk(home, { kind: 'passed', itemId: 'kitchen/walls' });
    expect((await sign(home, { acceptsOpenDefects: true, version })).status).toBe(412);
    const { sheet } = (await sign(home, { acceptsOpenDefects: true })).body;
    expect(sheet).toMatchObject({ openDefects: 1 });
    expect((await post(home, 'give-keys', keys)).body).toMatchObject({ state: 'keys-given', openDefects: 1 });
    const [defect] = (await must(home.buyer, 'GET', at(home, '/defects'))).items;
    expect(defect).toMatchObject({ state: 'open' });
    await must(mender, 'POST', `/v1/handovers/defects/${defect.defectId}/rectify`, { what: '重铺', proof: ['p'] });
    const closed = await walk(home, { kind: 'reinspected', result: 'closed', findings: '好' });
    expect(closed).toMatchObject({ state: 'keys-given', openDefects: 0, records: [{ status: 'accepted' }] });
    // A record after the sheet is held. Once a supervisor lets it count, it is an ordinary defect.
    expect((await walk(home, { ...failing('minor'), itemId: 'kitchen/wall' })).records).toMatchObject([
      { status: 'held', why: ['after-sheet'] },
    ]);
  });

  test('blocking defects hold back sheet and keys until an inspector has closed them', async () => {
    const home = next();
    await settleGates(estate, home);
    await walk(home, failing('blocking'));
    const refused = await sign(home, { acceptsOpenDefects: true });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'blocking-defects', defects: [{ itemId: 'kitchen/floor' }] },
    });
    expect((await post(home, 'give-keys', keys)).body).toMatchObject({
      code: 'gates-open',
      gates: [{ gate: 'inspection' }],
    });
    const [defect] = (await must(desk, 'GET', at(home, '/defects'))).items;
    await must(mender, 'POST', `/v1/handovers/defects/${defect.defectId}/rectify`, { what: '加固', proof: ['p'] });
    expect((await sign(home)).body).toMatchObject({ code: 'blocking-defects' });
    await walk(home, { kind: 'reinspected', result: 'closed', findings: '好' });
    expect((await sign(home)).status).toBe(200);
    expect((await post(home, 'give-keys', keys)).status).toBe(200);
  });

  test('a blocking defect is a good reason to refuse, whatever ground the buyer names', async () => {
    const home = next();
    await checkIn(estate, home);
    await walk(home, failing('blocking'));
    const { body } = await post(home, 'refuse', { reason: '不想要了', ground: 'other' });
    expect(body).toMatchObject({ state: 'refused', refused: { withGoodReason: true } });
  });

  test('of sixteen concurrent requests to give the keys, one succeeds', async () => {
    const home = next();
    await settleGates(estate, home);
    await sign(home);
    const answers = await Promise.all(Array.from({ length: 16 }, () => post(home, 'give-keys', keys)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 15 }, () => 409)]);
    const { items } = await must(desk, 'GET', at(home, '/events?limit=200'));
    expect(items.filter((one: Body) => one.name === 'KeysGiven')).toHaveLength(1);
    expect(items.filter((one: Body) => one.name === 'HomeDelivered')).toHaveLength(1);
  });
});

describe('the acceptance sheet (交付验收单)', () => {
  test('gives the same bytes for the same version, and keeps the signed page with its hash', async () => {
    const home = next();
    await settleGates(estate, home);
    await walk(home, failing('minor'));
    await walk(home, { kind: 'passed', itemId: 'kitchen/walls' });
    const sheet = async (query = '') => {
      const { body, headers } = await ask(desk, 'GET', at(home, `/sheet${query}`));
      expect(headers.get('content-type')).toContain('text/html');
      return String(body);
    };
    const draft = await sheet('?language=zh-CN');
    expect(await sheet('?language=zh-CN')).toBe(draft);
    expect(draft).toContain('草稿');
    const { version } = await handover(home);
    expect((await ask(desk, 'GET', at(home, `/sheet?version=${version + 1}`))).status).toBe(404);

    const signing = {
      acceptsOpenDefects: true,
      language: 'zh-TW',
      readings: { electricity: '12.5' },
      signature: 'sig-1',
    };
    const { sheet: signed } = (await sign(home, signing)).body;
    const page = await sheet();
    expect(createHash('sha256').update(page).digest('hex')).toBe(signed.hash);
    expect(page).toContain('房屋交付驗收單');
    expect(page).toContain('地砖空鼓');
    expect(page).toContain('電（kWh） 12.5');
    expect(page).toContain('住宅品質保證書');
    expect(await sheet('?language=en')).toContain('Acceptance sheet of a home');
    // Later changes do not affect the signed sheet.
    await must(desk, 'POST', at(home, '/give-keys'), keys);
    const [defect] = (await must(desk, 'GET', at(home, '/defects'))).items;
    await must(mender, 'POST', `/v1/handovers/defects/${defect.defectId}/rectify`, { what: '重铺', proof: ['p'] });
    expect(await sheet(`?version=${signed.version}&language=zh-TW`)).toBe(page);
    expect((await ask(homes[0]?.buyer ?? anna, 'GET', at(home, '/sheet'))).status).toBe(404);
  });

  test('is not signed while records wait for a supervisor, nor by a person who is not identified', async () => {
    const home = next();
    expect(await sign(home)).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    await settleGates(estate, home);
    expect((await sign(home, { as: 'agent' })).body).toMatchObject({ code: 'not-identified' });
    const own = { recordId: 'x', at: new Date().toISOString(), kind: 'passed', itemId: 'kitchen/floor' };
    const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };
    await must(mender, 'POST', at(home, '/inspection-batches'), { batchId: 'x', records: [{ ...own, ...place }] });
    expect((await sign(home)).body).toMatchObject({ code: 'reviews-open', items: ['kitchen/floor'] });
  });
});
