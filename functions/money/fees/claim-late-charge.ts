import { derivedId } from '../../../shared/kernel/ids.ts';
import { chargeEntry, type Entry, overpaymentEntry, reversalOf } from '../ledger/public.ts';
import {
  agencyOf,
  assertWithinLimit,
  type Bill,
  givenUpOf,
  openPrincipal,
  paidParts,
  postedOpen,
  postedParts,
} from './bill.ts';
import { type BillChange, type BillContext, debtOf, extend, nextHead, recordEvent, refOf } from './bill-change.ts';
import { lateOf } from './bill-late.ts';
import { partsBesidePrice, taxRecord } from './bill-vat.ts';
import { type Parts, totalOf } from './debt-parts.ts';

/** The fee item for the revenue from late charge (违约金). */
export const lateChargeItem = 'late-charge';

const description = '违约金';

const partsOfClaim = (bill: Bill, fen: number) => partsBesidePrice(bill, lateChargeItem, fen);

function lateChargeEntry(bill: Bill, fen: number, head: Parameters<typeof chargeEntry>[0]): Entry {
  return chargeEntry(head, { ...debtOf(bill), lines: partsOfClaim(bill, fen) });
}

/** Adds a claim and its entry. Late charge enters the ledger only when it is first paid or given up. */
function addClaim(change: BillChange, fen: number, on: string, context: BillContext): BillChange {
  const { bill } = change;
  assertWithinLimit(bill, 'lateClaims');
  const entry = lateChargeEntry(bill, fen, nextHead(change, context, on, description));
  const claim = { entryId: entry.entryId, on, fen, ...taxRecord(partsOfClaim(bill, fen)) };
  const lateClaims = [...bill.lateClaims, claim];
  return extend(change, { bill: { ...bill, lateClaims }, entries: [entry] });
}

/**
 * Adds a claim, as of a day, for late charge that was paid or given up but is not yet in the ledger (R5.1).
 */
export function claimLateCharge(change: BillChange, on: string, context: BillContext): BillChange {
  const { bill } = change;
  const settledFen = paidParts(bill)['late-charge'] + givenUpOf(bill, 'late-charge');
  const fen = settledFen - postedParts(bill)['late-charge'];
  if (fen <= 0) return change;
  return extend(addClaim(change, fen, on, context), {
    told: [recordEvent('LateChargeClaimed', (after) => ({ ...refOf(after), fen }), context.act)],
  });
}

/** Rebuilds the ledger entry of a claim, as far as its reversal needs it. */
function entryOf(bill: Bill, { entryId, on, fen }: Bill['lateClaims'][number], context: BillContext): Entry {
  const { ledger, act } = context;
  const head = { entryId, estateId: ledger.estateId, occurredOn: on, postedOn: on, recordedAt: act.recordedAt };
  return lateChargeEntry(bill, fen, { ...head, reference: bill.billId, description });
}

/**
 * Reverses the latest claims until no more than an amount remains. Claims again what was reversed too much.
 */
function lowerClaims(change: BillChange, dueFen: number, context: BillContext): BillChange {
  const gone = new Set(change.bill.lateClaims.map(({ reverses }) => reverses));
  const standing = change.bill.lateClaims.filter(
    ({ entryId, reverses }) => reverses === undefined && !gone.has(entryId),
  );
  let after = change;
  for (const one of standing.toReversed()) {
    const { bill } = after;
    if (postedParts(bill)['late-charge'] <= dueFen) break;
    assertWithinLimit(bill, 'lateClaims');
    const { postedOn, recordedAt, reference } = nextHead(after, context, context.today, '');
    const mirror = reversalOf(entryOf(bill, one, context), {
      postedOn,
      recordedAt,
      reference,
      description: `冲销${description}`,
    });
    const taxOff = one.taxFen === undefined ? {} : { taxFen: -one.taxFen };
    const reversed = { entryId: mirror.entryId, on: context.today, fen: -one.fen, ...taxOff, reverses: one.entryId };
    after = extend(after, { bill: { ...bill, lateClaims: [...bill.lateClaims, reversed] }, entries: [mirror] });
  }
  const again = dueFen - postedParts(after.bill)['late-charge'];
  return again > 0 ? addClaim(after, again, context.today, context) : after;
}

/**
 * Corrects the late charge where more was claimed than the records now justify (D32), after a payment
 * entered late or a decision on an objection. What was overpaid covers other open parts of the bill, from
 * today on. The rest becomes prepaid money at once. Waived amounts stay waived. An objection undoes no claim
 * while it is open (R27.6).
 */
export function correctLateCharge(change: BillChange, context: BillContext): BillChange {
  const { bill } = change;
  if (bill.status !== 'published' && bill.status !== 'paid') return change;
  const givenUpFen = givenUpOf(bill, 'late-charge');
  const { claimedFen } = lateOf(bill, context.today, context.policy, 'ignore');
  const dueFen = Math.max(claimedFen, givenUpFen);
  const excess = postedParts(bill)['late-charge'] - dueFen;
  if (excess <= 0) return change;
  const told = [recordEvent('LateChargeCorrected', (after) => ({ ...refOf(after), fen: excess }), context.act)];
  const lowered = extend(lowerClaims(change, dueFen, context), { told });
  const freed = paidParts(bill)['late-charge'] + givenUpFen - dueFen;
  return freed > 0 ? giveBackExcess(lowered, freed, context) : lowered;
}

function giveBackExcess(change: BillChange, freed: number, context: BillContext): BillChange {
  const { bill, before } = change;
  assertWithinLimit(bill, 'paid');
  const openCosts = postedParts(bill).costs - paidParts(bill).costs - givenUpOf(bill, 'costs');
  const costs = Math.min(freed, Math.max(0, openCosts));
  // Late charge is owed to the company alone, so it pays no line collected for others (R25.1).
  const own = openPrincipal(bill) - agencyOf(postedOpen(bill));
  const principal = Math.min(freed - costs, Math.max(0, own));
  const parts: Parts = { costs, 'late-charge': -freed, principal };
  const paymentId = derivedId('cor', bill.billId, before.version + 1);
  const paid = [...bill.paid, { paymentId, on: context.today, at: context.act.recordedAt, parts }];
  const over = -totalOf(parts);
  const head = nextHead(change, context, context.today, `${description}更正转预存`);
  const entries = over === 0 ? [] : [overpaymentEntry(head, { ...debtOf(bill), fen: over })];
  return extend(change, { bill: { ...bill, paid }, entries });
}
