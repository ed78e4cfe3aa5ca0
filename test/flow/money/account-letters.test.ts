import { beforeAll, describe, expect, test } from 'vitest';
import { type Body, estateCalled, type Household, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { billed, feeOf, firstOfLastMonth } from '../ledger-fixtures.ts';
import { htmlOf, subjectOf } from '../mail.ts';
import { waive } from '../two-people.ts';

let estate: TestEstate;
let payer: Household;

/** Returns the subjects of the mails about a change of the account, oldest first. */
async function told(address: string | undefined = payer.email): Promise<string[]> {
  await idle();
  const mails = await mailsTo(String(address));
  return mails
    .map(({ raw }) => subjectOf(raw))
    .flatMap((subject) => /您的(?:账户变动|电子邮箱).*/.exec(subject)?.slice(0, 1) ?? []);
}
const bills = async (): Promise<Body[]> =>
  (await must(estate.staff.auditor, 'GET', `/v1/fees/bills?estateId=${estate.estateId}&payerId=${payer.personId}`))
    .items;

beforeAll(async () => {
  estate = await estateCalled('ALT');
  payer = await estate.household('told');
  await changePolicy(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  const fee = await feeOf(estate, '物业费', '100.00');
  await billed(estate, fee, firstOfLastMonth().slice(0, 7), '2026-12-31');
});

describe('R20.1 the payer is told what staff do with their account', () => {
  test('a manager who pockets the money and waives the bill is known to the one who paid', async () => {
    const [bill] = await bills();
    const waiving = { part: 'principal', fen: 2_000, reason: '协商' };
    await waive(estate, bill.billId, waiving);
    expect(await told()).toEqual(['您的账户变动：减免']);
    const mail = (await mailsTo(String(payer.email))).at(-1);
    expect(htmlOf(mail?.raw ?? '')).not.toContain('协商');
  });

  test('a refund, and a payment that pays other bills, are told', async () => {
    const { cashier } = estate.staff;
    const paying = { payerId: payer.personId, fen: 1_000, method: 'cash', reference: 'alt-1' };
    const { paymentId } = await must(cashier, 'POST', `/v1/payments/estates/${estate.estateId}/payments`, paying);
    await must(cashier, 'POST', `/v1/payments/${paymentId}/reallocate`, { billIds: [], reason: '先不付账单' });
    await must(cashier, 'POST', `/v1/payments/${paymentId}/refunds`, { fen: 400, method: 'cash', reason: '多付' });
    expect(await told()).toEqual(['您的账户变动：减免', '您的账户变动：收款改付其他账单', '您的账户变动：退款']);
  });

  test('an objection that staff enter, and how it is settled, are told; one of the payer is not', async () => {
    const { cashier, supervisor } = estate.staff;
    const [bill] = await bills();
    const on = (as: typeof cashier, name: string, body: object) =>
      must(as, 'POST', `/v1/fees/bills/${bill.billId}/${name}`, body);
    const lately = async () => (await told()).slice(3);
    const settled = { outcome: '不成立', decision: 'unfounded' };
    await on(cashier, 'dispute', { reason: '来电称面积不对' });
    expect(await lately()).toEqual(['您的账户变动：登记异议']);
    await on(supervisor, 'settle-dispute', settled);
    await on(payer, 'dispute', { reason: '面积不对' });
    expect(await lately()).toEqual(['您的账户变动：登记异议', '您的账户变动：异议处理结果']);
    await on(supervisor, 'settle-dispute', settled);
    expect(await lately()).toHaveLength(3);
  });

  test('a changed e-mail address is told to the former one, and the new one is not shown there', async () => {
    const { administrator } = estate.staff;
    const person = await must(administrator, 'GET', `/v1/persons/${payer.personId}`);
    const { name, language } = person;
    const body = { name, language, email: 'friend@elsewhere.example' };
    const after = await must(administrator, 'PUT', `/v1/persons/${payer.personId}`, body, { ifMatch: person.version });
    expect(after).not.toHaveProperty('formerEmail');
    expect(await told()).toContain('您的电子邮箱已更改');
    expect(await told('friend@elsewhere.example')).toEqual([]);
    const mail = (await mailsTo(String(payer.email))).at(-1);
    expect(htmlOf(mail?.raw ?? '')).not.toContain('friend@elsewhere.example');
  });
});
