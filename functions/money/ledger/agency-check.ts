import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { daysAfter, type Span } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { account, isMoney } from './account.ts';
import { type Entry, movedBy, sumFen } from './posting.ts';

/*
 * The check of money collected for a third party, each cycle (R25.4): what residents were billed, the
 * company's own use and the agreed loss are the utility's bill.
 */

/** What the utility has billed for a cycle, fen, and what of it residents do not bear. */
export interface UtilityBill {
  readonly utilityFen: number;
  /** The company's own use, an expense (6401). */
  readonly ownUseFen: number;
  /** The loss between main and sub meters that residents do not bear by agreement. */
  readonly lossFen: number;
}

export const agencyCheckSchema = z
  .object({
    feeItemId: z.string(),
    from: dateSchema,
    to: dateSchema,
    /** Billed to residents in the cycle, less credit notes, fen. */
    billedFen: fenSchema,
    ownUseFen: fenSchema,
    lossFen: fenSchema,
    utilityFen: fenSchema,
    /** Billed, own use and loss less the utility's bill, fen; 0 when they agree. */
    differenceFen: fenSchema,
    agrees: z.boolean(),
    /** What residents were billed too much, fen: it is owed back to them and never income. */
    owedBackFen: fenSchema,
    /** Paid out in the cycle, fen. */
    paidOutFen: fenSchema,
    /** Billed and not paid out up to the last day, fen; negative when more was paid out. */
    heldFen: fenSchema,
    /** The ledger day of the oldest amount in `heldFen`. */
    heldSince: dateSchema.optional(),
    /** Money is held for more than one cycle. */
    heldTooLong: z.boolean(),
  })
  .meta({ id: 'AgencyCheck' });
export type AgencyCheck = z.infer<typeof agencyCheckSchema>;

/** What one entry moves on the account of a fee item collected for others. */
interface Move {
  readonly day: string;
  /** Credit positive. */
  readonly fen: number;
  /** Money left for the third party. */
  readonly isPayOut: boolean;
}

/** Returns the ledger day of the oldest amount that pay-outs have not used; the oldest amounts go first. */
function oldestOf(moves: readonly Move[]): string | undefined {
  const out = sumFen(moves.filter(({ fen }) => fen < 0).map(({ fen }) => fen));
  let left = 0 - out;
  for (const { day, fen } of moves) {
    if (fen <= 0) continue;
    if (fen > left) return day;
    left -= fen;
  }
  return undefined;
}

/** Sums the entries of a fee item that is collected for others, page by page, from the first one on. */
export class AgencyMoney {
  readonly #account: string;
  readonly #feeItemId: string;
  readonly #moves: Move[] = [];

  constructor(feeItemId: string) {
    this.#feeItemId = feeItemId;
    this.#account = account.held(feeItemId);
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const fen = 0 - movedBy(entry, this.#account);
      const isPayOut = fen < 0 && entry.postings.some((one) => isMoney(one.account) && one.fen < 0);
      if (fen !== 0) this.#moves.push({ day: entry.postedOn, fen, isPayOut });
    }
  }

  /** Returns the check of a cycle (R25.4). Days are ledger days. */
  check({ from, to }: Span, { utilityFen, ownUseFen, lossFen }: UtilityBill): AgencyCheck {
    const until = this.#moves.filter(({ day }) => day <= to);
    const inCycle = until.filter(({ day }) => day >= from);
    const sumOf = (moves: readonly Move[]) => sumFen(moves.map(({ fen }) => fen));
    const billedFen = sumOf(inCycle.filter(({ isPayOut }) => !isPayOut));
    const differenceFen = sumFen([billedFen, ownUseFen, lossFen, 0 - utilityFen]);
    const heldSince = oldestOf(until);
    return {
      feeItemId: this.#feeItemId,
      from,
      to,
      billedFen,
      ownUseFen,
      lossFen,
      utilityFen,
      differenceFen,
      agrees: differenceFen === 0,
      owedBackFen: Math.max(0, differenceFen),
      paidOutFen: 0 - sumOf(inCycle.filter(({ isPayOut }) => isPayOut)),
      heldFen: sumOf(until),
      ...(heldSince !== undefined && { heldSince }),
      heldTooLong: heldSince !== undefined && daysAfter(heldSince, to) > daysAfter(from, to),
    };
  }
}
