import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { addWorkdays } from '../../../shared/kernel/statutory-calendar.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { LedgerPolicy } from './ledger.policy.ts';
import { numberKey } from './reference.ts';

/*
 * Money in transit (在途资金, R20.7): cash with a deposit slip, or a channel payout, on its way to a bank
 * account.
 * Only a bank statement line confirms its arrival.
 */

/** A deposit slip (解款单) whose money has not arrived. */
export const openSlipSchema = z
  .object({
    estateId: z.string(),
    from: z.string(),
    to: z.string(),
    /** The number of the slip. */
    reference: z.string(),
    /** The amount that should arrive, fen. */
    fen: fenSchema,
    occurredOn: dateSchema,
    /** The ledger day from which the money is in transit. */
    postedOn: dateSchema,
    /** Who made the slip. */
    by: z.string(),
  })
  .meta({ id: 'OpenSlip' });
export type OpenSlip = z.infer<typeof openSlipSchema>;

/** Money in transit as closes and lists show it. */
export const inTransitSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    reference: z.string(),
    fen: fenSchema,
    occurredOn: dateSchema,
    by: z.string(),
    /** Banking days since the slip, counted up to 31. */
    bankingDays: z.int(),
    /** Longer than the estate's limit for `overdue`. */
    overdue: z.boolean(),
    /** So long that no day can close. */
    refused: z.boolean(),
  })
  .meta({ id: 'InTransit' });
export type InTransit = z.infer<typeof inTransitSchema>;

/** Returns the banking days between two days, 0 to 31: working days by law after `from` up to `to`. */
export function bankingDaysBetween(from: string, to: string): number {
  let count = 0;
  for (let day = from; count < 31; count += 1) {
    day = addWorkdays(day, 1);
    if (day > to) break;
  }
  return count;
}

/** Returns the money in transit at the end of a day with its age, oldest first (R20.7). */
export function inTransitOn(day: string, slips: readonly OpenSlip[], policy: LedgerPolicy): InTransit[] {
  return slips
    .filter(({ postedOn }) => postedOn <= day)
    .sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0))
    .map(({ from, to, reference, fen, occurredOn, by }) => {
      const bankingDays = bankingDaysBetween(occurredOn, day);
      return {
        from,
        to,
        reference,
        fen,
        occurredOn,
        by,
        bankingDays,
        overdue: bankingDays > policy.transitOverdueAfter,
        refused: bankingDays > policy.transitRefusedAfter,
      };
    });
}

/** A bank statement line that may confirm a slip. */
export interface BankLine {
  readonly account: string;
  readonly reference: string;
  readonly fen: number;
  readonly day: string;
}

/**
 * Returns the slip that a bank line confirms (R20.7): the slip with its number, whatever the amount.
 * With `byAmount`, otherwise the oldest slip of exactly its amount from the days before.
 * A line never confirms a slip made after it.
 */
export function slipOf(
  line: BankLine,
  slips: readonly OpenSlip[],
  { byAmount, matchDays }: { byAmount: boolean; matchDays: number },
): OpenSlip | undefined {
  if (line.fen <= 0) return undefined;
  const there = slips.filter(({ to, occurredOn }) => to === line.account && occurredOn <= line.day);
  const named = there.find(({ reference }) => numberKey(reference) === numberKey(line.reference));
  if (named || !byAmount) return named;
  return there
    .filter(({ fen, occurredOn }) => fen === line.fen && line.day <= addDays(occurredOn, matchDays))
    .sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : 1))[0];
}
