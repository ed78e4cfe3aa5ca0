import { agencyBilled, type Bill } from '../../../../functions/money/fees/bill.ts';
import {
  type BillChange,
  type BillContext,
  beginChange,
  nextVersion,
} from '../../../../functions/money/fees/bill-change.ts';
import { type Parts, totalOf } from '../../../../functions/money/fees/debt-parts.ts';
import { type FeesPolicy, feesPolicy } from '../../../../functions/money/fees/fees.policy.ts';
import { changeMovedBills, paidOf } from '../../../../functions/money/fees/pay-bills.ts';
import {
  account,
  chargeEntry,
  type Entry,
  entryHeader,
  type LedgerState,
  paymentEntry,
  reversalOf,
} from '../../../../functions/money/ledger/public.ts';
import type { AnyEvent } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { append, type RecordedEntries } from '../../../models/ledger-model.ts';

process.env.LEDGER_TABLE = 'ledger';

export const estateId = 'yg';
export const payerId = 'psn_wang';
export const receivable = account.receivable(payerId);
export const agencyReceivable = account.agencyReceivable(payerId);
export const prepaid = account.prepaid(payerId, 'general');
const bank = account.bank('icbc');
export const ledger: LedgerState = {
  estateId,
  openedOn: '2025-01-01',
  closedThrough: '2024-12-31',
  updatedAt: '',
  version: 1,
};

/** Half a permille a day, no more than the principal. */
export const policyWith = (dailyRate: string, more: Partial<FeesPolicy> = {}): FeesPolicy => ({
  ...feesPolicy.defaultOf(estateId),
  late: { dailyRate, cap: '1' },
  ...more,
});
export const policy = policyWith('0.0005');

/** The bill of R5.2: 718.53 for a quarter, published and delivered on 2025-03-01, due on 2025-03-31. */
export function aBill(more: Partial<Bill> = {}): Bill {
  const period = { from: '2025-01-01', to: '2025-03-31' };
  const step = { ...period, tariff: 1, quantity: '89.37', price: '2.68', addOn: '0', part: 3, whole: 1 };
  const line = {
    estateId,
    feeItemId: 'fee_property',
    kind: 'building-area' as const,
    unitId: 'unt_1',
    payerId,
    ...period,
    steps: [{ ...step, yuan: '718.5348' }],
    rounding: 'fen-half-up' as const,
    fen: 71_853,
    name: '物业费',
    held: false,
  };
  return {
    billId: 'bill_1',
    estateId,
    unitId: 'unt_1',
    unitLabel: '1栋1201',
    payerId,
    period,
    dueOn: '2025-03-31',
    lines: [line],
    fen: 71_853,
    status: 'published',
    publishedOn: '2025-03-01',
    deliveries: [{ method: 'mail', on: '2025-03-01' }],
    paid: [],
    lateClaims: [],
    costs: [],
    waived: [],
    disputes: [],
    updatedAt: '2025-03-01T01:00:00Z',
    version: 2,
    ...more,
  };
}

export const parts = (more: Partial<Parts>): Parts => ({ costs: 0, 'late-charge': 0, principal: 0, ...more });

/** A counter of an estate with one bill and a ledger that rejects invalid entries. */
export class Counter {
  bill: Bill;
  recorded: RecordedEntries = [];
  events: AnyEvent[] = [];
  readonly policy: FeesPolicy;
  #payments = new Map<string, Entry>();

  constructor(bill: Bill, rules: FeesPolicy = policy) {
    this.policy = rules;
    const { billId, dueOn, lines } = bill;
    const charge = chargeEntry(
      entryHeader(ledger, {
        cause: ['bill', billId],
        occurredOn: bill.publishedOn ?? '',
        recordedAt: bill.updatedAt,
        reference: billId,
        description: '',
      }),
      { payerId, bill: { billId, dueOn }, lines, agencyFen: bill.agencyReceivable ? agencyBilled(lines) : 0 },
    );
    this.bill = { ...bill, entryId: charge.entryId };
    this.recorded = append([], charge);
  }

  context(today: string): BillContext {
    const act = { actor: { kind: 'staff' as const, id: 'stf_li' }, recordedAt: `${today}T04:00:00Z` };
    return { ledger, today, act, policy: this.policy };
  }

  /** Changes the bill; its entries go into the ledger. */
  change(today: string, method: (change: BillChange, context: BillContext) => BillChange): void {
    const context = this.context(today);
    const change = nextVersion(method(beginChange(this.bill), context), context);
    this.#enter(change.entries);
    this.bill = change.bill;
  }

  /** Records today a payment made on the day `on`. */
  pay(paymentId: string, paid: Parts, on: string, today = on): void {
    const pays = [{ bill: this.bill, parts: paid }];
    const changes = changeMovedBills(ledger, { ...this.context(today), leaves: [], pays, paymentId, on, postedOn: on });
    const own = paymentEntry(this.#head(paymentId, on, today), {
      payerId,
      moneyAccount: bank,
      fen: totalOf(paid),
      pays: [this.#use(paid)],
    });
    this.#payments.set(paymentId, own);
    this.#after(changes, [own]);
  }

  /** Records that a payment bounced. */
  unpay(paymentId: string, today: string): void {
    const leaves = [this.bill];
    const changes = changeMovedBills(ledger, { ...this.context(today), leaves, pays: [], paymentId, on: today });
    this.#after(changes, [this.#mirror(paymentId, today)]);
    this.#payments.delete(paymentId);
  }

  /** Moves a payment to other parts of the bill. */
  move(paymentId: string, paid: Parts, on: string, today: string): void {
    const pays = [{ bill: this.bill, parts: paid }];
    const what = { ...this.context(today), leaves: [this.bill], pays, paymentId, on };
    const changes = changeMovedBills(ledger, what);
    const mirror = this.#mirror(paymentId, today);
    const own = paymentEntry(this.#head(`${paymentId} ${this.bill.version}`, on, today), {
      payerId,
      moneyAccount: bank,
      fen: totalOf(paid),
      pays: [this.#use(paid)],
    });
    this.#payments.set(paymentId, own);
    this.#after(changes, [mirror, own]);
  }

  paidOf(paymentId: string): number {
    return paidOf(this.bill, paymentId);
  }

  /**
   * Returns the balance of an account, fen, debit positive; for the receivable only the postings of the bill.
   */
  balance(account: string): number {
    const postings = this.recorded.flatMap((entry) => entry.postings).filter((one) => one.account === account);
    return postings.reduce((sum, { fen }) => sum + fen, 0);
  }

  #use(paid: Parts) {
    const { billId, dueOn } = this.bill;
    return { bill: { billId, dueOn }, fen: totalOf(paid), agencyFen: paid.agency };
  }

  #head(cause: string, on: string, today: string) {
    const recordedAt = `${today}T04:00:00Z`;
    return entryHeader(ledger, { cause: [cause], occurredOn: on, recordedAt, reference: cause, description: '' });
  }

  #mirror(paymentId: string, today: string): Entry {
    const own = this.#payments.get(paymentId);
    if (!own) throw new Error(`no payment ${paymentId}`);
    const recordedAt = `${today}T04:00:00Z`;
    return reversalOf(own, { postedOn: today, recordedAt, reference: paymentId, description: '' });
  }

  #enter(entries: readonly Entry[]): void {
    for (const entry of entries) this.recorded = append(this.recorded, entry);
  }

  #after([change]: readonly BillChange[], entries: readonly Entry[]): void {
    if (!change) throw new Error('no bill came back');
    this.#enter([...entries, ...change.entries]);
    this.bill = change.bill;
    const transaction = new Transaction();
    for (const tell of change.told) tell(transaction, change.bill);
    this.events.push(...transaction.events);
  }
}
