import { describe, expect, test } from 'vitest';
import { ask, type Body, idle, must } from '../backend.ts';
import { billsOut } from '../bill-fixtures.ts';
import {
  accountOf,
  completed,
  contactsOf,
  daysAhead,
  decide,
  inDays,
  lettersTo,
  onAccount,
  owing,
  pay,
  run,
  runDunning,
  tasksOf,
  timePasses,
} from '../dunning-fixtures.ts';

describe('the law (R12.2, R12.1, R0.3)', () => {
  test('no policy, note or reason may withhold power, water, heat, gas or access: 422 that cites the rule', async () => {
    const { estate, homes } = await owing('DH', ['limei']);
    const [limei] = homes;
    const { manager, supervisor, operator } = estate.staff;
    const account = await accountOf(estate, limei);
    const path = `/v1/dunning/policies/${estate.estateId}`;
    const { estateId: _, version, ...policy } = await must(manager, 'GET', path);
    const refusedAs = { status: 422, body: { code: 'means-forbidden-by-law', rule: 'R12.2' } };
    for (const step of [
      { step: 'cut-power', day: 95, means: 'message', answerDays: 0 },
      { step: 'last', day: 95, means: 'disable-access-card', answerDays: 0 },
      { step: 'last', day: 95, means: '停水', answerDays: 0 },
    ]) {
      const body = { ...policy, ladder: [...policy.ladder, step], reason: '加强催缴' };
      const refused = await ask(manager, 'PUT', path, body, { ifMatch: version, language: 'zh-CN' });
      expect(refused).toMatchObject(refusedAs);
      expect(refused.body.title).toContain('第九百四十四条');
    }
    const threat = '再不缴费就停电，并锁电梯卡';
    const call = { reached: true, proof: '录音', note: threat };
    expect(await onAccount(operator, account, 'contacts', call)).toMatchObject(refusedAs);
    expect(await onAccount(supervisor, account, 'hold', { why: 'hardship', reason: threat })).toMatchObject(refusedAs);
    expect(await onAccount(manager, account, 'end', { as: 'written-off', reason: threat })).toMatchObject(refusedAs);
    await decide(estate, 'dunning', { ladder: [{ step: 'visit', day: 1, means: 'call-or-visit', answerDays: 7 }] });
    await run(estate, limei, daysAhead + 1);
    const [task] = await tasksOf(estate);
    const noted = { outcome: 'reached', proof: '上门', note: 'we shall cut off your water' };
    expect(await completed(estate, task, noted)).toMatchObject(refusedAs);
  });

  test('legal action needs an unsuccessful demand; a write-off ends the bill', async () => {
    const { estate, homes } = await owing('DI', ['sued', 'lost']);
    const [sued, lost] = homes;
    const { manager } = estate.staff;
    const ladder = [
      { step: 'demand', day: 1, means: 'written-demand', answerDays: 15 },
      { step: 'file', day: 30, means: 'legal-file', answerDays: 0 },
    ];
    await decide(estate, 'dunning', { ladder });
    const court = { as: 'legal', reason: '多次催告无果' };
    const early = await run(estate, sued, daysAhead + 1);
    expect((await onAccount(manager, early, 'end', court)).body).toMatchObject({ code: 'demand-first', rule: 'R12.1' });
    await run(estate, sued, 16);
    expect((await onAccount(manager, early, 'end', court)).body).toMatchObject({
      state: 'at-rest',
      rests: [{ why: 'legal' }],
      endings: [{ as: 'legal' }],
    });
    expect((await onAccount(manager, early, 'end', court)).body.code).toBe('dunning-ended-already');

    const account = await accountOf(estate, lost);
    const given = await onAccount(manager, account, 'end', { as: 'written-off', reason: '业主下落不明' });
    expect(given.body).toMatchObject({ state: 'at-rest', rests: [{ why: 'written-off' }] });
    await idle();
    const { end } = await must(manager, 'GET', `/v1/fees/bills/${account.bills[0].billId}`);
    expect(end).toMatchObject({ as: 'written-off', by: manager.personId, reason: '业主下落不明' });
    const approval = `/v1/fees/bills/${account.bills[0].billId}/approve-end`;
    const own = await ask(manager, 'POST', approval, { as: 'written-off' });
    expect(own).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
    await must(estate.staff.administrator, 'POST', approval, { as: 'written-off' });
    const bill = await must(manager, 'GET', `/v1/fees/bills/${account.bills[0].billId}`);
    expect(bill).toMatchObject({ status: 'written-off', writtenOff: { reason: '业主下落不明' } });
    expect(await accountOf(estate, lost)).toMatchObject({ state: 'clear', openFen: 0 });
  });

  test('arrears older than three years without a recorded demand are flagged; a demand in time restarts the period', async () => {
    const { estate, homes } = await owing('DJ', ['silent', 'called']);
    const [silent, called] = homes;
    const { operator, supervisor } = estate.staff;
    for (const one of [silent, called]) {
      const hold = { why: 'owner-deceased', reason: '继承人不明' };
      await onAccount(supervisor, await accountOf(estate, one), 'hold', hold);
      await timePasses(await accountOf(estate, one), daysAhead + 2 * 365);
    }
    const visit = { reached: true, proof: '上门记录 3，继承人签字' };
    const entered = await onAccount(operator, await accountOf(estate, called), 'contacts', visit);
    expect(entered.body).toMatchObject({ step: 'by_hand', status: 'reached' });
    expect(await run(estate, silent, 400)).toMatchObject({ state: 'at-rest', limitationRisk: true });
    expect(await run(estate, called, 400)).toMatchObject({ state: 'at-rest', limitationRisk: false });
    const list = `/v1/dunning/accounts?estateId=${estate.estateId}&limitationRisk=true`;
    const { items } = await must(operator, 'GET', list);
    expect(items).toMatchObject([{ payerId: silent.personId, limitations: [{ risk: true }] }]);
    await pay(estate, silent, 30_000);
    await idle();
    expect((await must(operator, 'GET', list)).items).toEqual([]);
  });
});

describe('how households are contacted', () => {
  test('a household without an address, or whose mail bounces, gets its letter by hand, and the result is proof', async () => {
    const { estate, homes } = await owing('DK', [
      ['mute', { email: null }],
      ['moved', { email: 'bounce-dk@residents.example' }],
    ]);
    const [mute, moved] = homes;
    const ladder = [{ step: 'demand', day: 1, means: 'written-demand', answerDays: 15 }];
    await decide(estate, 'dunning', { ladder });
    for (const one of [mute, moved]) await run(estate, one, daysAhead + 1);
    const tasks = await tasksOf(estate);
    expect(tasks.map(({ kind, payerId }: Body) => [kind, payerId]).toSorted()).toEqual(
      [
        ['deliver-letter', moved.personId],
        ['deliver-letter', mute.personId],
      ].toSorted(),
    );
    const calls = await must(estate.staff.operator, 'GET', `/v1/notices/call-tasks?estateId=${estate.estateId}`);
    expect(calls.items).toEqual([]);
    for (const task of tasks) await completed(estate, task, { outcome: 'reached', proof: '送达回证 8' });
    for (const one of [mute, moved]) {
      expect(await contactsOf(estate, one)).toMatchObject([{ status: 'reached', proof: '送达回证 8' }]);
    }
  });

  test('a person with five homes gets three reminders in a week, and still every demand', async () => {
    const { estate, homes, feeItemId } = await owing('DL', ['rich']);
    const [rich] = homes;
    const { administrator: admin, operator } = estate.staff;
    const unitIds = [rich.unitId];
    for (const nth of [2, 3, 4, 5]) {
      const unit = { label: `第${nth}套`, building: '1栋', area: '60.00', use: 'dwelling' };
      const { unitId } = await must(admin, 'POST', `/v1/estates/${estate.estateId}/units`, unit);
      const owner = { personId: rich.personId, role: 'owner', from: '2024-06-30' };
      await must(admin, 'POST', `/v1/units/${unitId}/tenures`, owner);
      unitIds.push(unitId);
    }
    await billsOut(estate, [feeItemId], '2026-02', inDays(daysAhead));
    await idle();
    const ofHome = (unitId: string) => accountOf(estate, { ...rich, unitId });
    const runAfter = async (days: number) => {
      const all = await Promise.all(unitIds.map(ofHome));
      for (const account of all) await timePasses(account, days);
      await runDunning(...all.map(({ accountId }) => accountId));
    };
    await runAfter(daysAhead);
    expect(await lettersTo(rich)).toHaveLength(3);
    const notices = await must(operator, 'GET', `/v1/notices?estateId=${estate.estateId}&limit=200`);
    const reminders = notices.items.filter(({ template }: Body) => template === 'payment-reminder');
    expect(reminders.map(({ status }: Body) => status).toSorted()).toEqual([
      ...['delivered', 'delivered', 'delivered', 'held', 'held'],
    ]);
    const ladder = [
      { step: 'bill-reminder', day: -7, means: 'message', answerDays: 7 },
      { step: 'demand', day: 10, means: 'written-demand', answerDays: 15 },
    ];
    await decide(estate, 'dunning', { ladder });
    await runAfter(11);
    expect((await lettersTo(rich)).filter((subject) => subject === '催缴函')).toHaveLength(5);
  });
});
