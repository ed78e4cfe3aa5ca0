import type { BackBilling } from '../../../../functions/money/fees/back-billing.ts';
import { agencyBilled, agencyOf, type Bill, postedOpen } from '../../../../functions/money/fees/bill.ts';
import { beginChange, nextVersion } from '../../../../functions/money/fees/bill-change.ts';
import { agencyPartOf } from '../../../../functions/money/fees/bill-late.ts';
import { postedTaxFen } from '../../../../functions/money/fees/bill-vat.ts';
import { monthsBilled } from '../../../../functions/money/fees/billing-run.ts';
import {
  billsOfUnit,
  type ItemPeriod,
  type UnitToBill,
  usesKey,
} from '../../../../functions/money/fees/bills-of-unit.ts';
import type { Use } from '../../../../functions/money/fees/charge.ts';
import { creditBill } from '../../../../functions/money/fees/credit-bill.ts';
import { noParts, totalOf, withAgency } from '../../../../functions/money/fees/debt-parts.ts';
import { scopeOf, scopeText } from '../../../../functions/money/fees/difference.ts';
import type { StoredFeeItem } from '../../../../functions/money/fees/fee-item.ts';
import { vatPercentOf } from '../../../../functions/money/ledger/account.ts';
import { account, chargeEntry, entryHeader, paymentEntry, taxIn } from '../../../../functions/money/ledger/public.ts';
import { joinUses, type MeteredUse } from '../../../../functions/money/meters/use-by-day.ts';
import { addDays, type Span } from '../../../../shared/kernel/periods.ts';
import { append, type RecordedEntries } from '../../../models/ledger-model.ts';
import { ledger, policy } from './a-bill.ts';

export const itemWith = (changes: Partial<StoredFeeItem>): StoredFeeItem => ({
  feeItemId: 'fee_area',
  estateId: 'yg',
  name: '物业费',
  kind: 'building-area',
  scope: {},
  nature: 'own',
  tariff: [{ number: 1, from: '2020-01-01', price: '2.68', addOn: '0', ground: '合同' }],
  updatedAt: '2026-01-01T00:00:00Z',
  version: 1,
  ...changes,
});
export const water = itemWith({
  feeItemId: 'fee_water',
  name: '水费',
  kind: 'metered',
  utility: 'water',
  nature: 'agency',
  tariff: [{ number: 1, from: '2020-01-01', price: '5', addOn: '0', ground: '水价文件' }],
});
export const byArea = itemWith({});

/** Known facts of a unit. */
export interface Facts {
  readonly owners: readonly { personId: string; from: string; to?: string }[];
  readonly area: string;
  readonly earlierAreas?: readonly { to: string; area: string }[];
  /** Readings by day. */
  readonly readings: ReadonlyMap<string, number>;
}

export const month = (text: string): Span => monthsBilled({ from: text, months: 1 }).period;

/** Usage between the known readings, each from the day after the previous one. */
function usesOf({ readings, owners }: Facts, { from, to }: Span): Use[] {
  const days = [...readings.keys()].sort();
  const uses = days.slice(1).map((day, i): MeteredUse => {
    const before = days[i] ?? '';
    const quantity = String((readings.get(day) ?? 0) - (readings.get(before) ?? 0));
    return { from: addDays(before, 1), to: day, quantity };
  });
  return joinUses(
    uses.filter((use) => from <= use.to && use.to <= to),
    [from, ...owners.map((owner) => owner.from)],
  );
}

const six = { vatClass: 'service', method: 'general', percent: '6' } as const;
const today = '2026-09-15';
const recordedAt = `${today}T04:00:00Z`;
const context = { ledger, today, act: { actor: { kind: 'staff' as const, id: 'stf_li' }, recordedAt }, policy };

/** A unit with its bills, its credit notes, and the ledger of its payers. */
export class BilledUnit {
  readonly bills = new Map<string, Bill>();
  recorded: RecordedEntries = [];
  /** How far back its runs reach; undefined: no limit. */
  backBilling: BackBilling | undefined;
  #runs = 0;
  readonly #items: readonly StoredFeeItem[];

  constructor(items: readonly StoredFeeItem[]) {
    this.#items = items;
  }

  /**
   * Calculates what a run over periods bills for the facts; metered items check everything billed, as in a
   * real run.
   */
  work(facts: Facts, periods: readonly Span[], published: readonly Bill[] = []): ReturnType<typeof billsOfUnit> {
    this.#runs += 1;
    const asked = this.#items.flatMap(({ feeItemId }) => periods.map((period): ItemPeriod => ({ feeItemId, period })));
    const known = published
      .flatMap((bill) => bill.lines.map((line) => scopeOf(line, bill)))
      .filter(({ feeItemId }) => feeItemId === water.feeItemId && this.#items.includes(water))
      .map(({ feeItemId, period }): ItemPeriod => ({ feeItemId, period }));
    const all = [...new Map([...asked, ...known].map((one) => [usesKey(one), one])).values()];
    const { area, earlierAreas, owners } = facts;
    const first = periods[0]?.from ?? '';
    const unit: UnitToBill['unit'] = {
      unitId: 'u1',
      estateId: 'yg',
      label: '1-101',
      building: '1',
      area,
      use: 'dwelling',
      ...(earlierAreas && { earlierAreas: [...earlierAreas] }),
      updatedAt: recordedAt,
      version: 1,
    };
    return billsOfUnit({
      run: {
        runId: `run_${String(this.#runs).padStart(4, '0')}`,
        estateId: 'yg',
        period: { from: first, to: periods.at(-1)?.to ?? '' },
      },
      unit,
      owners,
      developerId: null,
      items: this.#items,
      periods: all,
      shares: [],
      rounding: 'fen-half-up',
      uses: new Map(
        all.map((one) => [usesKey(one), one.feeItemId === water.feeItemId ? usesOf(facts, one.period) : []]),
      ),
      published,
      backBilling: this.backBilling,
    });
  }

  /** Bills and publishes what is missing; returns its bills and credit notes. */
  run(facts: Facts, ...periods: readonly Span[]): Bill[] {
    const { bills } = this.work(facts, periods, [...this.bills.values()]);
    for (const bill of bills.filter(({ kind }) => kind === undefined)) this.#publish(bill);
    for (const note of bills.filter(({ kind }) => kind === 'credit-note')) this.#issue(note);
    return bills;
  }

  #publish(draft: Bill): void {
    const { billId, payerId } = draft;
    const lines = draft.lines.map((line) =>
      line.held || line.vat || line.difference ? line : { ...line, vat: taxIn(line.fen, six) },
    );
    const dueOn = '2026-10-15';
    const head = { occurredOn: today, recordedAt, reference: billId, description: '' };
    const agencyFen = agencyBilled(lines);
    const entry = chargeEntry(entryHeader(ledger, { ...head, cause: ['bill', billId] }), {
      payerId,
      bill: { billId, dueOn },
      lines: lines.filter(({ fen }) => fen > 0),
      agencyFen,
    });
    const apart = agencyFen > 0 ? { agencyReceivable: true as const } : {};
    this.recorded = append(this.recorded, entry);
    const { entryId } = entry;
    this.bills.set(billId, { ...draft, ...apart, lines, status: 'published', dueOn, entryId, version: 2 });
  }

  #issue(note: Bill): void {
    const ofBill = Map.groupBy(note.lines, ({ difference }) => difference?.creditsBillId ?? '');
    for (const [billId, lines] of ofBill) {
      const bill = this.bills.get(billId);
      if (!bill) throw new Error(`${note.billId} credits ${billId}, which is not published`);
      const change = nextVersion(creditBill(beginChange(bill), { ...note, lines }, context), context);
      for (const entry of change.entries) this.recorded = append(this.recorded, entry);
      this.bills.set(billId, change.bill);
    }
    this.bills.set(note.billId, { ...note, status: 'issued', version: 2 });
  }

  /** Pays up to `most` fen of a bill, as far as it is open. */
  pay(billId: string, most: number, purpose?: string): void {
    const bill = this.bills.get(billId);
    const fen = bill ? Math.min(most, postedOpen(bill).principal) : 0;
    if (bill?.status !== 'published' || fen <= 0) return;
    const { version, payerId, dueOn } = bill;
    const paymentId = `pay_${billId}_${version}`.slice(0, 60);
    const agencyFen = agencyPartOf(bill, fen, postedOpen(bill), policy);
    const parts = withAgency({ ...noParts, principal: fen }, agencyFen);
    const paid = { paymentId, on: today, at: recordedAt, parts };
    const entry = paymentEntry(
      entryHeader(ledger, { cause: [paymentId], occurredOn: today, recordedAt, reference: paymentId, description: '' }),
      { payerId, moneyAccount: account.bank('icbc'), fen, pays: [{ bill: { billId, dueOn }, fen, agencyFen }] },
    );
    this.recorded = append(this.recorded, entry);
    const after: Bill = { ...bill, paid: [...bill.paid, { ...paid, ...(purpose !== undefined && { purpose }) }] };
    this.bills.set(billId, nextVersion({ ...beginChange(bill), bill: after }, context).bill);
  }

  cancel(billId: string): void {
    const bill = this.bills.get(billId);
    if (bill) this.bills.set(billId, { ...bill, status: 'cancelled' });
  }

  /** Returns billed less credited fen, by item, period and payer; zeros are left out. */
  billed(): Record<string, number> {
    return sumsOf([...this.bills.values()].filter(({ status }) => status !== 'cancelled'));
  }

  /** Returns what a payer was billed less what was credited, fen. */
  billedTo(payerId: string): number {
    const mine = [...this.bills.values()].filter((bill) => bill.payerId === payerId && bill.status !== 'cancelled');
    return mine.reduce((sum, { fen }) => sum + fen, 0);
  }

  /** Returns what one run would bill for all periods with all facts known. */
  atOnce(facts: Facts, ...periods: readonly Span[]): Record<string, number> {
    return sumsOf(periods.flatMap((period) => this.work(facts, [period]).bills));
  }

  balance(code: string): number {
    const postings = this.recorded.flatMap((entry) => entry.postings).filter((one) => one.account === code);
    return postings.reduce((sum, { fen }) => sum + fen, 0);
  }

  /** Lists the bills whose open amount or tax in the ledger differs from their own. */
  differsFromLedger(): string[] {
    return [...this.bills.values()].flatMap((bill) => {
      const mine = this.recorded.filter((entry) => entry.postings.some((one) => one.bill?.billId === bill.billId));
      const taxes = mine.flatMap((entry) => entry.postings).filter((one) => vatPercentOf(one.account) !== undefined);
      const taxFen = taxes.reduce((sum, { fen }) => sum - fen, 0);
      if (bill.status !== 'cancelled' && taxFen !== postedTaxFen(bill)) {
        return [`${bill.billId}: tax of ${taxFen} in the ledger, ${postedTaxFen(bill)} on it`];
      }
      const postings = this.recorded
        .flatMap((entry) => entry.postings)
        .filter((one) => one.bill?.billId === bill.billId);
      const isOfOthers = ({ account: code }: { account: string }) => code === account.agencyReceivable(bill.payerId);
      const sumOf = (all: readonly { fen: number }[]) => all.reduce((sum, { fen }) => sum + fen, 0);
      const open = postedOpen(bill);
      const is = [sumOf(postings.filter(isOfOthers)), sumOf(postings.filter((one) => !isOfOthers(one)))];
      const should = [agencyOf(open), totalOf(open) - agencyOf(open)];
      return bill.status === 'cancelled' || is.join() === should.join()
        ? []
        : [`${bill.billId}: ${is.join()} in the ledger, ${should.join()} on it`];
    });
  }
}

function sumsOf(bills: readonly Bill[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const bill of bills) {
    for (const line of bill.lines) {
      const key = `${scopeText(scopeOf(line, bill))} ${line.payerId}`;
      sums[key] = (sums[key] ?? 0) + line.fen;
    }
  }
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, fen]) => fen !== 0)
      .sort(),
  );
}
