import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { accountOf } from './account.ts';
import { type Entry, movedBy, sumFen } from './posting.ts';

/*
 * The age of money collected for third parties, at every close of a day (R25.4). The oldest amounts are paid
 * out first. So what was credited up to a cycle ago, less everything debited since the beginning, is held for
 * more than a cycle. A close keeps these two sums for each fee item, and needs no earlier entries.
 */

/** How long such money may be held, days: from one monthly bill of the utility to the next. */
export const agencyCycleDays = 31;

export const heldMoneySchema = z
  .object({
    feeItemId: z.string(),
    /** Billed and not paid out, fen; negative when more was paid out. */
    heldFen: fenSchema,
    /** Everything debited up to this day, fen: pay-outs and credit notes. */
    debitedFen: fenSchema,
    /** Held for more than one cycle, fen. */
    tooLongFen: fenSchema,
  })
  .meta({ id: 'HeldMoney' });
export type HeldMoney = z.infer<typeof heldMoneySchema>;

const prefix = 'liabilities:held:';

/**
 * Returns the money held for third parties at the end of a day, by fee item (R25.4). `balances` are those of
 * the day, `yesterday` and `cycleAgo` what these closes kept; without them nothing is known to be old.
 */
export function heldMoneyOn(of: {
  readonly balances: Readonly<Record<string, number>>;
  readonly entries: readonly Entry[];
  readonly yesterday: readonly HeldMoney[] | undefined;
  readonly cycleAgo: readonly HeldMoney[] | undefined;
}): HeldMoney[] {
  const codes = Object.keys(of.balances).filter((code) => code.startsWith(prefix));
  return codes.map((code) => {
    const [feeItemId = ''] = accountOf(code).ids;
    const isMine = (one: HeldMoney) => one.feeItemId === feeItemId;
    const debits = of.entries.map((entry) => Math.max(0, movedBy(entry, code)));
    const debitedFen = sumFen([of.yesterday?.find(isMine)?.debitedFen ?? 0, ...debits]);
    const before = of.cycleAgo?.find(isMine);
    const creditedFen = before ? before.heldFen + before.debitedFen : 0;
    const heldFen = 0 - (of.balances[code] ?? 0);
    return { feeItemId, heldFen, debitedFen, tooLongFen: Math.max(0, creditedFen - debitedFen) };
  });
}

/** Returns what is held for too long and was not at the close before: each amount is told once. */
export function newlyTooLong(held: readonly HeldMoney[], yesterday: readonly HeldMoney[] = []): HeldMoney[] {
  const wasTooLong = new Set(yesterday.filter(({ tooLongFen }) => tooLongFen > 0).map(({ feeItemId }) => feeItemId));
  return held.filter(({ feeItemId, tooLongFen }) => tooLongFen > 0 && !wasTooLong.has(feeItemId));
}
