import { account, accountOf, isMoney } from './account.ts';
import { type Bill, type Entry, type EntryHead, type EntryKind, mustBeEntry, type Posting, sumFen } from './posting.ts';
import { type Deduction, depositBack } from './refund.ts';
import { type Earned, earnedPostings, unearnedPostings, type VatPart } from './vat-postings.ts';

/*
 * One function for each kind of entry. Only these functions decide debit and credit; `postEntries` posts.
 * Amounts are positive fen, except in `meterUseEntry`.
 * Each throws RangeError for an amount that is not positive and for a wrong money account.
 */

/** An amount of one bill. */
export interface OfBill {
  readonly bill: Bill;
  readonly fen: number;
  /** The part of `fen` that is owed to third parties (R25.1). */
  readonly agencyFen?: number | undefined;
}

/** Returns an entry of a kind without empty postings. @throws RangeError when it is no entry. */
export function entryOf(
  kind: EntryKind,
  head: EntryHead,
  postings: readonly Posting[],
  link: Pick<Entry, 'refunds'> = {},
): Entry {
  const entry: Entry = { ...head, ...link, kind, postings: postings.filter(({ fen }) => fen !== 0) };
  mustBeEntry(entry);
  return entry;
}

function mustBeMoney(...moneyAccounts: readonly string[]): void {
  for (const moneyAccount of moneyAccounts)
    if (!isMoney(moneyAccount)) throw new RangeError(`${moneyAccount} is no money account`);
}

function mustBePositive(...amounts: readonly number[]): void {
  if (!amounts.every((fen) => Number.isSafeInteger(fen) && fen > 0))
    throw new RangeError('amounts must be positive fen');
}

const fenOf = (parts: readonly { readonly fen: number }[]) => sumFen(parts.map(({ fen }) => fen));

/** Returns what a payer owes more of a bill: to the company, and to third parties on 1221 (R25.1). */
function owedPostings(payerId: string, { bill, fen, agencyFen = 0 }: OfBill): Posting[] {
  return [
    { account: account.receivable(payerId), fen: fen - agencyFen, bill },
    { account: account.agencyReceivable(payerId), fen: agencyFen, bill },
  ];
}

/** Returns what a payer owes less of bills. */
function billPostings(payerId: string, parts: readonly OfBill[]): Posting[] {
  return parts.flatMap((part) => owedPostings(payerId, part)).map((one) => ({ ...one, fen: 0 - one.fen }));
}

/**
 * The account that bears a bad debt: the provision (R21.7), or the loss itself, as it was until there was an
 * account of the provision.
 */
const badDebtAccount = { provision: account.provision, 'bad-debts': account.badDebts };
export type BadDebtAgainst = keyof typeof badDebtAccount;

/**
 * Returns the entry of a bill: the payer owes it. A line is revenue of its item and its tax (R23.7), or
 * held for others (代收).
 */
export function chargeEntry(
  head: EntryHead,
  what: { payerId: string; bill: Bill; lines: readonly Earned[]; agencyFen?: number | undefined },
): Entry {
  mustBePositive(...what.lines.map(({ fen }) => fen));
  return entryOf('charge', head, [
    ...owedPostings(what.payerId, { ...what, fen: fenOf(what.lines) }),
    ...what.lines.flatMap(earnedPostings),
  ]);
}

/**
 * Returns the entry of a credit note on one bill (更正/红冲, R21.6), the mirror of a charge. It lowers
 * revenue and tax by `lines`. The payer owes `lessFen` less; a further `badDebtFen` had been written off.
 * Earlier waivers had already lowered both.
 * Returns undefined when nothing changes.
 * @throws RangeError when the lines are not both amounts.
 */
export function creditNoteEntry(
  head: EntryHead,
  what: {
    payerId: string;
    bill: Bill;
    lines: readonly Earned[];
    lessFen: number;
    /** The part of `lessFen` that was owed to third parties. */
    agencyFen?: number | undefined;
    badDebtFen: number;
    against?: BadDebtAgainst | undefined;
  },
): Entry | undefined {
  const { payerId, lines, lessFen, badDebtFen, against = 'bad-debts' } = what;
  if (fenOf(lines) !== lessFen + badDebtFen || lessFen < 0 || badDebtFen < 0)
    throw new RangeError('the lines of a credit note must be its amount');
  if (lessFen + badDebtFen === 0) return undefined;
  return entryOf('credit-note', head, [
    ...lines.flatMap(unearnedPostings),
    ...billPostings(payerId, [{ ...what, fen: lessFen }]),
    { account: badDebtAccount[against](), fen: -badDebtFen },
  ]);
}

/** Net amount and tax of months in advance, fen, that become revenue or due tax. */
export interface InAdvance {
  readonly feeItemId: string;
  readonly netFen: number;
  readonly taxFen: number;
  /** Method and rate of the tax; absent where it is not taxed. */
  readonly vat?: Pick<VatPart, 'method' | 'percent'> | undefined;
}

function pendingTax({ taxFen, vat }: InAdvance): Posting[] {
  return vat && taxFen !== 0 ? [{ account: account.pendingVat(vat.percent), fen: taxFen }] : [];
}

function dueTax({ taxFen, vat }: InAdvance): Posting[] {
  return vat && taxFen !== 0 ? [{ account: account.vat(vat), fen: -taxFen }] : [];
}

/**
 * Returns the entry of one month served of money in advance (收入确认, R24.1): it becomes revenue, and its tax
 * becomes due. `invoicedFen` is the net part whose tax an invoice had made due before. With `ownersFund` it
 * is held for the owners instead (R34.5).
 */
export function recognitionEntry(
  head: EntryHead,
  what: InAdvance & { invoicedFen: number; ownersFund?: boolean | undefined },
): Entry {
  const { feeItemId, netFen, invoicedFen, ownersFund } = what;
  const served = ownersFund ? account.serviceFund(feeItemId) : account.revenue(feeItemId);
  return entryOf('recognition', head, [
    { account: account.advance(feeItemId), fen: netFen },
    ...pendingTax(what),
    { account: account.invoicedAdvance(feeItemId), fen: invoicedFen },
    { account: served, fen: -netFen },
    ...dueTax(what),
    { account: served, fen: -invoicedFen },
  ]);
}

/**
 * Returns the entry of an invoice for months that are not served yet (R24.1): their tax becomes due now.
 * Negative amounts, of a red invoice, exchange debit and credit.
 */
export function taxPointEntry(head: EntryHead, what: InAdvance): Entry {
  const { feeItemId, netFen } = what;
  return entryOf('tax-point', head, [
    { account: account.advance(feeItemId), fen: netFen },
    ...pendingTax(what),
    { account: account.invoicedAdvance(feeItemId), fen: -netFen },
    ...dueTax(what),
  ]);
}

/**
 * Returns the entry of a payment. What its bills do not take becomes prepaid (D27), or tops up its meter.
 * @throws RangeError when the bills get more than was paid.
 */
export function paymentEntry(
  head: EntryHead,
  what: {
    payerId: string;
    moneyAccount: string;
    fen: number;
    pays: readonly OfBill[];
    purpose?: string;
    meterId?: string;
  },
): Entry {
  mustBePositive(what.fen, ...what.pays.map(({ fen }) => fen));
  mustBeMoney(what.moneyAccount);
  const over = what.fen - fenOf(what.pays);
  if (over < 0) throw new RangeError('the bills get more than was paid');
  const { payerId, purpose = 'general', meterId } = what;
  return entryOf('payment', head, [
    { account: what.moneyAccount, fen: what.fen },
    ...billPostings(payerId, what.pays),
    {
      account: meterId === undefined ? account.prepaid(payerId, purpose) : account.meter(payerId, meterId),
      fen: -over,
    },
  ]);
}

/**
 * Returns the entry that uses prepaid money for bills.
 * @throws RangeError when it was paid for another fee item (R11.4).
 */
export function prepaidUseEntry(
  head: EntryHead,
  what: { payerId: string; purpose: string; pays: readonly (OfBill & { feeItemId: string })[] },
): Entry {
  mustBePositive(...what.pays.map(({ fen }) => fen));
  if (what.purpose !== 'general' && what.pays.some(({ feeItemId }) => feeItemId !== what.purpose)) {
    throw new RangeError(`prepaid for ${what.purpose} pays only that fee item`);
  }
  return entryOf('prepaid-use', head, [
    { account: account.prepaid(what.payerId, what.purpose), fen: fenOf(what.pays) },
    ...billPostings(what.payerId, what.pays),
  ]);
}

/**
 * Returns the entry of a prepaid meter's usage (表计用量, R11): revenue of its fee item, from the payer's money
 * on the meter. The money may go below zero (R11.5). Negative fen, where less was used than settled before,
 * exchanges debit and credit.
 */
export function meterUseEntry(head: EntryHead, what: Earned & { payerId: string; meterId: string }): Entry {
  return entryOf('meter-use', head, [
    { account: account.meter(what.payerId, what.meterId), fen: what.fen },
    ...earnedPostings(what),
  ]);
}

/**
 * Returns the entry of an overpaid bill that a correction lowered: its surplus becomes prepaid (多收转预存).
 * It keeps the purpose of the money that paid the bill (R11.4).
 */
export function overpaymentEntry(head: EntryHead, what: OfBill & { payerId: string; purpose?: string }): Entry {
  mustBePositive(what.fen);
  return entryOf('overpaid', head, [
    ...owedPostings(what.payerId, what),
    { account: account.prepaid(what.payerId, what.purpose ?? 'general'), fen: -what.fen },
  ]);
}

/**
 * Returns the entry of a refund from prepaid money, from the rest of a prepaid meter (R25.5), or from a bill
 * on which the payer has a credit.
 */
export function refundEntry(
  head: EntryHead,
  what: {
    paymentId: string;
    payerId: string;
    from: { purpose: string } | { meterId: string } | { bill: Bill };
    moneyAccount: string;
    fen: number;
  },
): Entry {
  mustBePositive(what.fen);
  mustBeMoney(what.moneyAccount);
  const from =
    'bill' in what.from
      ? { account: account.receivable(what.payerId), bill: what.from.bill }
      : 'meterId' in what.from
        ? { account: account.meter(what.payerId, what.from.meterId) }
        : { account: account.prepaid(what.payerId, what.from.purpose) };
  const postings = [
    { ...from, fen: what.fen },
    { account: what.moneyAccount, fen: -what.fen },
  ];
  return entryOf('refund', head, postings, { refunds: what.paymentId });
}

/** Returns the entry of a deposit received, which is a liability (D33). */
export function depositEntry(
  head: EntryHead,
  what: { payerId: string; purpose: string; moneyAccount: string; fen: number },
): Entry {
  mustBePositive(what.fen);
  mustBeMoney(what.moneyAccount);
  return entryOf('deposit', head, [
    { account: what.moneyAccount, fen: what.fen },
    { account: account.deposit(what.payerId, what.purpose), fen: -what.fen },
  ]);
}

/**
 * Returns the entry of a returned deposit. Deductions become revenue of the named fee item (R10.5).
 * @throws Problem `deductions-above-deposit`.
 */
export function depositReturnEntry(
  head: EntryHead,
  what: {
    depositId: string;
    payerId: string;
    purpose: string;
    moneyAccount: string;
    fen: number;
    deductions: readonly Deduction[];
    feeItemId: string;
  },
): Entry {
  mustBePositive(what.fen);
  mustBeMoney(what.moneyAccount);
  const back = depositBack(what.fen, what.deductions);
  const postings = [
    { account: account.deposit(what.payerId, what.purpose), fen: what.fen },
    { account: what.moneyAccount, fen: -back },
    { account: account.revenue(what.feeItemId), fen: back - what.fen },
  ];
  return entryOf('deposit-return', head, postings, { refunds: what.depositId });
}

/**
 * Returns the entry of a settlement: money goes from one money account to another (R20.7).
 * Money sent to a bank is in transit until a bank statement line confirms it. A channel keeps its fee (手续费).
 * Cash fetched from a bank arrives at once.
 */
export function recordSettlement(
  head: EntryHead,
  what: { from: string; to: string; fen: number; feeFen: number },
): Entry {
  mustBePositive(what.fen, what.fen - what.feeFen, what.feeFen + 1);
  mustBeMoney(what.from, what.to);
  const { kind, ids } = accountOf(what.to);
  return entryOf('settlement', head, [
    { account: kind === 'bank' ? account.transit(ids[0] ?? '') : what.to, fen: what.fen - what.feeFen },
    { account: account.channelFees(), fen: what.feeFen },
    { account: what.from, fen: -what.fen },
  ]);
}

/**
 * Returns the entry of money in transit that a bank statement line confirms (R20.7). `lineFen` is the amount
 * of the line, `slipFen` the amount of the slip.
 * The difference stays on 1901 until a clerk clears it (R20.5).
 */
export function arrivalEntry(head: EntryHead, what: { bank: string; slipFen: number; lineFen: number }): Entry {
  mustBePositive(what.slipFen, what.lineFen);
  mustBeMoney(what.bank);
  return entryOf('arrival', head, [
    { account: what.bank, fen: what.lineFen },
    { account: account.unexplained(), fen: what.slipFen - what.lineFen },
    { account: account.transit(accountOf(what.bank).ids[0] ?? ''), fen: -what.slipFen },
  ]);
}

/** Returns the entry of money from an unknown payer (待查收款, R21.2). */
export function unidentifiedEntry(head: EntryHead, what: { moneyAccount: string; fen: number }): Entry {
  mustBePositive(what.fen);
  mustBeMoney(what.moneyAccount);
  return entryOf('unidentified', head, [
    { account: what.moneyAccount, fen: what.fen },
    { account: account.suspense(), fen: -what.fen },
  ]);
}

/** Returns the entry of unidentified money for its payer (R21.2). The money account does not change. */
export function identifiedEntry(head: EntryHead, what: { payerId: string; purpose: string; fen: number }): Entry {
  mustBePositive(what.fen);
  return entryOf('identified', head, [
    { account: account.suspense(), fen: what.fen },
    { account: account.prepaid(what.payerId, what.purpose), fen: -what.fen },
  ]);
}

/**
 * Returns the entry that moves money to suspense, off a payer who did not pay it (R21.3). The money account
 * does not change.
 * With `identifiedEntry` it moves a payment to another payer. What was spent of it is owed again.
 */
export function takenOffEntry(head: EntryHead, what: { payerId: string; purpose: string; fen: number }): Entry {
  mustBePositive(what.fen);
  return entryOf('taken-off', head, [
    { account: account.prepaid(what.payerId, what.purpose), fen: what.fen },
    { account: account.suspense(), fen: -what.fen },
  ]);
}

/**
 * Returns the entry of unidentified money that goes back to its sender (R21.2). `entryId` is the entry that
 * brought it to suspense.
 */
export function returnedEntry(head: EntryHead, what: { entryId: string; moneyAccount: string; fen: number }): Entry {
  mustBePositive(what.fen);
  mustBeMoney(what.moneyAccount);
  const postings = [
    { account: account.suspense(), fen: what.fen },
    { account: what.moneyAccount, fen: -what.fen },
  ];
  return entryOf('refund', head, postings, { refunds: what.entryId });
}

/**
 * Returns the entry of a waived claim (减免, D32), which lowers revenue and tax of the fee items, or of a
 * claim written off as a bad debt (坏账, D31, R21.7), which gives no tax back.
 * @throws RangeError when the waived parts are not the amount.
 */
export function writeOffEntry(
  head: EntryHead,
  what: OfBill & { payerId: string; as: { waived: readonly Earned[] } | { badDebt: BadDebtAgainst } },
): Entry {
  const { payerId, fen, as } = what;
  mustBePositive(fen);
  const claim = billPostings(payerId, [what]);
  if ('badDebt' in as) return entryOf('write-off', head, [{ account: badDebtAccount[as.badDebt](), fen }, ...claim]);
  if (fenOf(as.waived) !== fen) throw new RangeError('the waived parts must be the amount');
  return entryOf('waiver', head, [...as.waived.flatMap(unearnedPostings), ...claim]);
}

/**
 * Returns the entry by which a written-off claim is owed again (R21.7): because it is paid (`recovered`), or
 * because the write-off was a mistake (`reversed`). Where the payment is taken back, fen is negative.
 */
export function recoveryEntry(
  head: EntryHead,
  what: OfBill & { payerId: string; as: 'recovered' | { reversed: BadDebtAgainst } },
): Entry {
  const { payerId, fen, as } = what;
  const against = as === 'recovered' ? account.badDebtsRecovered() : badDebtAccount[as.reversed]();
  return entryOf('recovery', head, [...owedPostings(payerId, what), { account: against, fen: -fen }]);
}

/**
 * Returns the entry of the difference of a counted drawer (R20.5). `fen` is counted minus expected: negative
 * is short, positive is long. It stays on 1901 until it is cleared.
 */
export function cashDifferenceEntry(head: EntryHead, what: { drawer: string; fen: number }): Entry {
  mustBeMoney(what.drawer);
  return entryOf('cash-difference', head, [
    { account: what.drawer, fen: what.fen },
    { account: account.unexplained(), fen: -what.fen },
  ]);
}

/**
 * Returns the entry of a drawer that passes to another cashier (R20.6). All that should be there leaves the
 * outgoing drawer; what was counted together enters the incoming one. The difference stays on 1901.
 */
export function drawerHandoverEntry(
  head: EntryHead,
  what: { from: string; to: string; expectedFen: number; acceptedFen: number },
): Entry {
  mustBeMoney(what.from, what.to);
  return entryOf('drawer-handover', head, [
    { account: what.from, fen: -what.expectedFen },
    { account: what.to, fen: what.acceptedFen },
    { account: account.unexplained(), fen: what.expectedFen - what.acceptedFen },
  ]);
}

/**
 * Returns the entry that clears the difference of a drawer (R20.5). `fen` is that of the count: negative is
 * short, positive is long. `to` is the account that bears a short or receives a long one.
 */
export function differenceClearedEntry(head: EntryHead, what: { fen: number; to: string }): Entry {
  return entryOf('difference-cleared', head, [
    { account: account.unexplained(), fen: what.fen },
    { account: what.to, fen: -what.fen },
  ]);
}

/**
 * Returns the entry of a pay-out of the company (R21.11). `bankFen` is what moves on the bank account:
 * negative for money out, positive for interest and for money that the bank sent back. `against` is the
 * account that bears it; of a utility's bill the company bears its own use (R25.3).
 * @throws RangeError when nothing moves.
 */
export function payOutEntry(
  head: EntryHead,
  what: { bank: string; against: string; bankFen: number; ownUseFen?: number | undefined },
): Entry {
  mustBeMoney(what.bank);
  const { bankFen, ownUseFen = 0 } = what;
  mustBePositive(Math.abs(bankFen), Math.abs(bankFen) - ownUseFen + 1, ownUseFen + 1);
  const ownUse = bankFen < 0 ? ownUseFen : 0 - ownUseFen;
  return entryOf('pay-out', head, [
    { account: what.against, fen: -what.bankFen - ownUse },
    { account: account.operatingCosts(), fen: ownUse },
    { account: what.bank, fen: what.bankFen },
  ]);
}

/**
 * Returns the entry of what is owed or set aside before money moves (R21.7, R21.11): the claim of a supplier,
 * or a provision for bad debts.
 */
export function accrualEntry(
  head: EntryHead,
  what: { as: 'supplier-bill' | 'provision'; fen: number; payeeId: string },
): Entry {
  const { as, fen, payeeId } = what;
  mustBePositive(fen);
  return as === 'provision'
    ? entryOf(as, head, [
        { account: account.badDebts(), fen },
        { account: account.provision(), fen: -fen },
      ])
    : entryOf(as, head, [
        { account: account.operatingCosts(), fen },
        { account: account.payable(payeeId), fen: -fen },
      ]);
}

/**
 * Returns the entry of a payment that the bank took back on a line of its own (退票, R21.9). `from` is the
 * account to which the payment was credited: what was spent of it is owed again.
 */
export function bounceEntry(head: EntryHead, what: { from: string; moneyAccount: string; fen: number }): Entry {
  mustBePositive(what.fen);
  mustBeMoney(what.moneyAccount);
  return entryOf('bounce', head, [
    { account: what.from, fen: what.fen },
    { account: what.moneyAccount, fen: -what.fen },
  ]);
}

/** Returns the entry of a refund that the bank sent back (R21.10). `to` is the account it was paid from. */
export function refundReturnedEntry(head: EntryHead, what: { to: string; moneyAccount: string; fen: number }): Entry {
  mustBePositive(what.fen);
  mustBeMoney(what.moneyAccount);
  return entryOf('refund-returned', head, [
    { account: what.moneyAccount, fen: what.fen },
    { account: what.to, fen: -what.fen },
  ]);
}

/**
 * Returns the entry of a part of a deposit that was wrongly kept (R21.10): it is the payer's again. `from` is
 * the income account that had got it. No money moves.
 */
export function depositRestoredEntry(
  head: EntryHead,
  what: { payerId: string; purpose: string; from: string; fen: number },
): Entry {
  mustBePositive(what.fen);
  return entryOf('deposit-restored', head, [
    { account: what.from, fen: what.fen },
    { account: account.deposit(what.payerId, what.purpose), fen: -what.fen },
  ]);
}
