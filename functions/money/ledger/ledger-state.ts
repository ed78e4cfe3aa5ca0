import * as z from 'zod';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, payerOfAccount } from './account.ts';
import { closingSchema, postingDay } from './close-day.ts';
import { type Entry, type EntryHead, entryIdOf } from './posting.ts';

/** The ledger of an estate (账簿): its first day and its last closed day. */
export const ledgerStateSchema = z
  .object({
    ...closingSchema.shape,
    /** The first ledger day. */
    openedOn: dateSchema,
    /** The last closed day. */
    closedThrough: dateSchema,
    /** The opening balances (期初, R30.1): the last day before the cut-over, and whether all are posted. */
    cutOver: z
      .object({
        on: dateSchema,
        openingId: z.string(),
        loaded: z.boolean(),
        /** Whether ranges of numbers were taken over (R30.4). */
        hasNumbers: z.literal(true).optional(),
      })
      .optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'LedgerState' });
export type LedgerState = z.infer<typeof ledgerStateSchema>;

/**
 * Returns a ledger that begins on the first day of the month of `day`. Its version is 0 until the first
 * entry.
 */
export function newLedgerState(estateId: string, day: string, now: string): LedgerState {
  const openedOn = `${day.slice(0, 8)}01`;
  return { estateId, openedOn, closedThrough: addDays(openedOn, -1), updatedAt: now, version: 0 };
}

/** Returns the last day that takes no more entries. A day that is being closed counts as closed. */
export function closedThroughNow({ closing, closedThrough }: LedgerState): { closedThrough: string } {
  return { closedThrough: closing ?? closedThrough };
}

/**
 * Returns the header of an entry. `cause` lists ids: the same cause on the same day gives the same entry.
 * `occurredOn` is a day in the estate's zone, `recordedAt` an instant.
 */
export function entryHeader(
  ledger: LedgerState,
  of: Pick<Entry, 'occurredOn' | 'recordedAt' | 'reference' | 'description' | 'receiptNumber'> & {
    cause: readonly (string | number)[];
  },
): EntryHead {
  const { cause, ...rest } = of;
  const day = postingDay(of.occurredOn, closedThroughNow(ledger));
  return { ...rest, entryId: entryIdOf(day, ...cause), estateId: ledger.estateId, postedOn: day };
}

/** Returns the payer of the first payer account that an entry moves, or undefined. */
export function payerOf(entry: Entry): string | undefined {
  return entry.postings.map((posting) => payerOfAccount(posting.account)).find((payerId) => payerId !== undefined);
}

/** Returns true for an account of customer funds: prepaid, meter or deposit. */
export function isCustomerFunds(code: string): boolean {
  return accountOf(code).type === 'liability' && payerOfAccount(code) !== undefined;
}
