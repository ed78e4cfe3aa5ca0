import { account, earnedFor, type VatMethod } from './account.ts';
import type { Posting } from './posting.ts';

/** The tax in an amount: its method, its rate in percent, and the tax itself, fen. */
export interface VatPart {
  readonly method: VatMethod;
  readonly percent: string;
  readonly taxFen: number;
}

/** What a fee item earned, fen, tax included. Without `vat` it is not taxed. */
export interface Earned {
  readonly feeItemId: string;
  /** Collected on behalf of another party (代收, R4.8). */
  readonly held?: boolean;
  /** Held for the owners on the remuneration system (酬金制, R34.5). */
  readonly ownersFund?: boolean | undefined;
  readonly fen: number;
  readonly vat?: VatPart | undefined;
  /** Charged for months that are not served yet (R24.1): neither revenue nor due tax. */
  readonly advanceId?: string | undefined;
}

/**
 * Returns the credits of what a fee item earned (R23.7): net as revenue, then the tax on the account of its
 * method and rate. A tax posting follows its revenue; `VatOfPeriod` relies on that. Negative amounts are
 * debits. A line in advance credits the liability and the pending tax (R24.1).
 * @throws RangeError for tax on money collected for others, and for more tax than the amount.
 */
export function earnedPostings(line: Earned): Posting[] {
  const { fen, vat, held = false, ownersFund = false } = line;
  const taxFen = vat?.taxFen ?? 0;
  if ((held || ownersFund) && taxFen !== 0) throw new RangeError('money held for others is not taxed');
  if (Math.abs(taxFen) > Math.abs(fen) || taxFen * fen < 0) throw new RangeError(`${taxFen} fen of tax in ${fen} fen`);
  const earned = { account: earnedFor(line), fen: taxFen - fen };
  if (!vat || taxFen === 0) return [earned];
  const tax = line.advanceId === undefined ? account.vat(vat) : account.pendingVat(vat.percent);
  return [earned, { account: tax, fen: -taxFen }];
}

/** Returns the debits that take earned amounts back: revenue and tax (R21.6). */
export function unearnedPostings(line: Earned): Posting[] {
  return earnedPostings(line).map((posting) => ({ ...posting, fen: 0 - posting.fen }));
}
