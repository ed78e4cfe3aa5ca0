import { accounts } from '../../functions/money/dunning/dunning.store.ts';
import { bills } from '../../functions/money/fees/bills.store.ts';
import { notices } from '../../functions/notices/notices.store.ts';
import { addDays } from '../../shared/kernel/periods.ts';
import { toInstant } from '../../shared/kernel/time.ts';
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
  whileNobodyRuns,
} from './backend.ts';
import { billsOut, feeFor } from './bill-fixtures.ts';
import { changePolicy } from './change-policy.ts';
import { rewritten } from './engine-table.ts';
import { today } from './ledger-fixtures.ts';
import { subjectOf } from './mail.ts';

/** Changes a policy of an estate and waits for all consequences. */
export async function decide(estate: TestEstate, context: string, change: object): Promise<void> {
  await changePolicy(estate, context, change);
  await idle();
}

/** Sets a dunning policy that starts with a visit and has no quiet hours. */
export async function eagerDunning(estate: TestEstate): Promise<void> {
  const ladder = [
    { step: 'visit', day: 1, means: 'call-or-visit', answerDays: 7 },
    { step: 'demand', day: 30, means: 'written-demand', answerDays: 15 },
    { step: 'file', day: 90, means: 'legal-file', answerDays: 0 },
  ];
  await decide(estate, 'dunning', { ladder, quietFrom: '00:00', quietTo: '00:00' });
}

/** Returns the day `days` days from today in the estates' zone. */
export function inDays(days: number): string {
  return addDays(today(), days);
}

/** Days until the bills of `owing` are due. */
export const daysAhead = 60;

const isOneEach = <P extends readonly unknown[]>(
  homes: readonly Household[],
  people: P,
): homes is { [K in keyof P]: Household } => homes.length === people.length;

/** Creates an estate without quiet hours whose households owe 300 yuan each, due in 60 days. */
export async function owing<const P extends readonly (string | [string, Parameters<TestEstate['household']>[1]])[]>(
  code: string,
  people: P,
): Promise<{ estate: TestEstate; homes: { [K in keyof P]: Household }; feeItemId: string }> {
  const estate = await estateCalled(code);
  await decide(estate, 'dunning', { quietFrom: '00:00', quietTo: '00:00' });
  await decide(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  const homes: Household[] = [];
  for (const one of people) {
    const [name, more] = typeof one === 'string' ? [one] : one;
    homes.push(await estate.household(name, more));
  }
  const feeItemId = await feeFor(estate, '1栋', '300');
  await billsOut(estate, [feeItemId], '2026-01', inDays(daysAhead));
  await idle();
  if (!isOneEach(homes, people)) throw new Error('There is not one household for each person.');
  return { estate, homes, feeItemId };
}

/** Returns the dunning account of a household with its current bills. */
export async function accountOf({ estateId, staff }: TestEstate, { personId, unitId }: Household): Promise<Body> {
  const query = new URLSearchParams({ estateId, payerId: personId, unitId });
  const { items } = await must(staff.operator, 'GET', `/v1/dunning/accounts?${query}`);
  return must(staff.operator, 'GET', `/v1/dunning/accounts/${items[0].accountId}`);
}

/** Returns the dunning contacts of a household, oldest first. */
export async function contactsOf({ estateId, staff }: TestEstate, { personId }: Household): Promise<Body[]> {
  const query = new URLSearchParams({ estateId, payerId: personId });
  return (await must(staff.operator, 'GET', `/v1/dunning/contacts?${query}`)).items.toReversed();
}

const at = (instant: string, days: number) =>
  toInstant(instant)
    .subtract({ hours: days * 24 })
    .toString();
const on = (day: string, days: number) => addDays(day, -days);
const span = <T extends { from: string; to?: string | undefined }>(one: T, days: number): T => ({
  ...one,
  from: on(one.from, days),
  ...(one.to !== undefined && { to: on(one.to, days) }),
});

/**
 * Moves all dates of a dunning account and its bills `days` days into the past. `runDunning` makes it due.
 * Days to answer end as if there were no rest days, so that a test passes on every day of the year.
 */
export async function timePasses(account: Body, days: number): Promise<void> {
  for (const { billId } of account.bills) {
    await rewritten(bills, { billId }, (bill) => ({
      ...bill,
      dueOn: on(bill.dueOn, days),
      publishedOn: bill.publishedOn && on(bill.publishedOn, days),
      paid: bill.paid.map((one) => ({ ...one, on: on(one.on, days) })),
      disputes: bill.disputes.map((one) => span(one, days)),
    }));
  }
  await rewritten(accounts, { accountId: account.accountId }, (record) => ({
    ...record,
    contacts: record.contacts.map((one) => ({
      ...one,
      at: at(one.at, days),
      answerBy: on(one.answerDays > 0 ? addDays(one.at.slice(0, 10), one.answerDays) : one.answerBy, days),
    })),
    holds: record.holds.map((one) => span(one, days)),
    plans: record.plans.map((plan) => ({
      ...plan,
      agreedOn: on(plan.agreedOn, days),
      instalments: plan.instalments.map((one) => ({ ...one, dueOn: on(one.dueOn, days) })),
    })),
    endings: record.endings.map((one) => ({ ...one, on: on(one.on, days) })),
  }));
}

/**
 * Runs the dunning job on accounts that are made due now. Nobody else runs it meanwhile: a run of another
 * test file would take the steps of these accounts too early.
 */
export async function runDunning(...accountIds: readonly string[]): Promise<void> {
  await whileNobodyRuns('dunning-run', async (runNow) => {
    const now = new Date().toISOString();
    for (const accountId of accountIds) {
      await rewritten(accounts, { accountId }, (record) => ({ ...record, updatedAt: now, nextDueAt: now }));
    }
    await runNow();
  });
  await idle();
}

/** Lets `days` days pass for a household, runs the dunning job and returns the dunning account. */
export async function run(estate: TestEstate, household: Household, days: number): Promise<Body> {
  const account = await accountOf(estate, household);
  await timePasses(account, days);
  await runDunning(account.accountId);
  return accountOf(estate, household);
}

/** Makes a notice that quiet hours delayed due now, runs its job and returns the notice. */
export async function nightIsOver({ estateId, staff }: TestEstate, contactId: string): Promise<Body> {
  const list = `/v1/notices?estateId=${estateId}&aboutId=${contactId}`;
  const [{ noticeId }] = (await must(staff.operator, 'GET', list)).items;
  const now = new Date().toISOString();
  await rewritten(notices, { noticeId }, (notice) => ({ ...notice, updatedAt: now, nextDueAt: now }));
  await runJob('notice-retries');
  await idle();
  return must(staff.operator, 'GET', `/v1/notices/${noticeId}`);
}

/** Runs an operation on a dunning account. */
export const onAccount = (as: Parameters<typeof ask>[0], { accountId }: Body, name: string, body: object) =>
  ask(as, 'POST', `/v1/dunning/accounts/${accountId}/${name}`, body);

/** Returns the dunning tasks of an estate in a status. */
export async function tasksOf({ estateId, staff }: TestEstate, status = 'open'): Promise<Body[]> {
  return (await must(staff.operator, 'GET', `/v1/dunning/tasks?estateId=${estateId}&status=${status}`)).items;
}

/** Completes a dunning task as the operator. */
export const completed = (estate: TestEstate, { taskId }: Body, body: object) =>
  ask(estate.staff.operator, 'POST', `/v1/dunning/tasks/${taskId}/complete`, body);

let payments = 0;
/** Records a cash payment of `fen` fen by a household. */
export async function pay({ estateId, staff }: TestEstate, { personId }: Household, fen: number): Promise<void> {
  payments += 1;
  const body = { payerId: personId, fen, method: 'cash', reference: `${estateId}-${payments}` };
  await must(staff.cashier, 'POST', `/v1/payments/estates/${estateId}/payments`, body);
  await idle();
}

/** Returns the dunning mails to a household by the first words of their subjects. */
export async function lettersTo({ email }: Household): Promise<string[]> {
  return (await mailsTo(String(email)))
    .map(({ raw }) => subjectOf(raw))
    .filter((subject) => /缴费提醒|催缴函|律师函/.test(subject))
    .map((subject) => subject.split('：')[0] ?? '');
}
