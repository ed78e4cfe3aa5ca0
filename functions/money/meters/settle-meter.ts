import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { dayIn, toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type Estate, estateOf, householdOf } from '../../register/owners/public.ts';
import {
  entryHeader,
  type LedgerState,
  ledgerPolicy,
  meterUseEntry,
  openLedger,
  postEntries,
  taxIn,
  type VatTerms,
  vatTermsOn,
} from '../ledger/public.ts';
import { balanceOf } from './account-fold.ts';
import type { Meter } from './meter.ts';
import type { MeterAccount } from './meter-account.ts';
import { accounts, meters, priceLists, settlements } from './meters.store.ts';
import { type PriceList, vatClassOn } from './price-list.ts';
import { stateAt } from './read-account.ts';
import {
  calculateSettlement,
  daysOfMonth,
  endOfMonth,
  type Settlement,
  type Settling,
  toSettleAfter,
} from './settlement.ts';

const words = text('预存表用量', '預存表用量', 'Use of prepaid meter');

/** The context of a settlement. */
interface About {
  readonly meter: Meter;
  readonly estate: Estate;
  readonly prices: PriceList;
}

/** Loads the meter, its estate and its prices. @throws Error when one of them does not exist. */
async function aboutMeter(meterId: string): Promise<About> {
  const meter = await get(meters, { meterId });
  const [estate, prices] = meter
    ? await Promise.all([estateOf(meter.estateId), get(priceLists, meter)])
    : [undefined, undefined];
  if (!meter || !estate || !prices) throw new Error(`the estate or price of a meter does not exist: ${meterId}`);
  return { meter, estate, prices };
}

/**
 * Returns the description of a settlement's entries: the meter, its home and the settled month, whenever it
 * is posted.
 */
function describeSettlement({ meterId, unitLabel, plate }: Meter, month: string, language: Language): string {
  return `${say(words, language)} ${month} ${unitLabel} ${plate || meterId}`;
}

/**
 * Returns the transaction that posts and records a settlement. Each payer has their own entry, because an
 * entry is on one payer's account.
 */
function postSettlement(
  of: About,
  ledger: LedgerState,
  after: MeterAccount,
  month: string,
  { what, terms }: { what: Settling; terms: VatTerms | undefined },
  act: ActionContext,
): Transaction {
  const { meter, estate, prices } = of;
  const { meterId, estateId, unitId, feeItemId } = meter;
  const { quantity, fen } = what;
  const description = describeSettlement(meter, month, estate.language);
  const about = { occurredOn: daysOfMonth(month).to, recordedAt: act.recordedAt, description };
  const parts = what.parts.map((part) => {
    const head = { ...about, cause: ['meter-use', meterId, month, part.payerId], reference: `${meterId}/${month}` };
    const vat = terms && taxIn(part.fen, terms);
    const use = { ...part, meterId, feeItemId, held: prices.held, vat };
    return { part, entry: meterUseEntry(entryHeader(ledger, head), use) };
  });
  const settlement: Settlement = {
    meterId,
    estateId,
    month,
    quantity,
    fen,
    parts: parts.map(({ part, entry: { entryId, postedOn } }) => ({ ...part, entryId, postedOn })),
    settledAt: act.recordedAt,
    version: 1,
  };
  const transaction = new Transaction()
    .save(settlements, settlement)
    .record(accounts, after, 'MeterUseSettled', { meterId, unitId, month, quantity, fen }, act);
  const entries = parts.map(({ entry }) => entry);
  postEntries(transaction, ledger, entries, [], act);
  return transaction;
}

/**
 * Returns method and rate of the tax in the usage of a month, by its last day; undefined for untaxed usage.
 */
async function vatTermsOf({ meter, prices }: About, month: string): Promise<VatTerms | undefined> {
  const { to } = daysOfMonth(month);
  const vatClass = vatClassOn(prices, to);
  return vatClass === 'untaxed' ? undefined : vatTermsOn(await ledgerPolicy.of(meter.estateId), vatClass, to);
}

/** Returns the transaction that settles the next month of an account. */
async function settleMonth(of: About, before: MeterAccount, month: string, act: ActionContext): Promise<Transaction> {
  const { meter, estate } = of;
  const { zone } = estate.calendar;
  const [state, ledger] = await Promise.all([
    stateAt(before, endOfMonth(month, zone), zone),
    openLedger(meter.estateId, dayIn(zone, act.recordedAt), act.recordedAt),
  ]);
  const household = balanceOf(state) < 0 ? await householdOf(meter.unitId, daysOfMonth(month).to) : undefined;
  const what = calculateSettlement(before.settled, month, state, household);
  const after: MeterAccount = {
    ...before,
    settled: what.settled,
    toSettle: toSettleAfter(month, before.state, zone, act.recordedAt),
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  const transaction = new Transaction().save(accounts, after, before);
  if (what.parts.length === 0) return transaction;
  const terms = await vatTermsOf(of, month);
  return transaction.join(postSettlement(of, ledger, after, month, { what, terms }, act));
}

/**
 * Settles all unsettled past months of a meter (R11, D28), one after the other. One transaction holds the
 * account, the record of the month, its event and its entries, so each month is settled once. Returns the
 * number of months processed.
 * @throws VersionConflict when something was entered or a day was closed at that moment.
 */
export async function settleMeter(meterId: string, act: ActionContext, now: Temporal.Instant): Promise<number> {
  let of: About | undefined;
  for (let months = 0; ; months += 1) {
    const before = await get(accounts, { meterId });
    const next = before?.toSettle;
    if (!next || toInstant(next.dueAt).epochMilliseconds > now.epochMilliseconds) return months;
    of ??= await aboutMeter(meterId);
    await (await settleMonth(of, before, next.month, act)).commit();
  }
}
