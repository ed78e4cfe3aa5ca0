import { beforeAll, expect, test } from 'vitest';
import { billSchema, postedOpen } from '../../../functions/money/fees/bill.ts';
import { totalOf } from '../../../functions/money/fees/debt-parts.ts';
import { account, accountOf } from '../../../functions/money/ledger/account.ts';
import { type Entry, movedBy, sumFen } from '../../../functions/money/ledger/posting.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { compareInstants, dayIn } from '../../../shared/kernel/time.ts';
import { filled } from '../../filled.ts';
import { append, type RecordedEntries } from '../../models/ledger-model.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { billed, deliveredLongAgo, entriesOn, feeOf, itemsAt, reversedBy } from '../ledger-fixtures.ts';

/** Returns pseudo-random numbers that are the same in every run (mulberry32). */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

let estate: TestEstate;
let people: Household[];
let entries: Entry[];
/** The ids of all bills. */
const billIds = new Set<string>();
/** The number of answers to the cash desk by status. None may be a server error. */
const answers = new Map<number, number>();
const at = (path: string) => path.replace('{estateId}', estate.estateId);

beforeAll(async () => {
  estate = await estateCalled('KM');
  people = await Promise.all(['a', 'b', 'c'].map((name) => estate.household(`payer-${name}`)));
  await changePolicy(estate, 'fees', { late: { dailyRate: '0.0005', cap: '1', from: '2020-01-01' } });
  // The limit of one person is not tested here.
  await changePolicy(estate, 'payments', { cashierLimitFen: 1e9, cashLimitFen: 1e9 });
  const fee = await feeOf(estate, '物业费', '89.37');
  const chance = chanceFrom(20_261_124);
  const known: string[] = [];
  const deposits: string[] = [];
  const { manager } = estate.staff;
  const said = async (path: string, body: object): Promise<Body> => {
    const answer = await ask(manager, 'POST', path, body);
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    return answer.status < 300 ? answer.body : undefined;
  };
  const reversed = async (paymentId: string) => {
    const { status } = await reversedBy(manager, estate, paymentId, '冲销');
    answers.set(status, (answers.get(status) ?? 0) + 1);
  };
  const oneOf = <T>(all: readonly T[]): T | undefined => all[chance(Math.max(1, all.length))];
  const moneyAccount = () =>
    oneOf([
      { method: 'cash' },
      { method: 'transfer', moneyAccount: 'icbc' },
      { method: 'channel', moneyAccount: 'wechat' },
    ]);

  /** Half of the payments are entered later than they were paid, so that claimed late charge is corrected. */
  const when = () => (chance(2) === 0 ? {} : { occurredOn: `2025-0${1 + chance(9)}-1${chance(10)}` });
  for (let round = 1; round <= 6; round += 1) {
    const month = `2025-${String(round).padStart(2, '0')}`;
    await billed(estate, fee, month, `${month}-25`);
    for (const { personId } of people) {
      const { bills } = await must(manager, 'GET', at(`/v1/payments/estates/{estateId}/payers/${personId}/balances`));
      for (const { billId } of bills) {
        if (billIds.has(billId)) continue;
        billIds.add(billId);
        await deliveredLongAgo(billId, `${month}-20`);
      }
    }
    const steps = Array.from({ length: 14 }, (_, i) => async () => {
      const payerId = oneOf(people)?.personId;
      const paymentId = oneOf(known);
      switch (chance(8)) {
        case 0:
        case 1:
        case 2: {
          const way = moneyAccount();
          // Cash counts on the day on which it is entered (R20.12).
          const day = way?.method === 'cash' ? {} : when();
          const body = { payerId, fen: 1 + chance(25_000), ...way, reference: `r-${round}-${i}`, ...day };
          // The same request is sent again while the first is being written.
          const [taken] = await Promise.all([
            said(at('/v1/payments/estates/{estateId}/payments'), body),
            said(at('/v1/payments/estates/{estateId}/payments'), body),
          ]);
          if (taken) known.push(taken.paymentId);
          return;
        }
        case 3:
          if (!paymentId) return;
          await Promise.all(
            [1, 2].map(() =>
              said(`/v1/payments/${paymentId}/refunds`, { fen: 1 + chance(9_000), ...moneyAccount(), reason: '退费' }),
            ),
          );
          return;
        case 4:
          if (paymentId) await reversed(paymentId);
          return;
        case 5: {
          if (!paymentId) return;
          const { bills } = await must(
            manager,
            'GET',
            at(`/v1/payments/estates/{estateId}/payers/${payerId}/balances`),
          );
          const billIds = bills.slice(0, chance(3)).map((one: Body) => one.billId);
          await said(`/v1/payments/${paymentId}/reallocate`, { billIds, reason: '改付' });
          return;
        }
        case 6: {
          const body = {
            payerId,
            purpose: 'fit-out',
            fen: 1 + chance(5_000),
            ...moneyAccount(),
            reference: `d-${round}-${i}`,
          };
          const taken = await said(at('/v1/payments/estates/{estateId}/deposits'), body);
          if (taken) deposits.push(taken.depositId);
          return;
        }
        default: {
          const depositId = oneOf(deposits);
          const kept = { item: '损坏', evidence: ['照片'], signedBy: payerId, fen: 1 + chance(2_000) };
          const deductions = chance(2) === 0 ? [] : [kept];
          if (!depositId) return;
          const {
            fen,
            method,
            moneyAccount: account,
          } = await must(manager, 'GET', `/v1/payments/deposits/${depositId}`);
          const way = method === 'cash' ? { method } : { method, moneyAccount: account.split(':').at(-1) };
          const asking = { of: 'deposit-return', id: depositId, fen: fen - kept.fen, deductions, reason: '验收' };
          const asked =
            deductions.length > 0
              ? await said(at('/v1/payments/estates/{estateId}/refund-requests'), asking)
              : undefined;
          const { requestId } = asked ?? {};
          if (requestId)
            await must(estate.staff.administrator, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
          const body = { ...way, deductions, ...(requestId && { requestId }) };
          await said(`/v1/payments/deposits/${depositId}/return`, body);
        }
      }
    });
    // Four cash desks work at the same time.
    for (let from = 0; from < steps.length; from += 4)
      await Promise.all(steps.slice(from, from + 4).map((step) => step()));
  }
  await idle();
  const today = dayIn('Asia/Shanghai', new Date().toISOString());
  // Payments of long ago are posted on the first open day, in the first month of the ledger.
  const days = new Set([`${today.slice(0, 8)}01`, addDays(today, -1), today]);
  const found = await entriesOn(estate.estateId, [...days]);
  entries = found.sort((a, b) => compareInstants(a.recordedAt, b.recordedAt));
});

test('no operation of the cash desk is a server error, and many succeed', () => {
  const statuses = Object.fromEntries(answers);
  expect(Object.keys(statuses).filter((status) => Number(status) >= 500)).toEqual([]);
  expect((answers.get(201) ?? 0) + (answers.get(200) ?? 0)).toBeGreaterThan(30);
});

/**
 * The longest time of a request with all its attempts. An entry has the instant at which its request came.
 */
const requestMs = 30_000;
const msOf = ({ recordedAt }: Entry) => Date.parse(recordedAt);

function refusalOf(recorded: RecordedEntries, entry: Entry): unknown {
  try {
    append(recorded, entry);
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * Orders the entries by instant. Of entries written concurrently, one may depend on another with a later
 * instant, and then follows it.
 * @throws the rule that an entry violates when it fits nowhere.
 */
function recordedIn(all: readonly Entry[]): RecordedEntries {
  const waiting = [...all];
  let recorded: RecordedEntries = [];
  for (let [first] = waiting; first; [first] = waiting) {
    const last = recorded.at(-1);
    const inTurn = (entry: Entry): Entry =>
      last && compareInstants(entry.recordedAt, last.recordedAt) < 0
        ? { ...entry, recordedAt: last.recordedAt }
        : entry;
    const ends = msOf(first) + requestMs;
    const next = waiting.findIndex((one) => msOf(one) <= ends && refusalOf(recorded, inTurn(one)) === undefined);
    if (next < 0) throw refusalOf(recorded, inTurn(first));
    const [taken = first] = waiting.splice(next, 1);
    recorded = append(recorded, inTurn(taken));
  }
  return recorded;
}

test('the entries form a ledger that its rules accept one by one', () => {
  expect(entries.length).toBeGreaterThan(40);
  expect(recordedIn(entries)).toHaveLength(entries.length);
});

test('the customer funds of each payer equal the sum of the postings', async () => {
  const accounts = new Set(entries.flatMap((entry) => entry.postings.map((posting) => posting.account)));
  const kept = [...accounts].filter((code) => ['prepaid', 'deposit'].includes(accountOf(code).kind));
  expect(kept.length).toBeGreaterThan(3);
  for (const code of kept) {
    const [item] = await itemsAt(`MONEY#${estate.estateId}#${code}`);
    const sum = 0 - sumFen(entries.map((entry) => movedBy(entry, code)));
    expect(item?.fen, code).toBe(sum);
    expect(sum).toBeGreaterThanOrEqual(0);
  }
});

test('the debt of each payer equals their bills and their receivable postings, late charge included', async () => {
  const bills = (await Promise.all([...billIds].map((billId) => itemsAt(`BILL#${billId}`)))).flat();
  const parsed = bills.filter(({ type }) => type === 'bill').map((item) => billSchema.parse(item));
  expect(parsed.some(({ lateClaims }) => lateClaims.length > 0)).toBe(true);
  for (const { personId } of people) {
    const open = parsed.filter(({ payerId }) => payerId === personId).map((bill) => totalOf(postedOpen(bill)));
    const owed = [account.receivable(personId), account.agencyReceivable(personId)];
    expect(sumFen(owed.flatMap((code) => entries.map((entry) => movedBy(entry, code))))).toBe(sumFen(open));
  }
});

test('each payment equals its amounts on bills, its refunds and its rest', async () => {
  const { items } = await must(estate.staff.cashier, 'GET', `/v1/payments?estateId=${estate.estateId}&limit=200`);
  for (const one of filled<Body>(items)) {
    const onBills: number[] = one.allocation.flatMap((share: Body) => totalOf(share.parts));
    const sum = sumFen([...onBills, one.refundedFen, one.restFen]);
    expect(sum, one.paymentId).toBe(one.status === 'reversed' ? 0 : one.fen);
  }
});

test('the receipts of each cashier and channel have no gap', async () => {
  const numbers = entries.flatMap(({ receiptNumber }) => receiptNumber ?? []);
  const byHead = Map.groupBy(numbers, (number) => number.slice(0, -5));
  for (const all of filled(byHead.values())) {
    const sequences = all.map((number) => Number(number.slice(-4))).sort((a, b) => a - b);
    expect(sequences).toEqual(sequences.map((_, i) => i + 1));
  }
});
