import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { chargeEntry } from '../ledger/public.ts';
import { assertWithinLimit } from './bill.ts';
import { type BillChange, type BillContext, debtOf, extend, nextHead, recordEvent, refOf } from './bill-change.ts';
import { daysOf, mustBeOpen } from './bill-context.ts';
import { partsBesidePrice, taxRecord } from './bill-vat.ts';

/** The fee item for the revenue from costs of claiming a debt (实现债权的费用, R5.5). */
export const costsItem = 'costs';

/** Costs of claiming a bill, such as postage of a demand or court fees. */
export const costsSchema = z
  .strictObject({
    what: z.string().min(1).max(200),
    fen: fenSchema.min(1).max(1e12),
    /** The day on which the costs arose; today by default. */
    on: dateSchema.optional(),
  })
  .meta({ id: 'AddCostsBody' });

/**
 * Adds costs of claiming that the payer has to bear. Payments cover costs first (R5.5).
 * @throws Problem 409 illegal-state, bill-is-full; 400 day-out-of-range.
 */
export function addCosts(change: BillChange, input: z.output<typeof costsSchema>, context: BillContext): BillChange {
  const { bill } = change;
  const { what, fen, on = context.today } = input;
  mustBeOpen(bill);
  mustLieIn(on, daysOf(bill, context.today), 'on');
  assertWithinLimit(bill, 'costs');
  const head = nextHead(change, context, on, '催收费用');
  const lines = partsBesidePrice(bill, costsItem, fen);
  const entry = chargeEntry(head, { ...debtOf(bill), lines });
  const costs = [...bill.costs, { entryId: entry.entryId, on, what, fen, ...taxRecord(lines) }];
  const told = [recordEvent('CostsAdded', (after) => ({ ...refOf(after), fen, what }), context.act)];
  return extend(change, { bill: { ...bill, costs }, entries: [entry], told });
}
