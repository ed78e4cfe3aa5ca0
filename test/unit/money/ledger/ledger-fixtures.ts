import fc from 'fast-check';
import { account, accountOf, isMoney } from '../../../../functions/money/ledger/account.ts';
import {
  chargeEntry,
  depositEntry,
  depositReturnEntry,
  meterUseEntry,
  paymentEntry,
  prepaidUseEntry,
  recordSettlement,
  refundEntry,
  writeOffEntry,
} from '../../../../functions/money/ledger/entry-builders.ts';
import { type Entry, type EntryHead, reversalOf, sumFen } from '../../../../functions/money/ledger/posting.ts';
import { receiptText } from '../../../../functions/money/ledger/receipt.ts';
import { taxIn } from '../../../../functions/money/ledger/vat-rates.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { append, type RecordedEntries, Refused } from '../../../models/ledger-model.ts';

export const cash = account.cash('li');
export const wechat = account.channel('wechat');
export const bank = account.bank('icbc');

/** Returns the header of the n-th entry, on 2025-03-05 unless `more` says otherwise. */
export function head(n: number, more: Partial<EntryHead> = {}): EntryHead {
  const minute = String(n % 60).padStart(2, '0');
  const hour = String(Math.floor(n / 60)).padStart(2, '0');
  return {
    entryId: `ent_${String(n).padStart(4, '0')}`,
    estateId: 'yg',
    occurredOn: '2025-03-05',
    postedOn: '2025-03-05',
    recordedAt: `2025-03-05T${hour}:${minute}:00Z`,
    reference: `ref-${n}`,
    description: `第 ${n} 笔`,
    ...more,
  };
}

/** An operation that a cashier attempts. The ledger may accept or reject it. */
export interface Attempt {
  what:
    | 'charge'
    | 'pay'
    | 'pay-bill'
    | 'use'
    | 'refund'
    | 'reverse'
    | 'deposit'
    | 'deposit-return'
    | 'give-up'
    | 'settle'
    | 'meter';
  payerId: string;
  fen: number;
  /** Picks the bill or the entry of the attempt. */
  pick: number;
  /** Days since the previous attempt. */
  days: number;
}

export const attempts = fc.array(
  fc.record<Attempt>({
    what: fc.constantFrom(
      'charge',
      'pay',
      'pay-bill',
      'use',
      'refund',
      'reverse',
      'deposit',
      'deposit-return',
      'give-up',
      'meter',
      'settle',
    ),
    payerId: fc.constantFrom('psn_wang', 'psn_zhao'),
    fen: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 10_000_000 })),
    pick: fc.nat(1_000),
    days: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  }),
  { minLength: 1, maxLength: 40 },
);

/** Returns the tax of 6 % in every second amount. */
function inSix(fen: number, pick: number) {
  if (pick % 2 === 0) return undefined;
  return taxIn(fen, { vatClass: 'service', method: 'general', percent: '6' });
}

function oneOf<T>(things: readonly T[], pick: number): T | undefined {
  return things[pick % Math.max(things.length, 1)];
}

function entryOf(recorded: RecordedEntries, attempt: Attempt, at: EntryHead): Entry | undefined {
  const { what, payerId, fen, pick } = attempt;
  const bills = recorded
    .flatMap((one) => (one.kind === 'charge' ? one.postings : []))
    .flatMap(({ bill }) => bill ?? []);
  const bill = oneOf(bills, pick);
  const of = (kind: Entry['kind']) =>
    oneOf(
      recorded.filter((one) => one.kind === kind),
      pick,
    );
  /** Returns half, three quarters, all, or five quarters of the amount of a payment or deposit. */
  const about = (taken: Entry | undefined) =>
    Math.ceil((sumFen((taken?.postings ?? []).map((one) => Math.max(one.fen, 0))) * (2 + (pick % 4))) / 4) || 1;
  const payerOf = (taken: Entry) =>
    taken.postings.flatMap(({ account: code }) => (isMoney(code) ? [] : (accountOf(code).ids[0] ?? [])))[0] ?? payerId;
  const receiptNumber = receiptText({ cashierId: 'li', day: at.postedOn, sequence: recorded.length + 1 });
  const taken = { ...at, receiptNumber };
  switch (what) {
    case 'charge': {
      const fresh = { billId: `bil_${recorded.length}`, dueOn: addDays(at.postedOn, (pick % 60) - 10) };
      const lines = [
        { feeItemId: 'property', fen, vat: inSix(fen, pick) },
        { feeItemId: 'water', held: true, fen: (pick % 90) + 1 },
      ];
      return chargeEntry(at, { payerId, bill: fresh, lines });
    }
    case 'pay':
      return paymentEntry(taken, { payerId, moneyAccount: wechat, fen, pays: [] });
    case 'pay-bill':
      return (
        bill &&
        paymentEntry(taken, {
          payerId,
          moneyAccount: cash,
          fen,
          pays: [{ bill, fen: Math.min(fen, 1 + (pick % 300)) }],
        })
      );
    case 'use': {
      const payment = of('payment');
      const pays = [
        { bill: bill ?? { billId: 'bil_0', dueOn: at.postedOn }, feeItemId: 'property', fen: about(payment) },
      ];
      return payment && prepaidUseEntry(at, { payerId: payerOf(payment), purpose: 'general', pays });
    }
    case 'refund': {
      const payment = of('payment');
      const from = pick % 5 === 0 && bill ? { bill } : { purpose: 'general' };
      const paid = payment && { paymentId: payment.entryId, payerId: payerOf(payment) };
      return paid && refundEntry(at, { ...paid, from, moneyAccount: cash, fen: about(payment) });
    }
    case 'reverse': {
      const entry = oneOf(recorded, pick);
      return entry && entry.kind !== 'reversal' ? reversalOf(entry, at) : undefined;
    }
    case 'deposit':
      return depositEntry(taken, { payerId, purpose: 'fit-out', moneyAccount: cash, fen });
    case 'deposit-return': {
      const deposit = of('deposit');
      const back = about(deposit);
      const deduction = { item: '电梯保护', evidence: ['photo-1'], signedBy: payerId, fen: Math.min(back, pick + 1) };
      return (
        deposit &&
        depositReturnEntry(at, {
          depositId: deposit.entryId,
          payerId: payerOf(deposit),
          purpose: 'fit-out',
          moneyAccount: cash,
          fen: back,
          deductions: pick % 2 === 0 ? [deduction] : [],
          feeItemId: 'damages',
        })
      );
    }
    case 'give-up':
      return (
        bill &&
        writeOffEntry(at, {
          payerId,
          bill,
          fen,
          as:
            pick % 2 === 0
              ? { badDebt: 'provision' }
              : { waived: [{ feeItemId: 'property', fen, vat: inSix(fen, pick) }] },
        })
      );
    case 'meter': {
      const taken = { payerId, meterId: 'm1' };
      if (pick % 2 === 0)
        return paymentEntry({ ...at, receiptNumber }, { ...taken, moneyAccount: cash, fen, pays: [] });
      // More than was paid, or less than was settled before.
      const held = pick % 3 === 0;
      const used = fen - 5_000 || 1;
      const use = { held, fen: used, vat: held ? undefined : inSix(used, pick) };
      return meterUseEntry(at, { ...taken, feeItemId: 'electricity', ...use });
    }
    case 'settle':
      return recordSettlement(at, { from: wechat, to: bank, fen: fen + 10, feeFen: pick % 10 });
  }
}

/** Returns the ledger after the attempts. A rejected attempt changes nothing. */
export function ledgerAfter(tried: readonly Attempt[]): RecordedEntries {
  let recorded: RecordedEntries = [];
  let day = '2025-03-05';
  tried.forEach((attempt, n) => {
    day = addDays(day, attempt.days);
    const at = head(n, { occurredOn: day, postedOn: day, recordedAt: `${day}T08:00:${String(n).padStart(2, '0')}Z` });
    try {
      const entry = entryOf(recorded, attempt, at);
      if (entry) recorded = append(recorded, entry);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Refused)) throw error;
    }
  });
  return recorded;
}

/** Returns the accounts that the entries of a ledger move. */
export function accountsOf(recorded: RecordedEntries): string[] {
  return [...new Set(recorded.flatMap((entry) => entry.postings.map((posting) => posting.account)))].sort();
}
