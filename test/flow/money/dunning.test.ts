import { describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { wallTime } from '../../../shared/kernel/time.ts';
import { ask, type Body, type Household, idle, mailsTo, must, runJob } from '../backend.ts';
import { policyIsKnown } from '../change-policy.ts';
import {
  accountOf,
  completed,
  contactsOf,
  daysAhead,
  decide,
  lettersTo,
  nightIsOver,
  onAccount,
  owing,
  pay,
  run,
  runDunning,
  tasksOf,
  timePasses,
} from '../dunning-fixtures.ts';
import { htmlOf } from '../mail.ts';

describe('the ladder (R12.3)', () => {
  test('takes T-7, T+1, T+15, T+30, T+60, T+90 once each: letters with facts, visits as tasks, then a decision', async () => {
    const { estate, homes } = await owing('DA', ['limei']);
    const [limei] = homes;
    expect(await accountOf(estate, limei)).toMatchObject({ state: 'waiting', openFen: 30_000, age: -daysAhead });
    expect(await run(estate, limei, daysAhead - 8)).toMatchObject({ state: 'waiting', age: -8 });
    expect(await contactsOf(estate, limei)).toEqual([]);
    await run(estate, limei, 1);
    await runJob('dunning-run');
    expect(await lettersTo(limei)).toEqual(['缴费提醒']);
    await run(estate, limei, 8);
    expect(await lettersTo(limei)).toEqual(['缴费提醒', '逾期缴费提醒']);

    await run(estate, limei, 14);
    const [visit] = await tasksOf(estate);
    expect(visit).toMatchObject({ kind: 'call-or-visit', payerId: limei.personId, fen: 30_000, status: 'open' });
    const done = await completed(estate, visit, { outcome: 'reached', proof: '录音 0117', note: '答应月底缴清' });
    expect(done.body).toMatchObject({ status: 'done', outcome: 'reached' });
    expect((await completed(estate, visit, { outcome: 'reached', proof: '录音' })).status).toBe(409);

    await run(estate, limei, 15);
    await run(estate, limei, 30);
    expect(await lettersTo(limei)).toEqual(['缴费提醒', '逾期缴费提醒', '催缴函', '律师函']);
    await run(estate, limei, 30);
    const [file] = await tasksOf(estate);
    expect(file).toMatchObject({ kind: 'legal-file' });
    expect((await run(estate, limei, 1)).state).toBe('to-be-decided');

    const contacts = await contactsOf(estate, limei);
    expect(contacts.map(({ step, status }: Body) => [step, status])).toEqual([
      ['bill-reminder', 'reached'],
      ['overdue-reminder', 'reached'],
      ['call-or-visit', 'reached'],
      ['written-demand', 'reached'],
      ['lawyers-letter', 'reached'],
      ['legal-file', 'waiting'],
    ]);
    expect(contacts[3].proof).toMatch(/^notice ntc_/);
    const undecided = `/v1/dunning/accounts?estateId=${estate.estateId}&state=to-be-decided`;
    expect((await must(estate.staff.manager, 'GET', undecided)).items).toHaveLength(1);
  });

  test('sends a demand with facts, amount, period, deadline, consequence and a link, which always prints the same', async () => {
    const { estate, homes } = await owing('DB', [['anna', { language: 'en' }], 'neighbour']);
    const [anna, neighbour] = homes;
    await decide(estate, 'dunning', {
      ladder: [
        { step: 'demand', day: 30, means: 'written-demand', answerDays: 15 },
        { step: 'file', day: 90, means: 'legal-file', answerDays: 0 },
      ],
    });
    await run(estate, anna, daysAhead + 30);
    const [contact] = await contactsOf(estate, anna);
    const html = htmlOf((await mailsTo(String(anna.email))).at(-1)?.raw ?? '');
    expect(contact).toMatchObject({ step: 'demand', means: 'written-demand', said: { fen: 30_000, answerDays: 15 } });
    for (const fact of ['¥300.00', '2026-01-01 to 2026-01-31', contact.said.answerBy, 'go to court or arbitration']) {
      expect(html).toContain(fact);
    }
    const link = /https?:\/\/[^"<\s]+\/p\/fees\/[\w.-]+/.exec(html)?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);

    const path = `/v1/dunning/contacts/${contact.contactId}/document`;
    const chinese = { language: 'zh-CN' };
    const printed = await ask(anna, 'GET', path, undefined, chinese);
    expect(printed.body).toContain('催缴函');
    expect(printed.body).toContain('第九百四十四条');
    expect(printed.body.replaceAll(/<\/?span[^>]*>/g, '')).toContain('2026-01-01 至 2026-01-31');
    await pay(estate, anna, 30_000);
    await idle();
    expect((await ask(estate.staff.auditor, 'GET', path, undefined, chinese)).body).toBe(printed.body);
    expect((await ask(neighbour, 'GET', path)).status).toBe(404);
    expect((await ask(neighbour, 'GET', `/v1/dunning/accounts/${contact.accountId}`)).status).toBe(404);
    const others = `/v1/dunning/accounts?estateId=${estate.estateId}&payerId=${anna.personId}`;
    expect((await ask(neighbour, 'GET', others)).status).toBe(404);
    expect((await must(anna, 'GET', others)).items).toHaveLength(1);
  });

  test('restarts the age after a part payment and skips no step', async () => {
    const { estate, homes } = await owing('DZ', ['limei']);
    const [limei] = homes;
    await run(estate, limei, daysAhead + 1);
    await pay(estate, limei, 15_000);
    await idle();
    const after = await accountOf(estate, limei);
    expect(after).toMatchObject({ age: 0, openFen: 15_000, next: { step: 'overdue-reminder', fen: 15_000 } });
    const contacts = await run(estate, limei, 8).then(() => contactsOf(estate, limei));
    expect(contacts.map(({ step }: Body) => step)).toEqual(['bill-reminder', 'overdue-reminder']);
  });

  test('applies an earlier ladder to accounts that waited for the old one', async () => {
    const { estate, homes } = await owing('DM', ['limei']);
    const [limei] = homes;
    const early = { step: 'early-word', day: -daysAhead, means: 'message', answerDays: 7 };
    await decide(estate, 'dunning', { ladder: [early] });
    await idle();
    await runJob('dunning-run');
    await idle();
    expect(await contactsOf(estate, limei)).toMatchObject([{ step: 'early-word', status: 'reached' }]);
  });
});

describe('between the run and the mail (R12.4)', () => {
  test('a payment, a dispute and a hold each cancel the letter; letters that are still due are sent', async () => {
    const { estate, homes } = await owing('DD', ['payer', 'disputer', 'poor', 'silent']);
    const [payer, disputer, poor, silent] = homes;
    const all = [payer, disputer, poor, silent];
    const wall = (hours: number) => {
      const at = new Date(Date.now() + hours * 3_600_000).toISOString();
      return wallTime(at, 'Asia/Shanghai').slice(-5);
    };
    await decide(estate, 'notices', { quietFrom: wall(-3), quietTo: wall(3) });
    await policyIsKnown();
    const accounts = await Promise.all(all.map((one) => accountOf(estate, one)));
    for (const account of accounts) await timePasses(account, daysAhead + 1);
    await runDunning(...accounts.map(({ accountId }) => accountId));
    const taken = await Promise.all(all.map(async (one) => (await contactsOf(estate, one)).at(-1)));
    expect(taken.map((contact: Body) => contact.status)).toEqual(Array(4).fill('waiting'));

    await pay(estate, payer, 30_000);
    const [{ billId }] = (await accountOf(estate, disputer)).bills;
    await must(disputer, 'POST', `/v1/fees/bills/${billId}/dispute`, { reason: '面积不对' });
    const hold = { why: 'hardship', reason: '住院' };
    expect((await onAccount(estate.staff.supervisor, await accountOf(estate, poor), 'hold', hold)).status).toBe(200);
    await idle();
    await decide(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
    await policyIsKnown();
    const sent = [];
    for (const contact of taken) sent.push(await nightIsOver(estate, contact.contactId));
    expect(sent.map(({ status, result }) => result ?? status)).toEqual([
      ...Array(3).fill('not-due-any-more'),
      'delivered',
    ]);
    expect(await Promise.all(all.map(async (one) => (await lettersTo(one)).length))).toEqual([0, 0, 0, 1]);
    const after = await Promise.all(all.map(async (one) => (await contactsOf(estate, one)).at(-1)));
    expect(after.map(({ status, why }: Body) => [status, why])).toEqual([
      ['cancelled', 'paid'],
      ['cancelled', 'dispute'],
      ['cancelled', 'hardship'],
      ['reached', undefined],
    ]);
    const events = `/v1/dunning/accounts/${taken[0].accountId}/events`;
    const { items } = await must(estate.staff.auditor, 'GET', events);
    expect(items.map((one: Body) => one.name)).toEqual(['DunningStepTaken', 'DunningStepCancelled']);
  });

  test('a visit that is no longer needed is cancelled', async () => {
    const { estate, homes } = await owing('DE', ['limei']);
    const [limei] = homes;
    await decide(estate, 'dunning', { ladder: [{ step: 'visit', day: 1, means: 'call-or-visit', answerDays: 7 }] });
    await run(estate, limei, daysAhead + 1);
    expect(await tasksOf(estate)).toHaveLength(1);
    await pay(estate, limei, 30_000);
    await idle();
    expect(await tasksOf(estate)).toEqual([]);
    expect(await tasksOf(estate, 'cancelled')).toMatchObject([{ why: 'paid' }]);
    expect(await accountOf(estate, limei)).toMatchObject({ state: 'clear', openFen: 0 });
  });
});

describe('bills left alone (R12.4)', () => {
  test('are those in dispute or in hardship; afterwards dunning continues where it was', async () => {
    const { estate, homes } = await owing('DF', ['disputer', 'poor']);
    const [disputer, poor] = homes;
    const { supervisor, operator } = estate.staff;
    const [{ billId }] = (await accountOf(estate, disputer)).bills;
    await must(disputer, 'POST', `/v1/fees/bills/${billId}/dispute`, { reason: '面积不对' });
    const held = await accountOf(estate, poor);
    const hold = { why: 'hardship', reason: '住院' };
    expect((await onAccount(operator, held, 'hold', hold)).status).toBe(403);
    expect((await onAccount(supervisor, held, 'hold', hold)).body).toMatchObject({ state: 'at-rest', holds: [hold] });
    expect((await onAccount(supervisor, held, 'hold', hold)).body.code).toBe('held-already');
    await idle();
    const rest = (why: string) => ({ state: 'at-rest', rests: [{ why }] });
    expect(await run(estate, disputer, daysAhead + 20)).toMatchObject(rest('dispute'));
    expect(await run(estate, poor, daysAhead + 20)).toMatchObject(rest('hardship'));
    expect(await contactsOf(estate, poor)).toEqual([]);
    const mine = await must(poor, 'GET', `/v1/dunning/accounts/${held.accountId}`);
    expect(mine.holds[0]).not.toHaveProperty('reason');

    const { asOf } = await accountOf(estate, poor);
    const ending = { why: 'hardship', to: addDays(asOf, -1), reason: '已出院' };
    expect((await onAccount(supervisor, held, 'end-hold', ending)).body).toMatchObject({ state: 'step-due', age: 20 });
    expect((await onAccount(supervisor, held, 'end-hold', ending)).body.code).toBe('not-on-hold');
    await must(supervisor, 'POST', `/v1/fees/bills/${billId}/settle-dispute`, {
      outcome: '已核实',
      decision: 'unfounded',
    });
    await idle();
    await run(estate, poor, 0);
    await run(estate, disputer, 1);
    for (const one of [poor, disputer]) {
      expect((await contactsOf(estate, one)).map(({ step }: Body) => step)).toEqual(['bill-reminder']);
    }
  });

  test('are those under a plan that is kept; dunning returns the day after a missed instalment', async () => {
    const { estate, homes } = await owing('DG', ['keeps', 'breaks']);
    const [keeps, breaks] = homes;
    const { supervisor } = estate.staff;
    const agree = async (household: Household) => {
      await timePasses(await accountOf(estate, household), daysAhead);
      const account = await accountOf(estate, household);
      const billIds = account.bills.map(({ billId }: Body) => billId);
      const due = (days: number, fen: number) => ({ dueOn: addDays(account.asOf, days), fen });
      const short = { billIds, instalments: [due(10, 10_000)] };
      expect((await onAccount(supervisor, account, 'instalments', short)).body).toMatchObject({
        code: 'instalments-do-not-cover',
        openFen: 30_000,
      });
      const plan = { billIds, instalments: [due(10, 10_000), due(40, 20_000)] };
      return onAccount(supervisor, account, 'instalments', plan);
    };
    for (const one of [keeps, breaks]) {
      expect((await agree(one)).body).toMatchObject({ state: 'at-rest', plans: [{ standing: 'kept' }] });
    }
    await pay(estate, keeps, 10_000);
    await idle();
    const kept = await run(estate, keeps, 11);
    expect(kept).toMatchObject({ state: 'at-rest', plans: [{ standing: 'kept' }], rests: [{ why: 'instalments' }] });
    const broken = await run(estate, breaks, 11);
    expect(broken).toMatchObject({ plans: [{ standing: 'broken' }], rests: [] });
    expect(await contactsOf(estate, keeps)).toEqual([]);
    expect(await contactsOf(estate, breaks)).toMatchObject([{ step: 'bill-reminder' }]);
  });
});
