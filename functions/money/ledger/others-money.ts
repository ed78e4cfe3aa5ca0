import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { sumFen } from './posting.ts';

/*
 * Money of others (R25.6), as far as it was received: what is collected for third parties, top-ups of meters,
 * deposits and common income of the owners. It must be there in cash and at banks at every close.
 */

/** Kinds of accounts of others' money, by the first parts of their codes. */
const ofOthers = {
  agency: 'liabilities:held',
  meter: 'liabilities:meter',
  deposit: 'liabilities:deposit',
  common: 'liabilities:common',
} as const;
/** What payers still owe of it (1221, R25.1): it is no money yet. */
const agencyOwed = 'assets:agency-receivable';
const kinds = ['agency', 'meter', 'deposit', 'common'] as const;
const cashAndBanks = ['assets:cash', 'assets:bank'];
const onItsWay = ['assets:channel', 'assets:transit'];

export const othersMoneySchema = z
  .object({
    /** Collected for third parties and not paid out, fen. */
    agencyFen: fenSchema,
    /**
     * Paid out to third parties and not yet collected, fen: the company has advanced it, at its risk (R25.3).
     * Absent on closes before there was a receivable for it.
     */
    advancedFen: fenSchema.optional(),
    meterFen: fenSchema,
    depositFen: fenSchema,
    commonFen: fenSchema,
    /** Cash and banks, fen. */
    moneyFen: fenSchema,
    /** At payment channels and in transit, fen. It does not count. */
    onItsWayFen: fenSchema,
    /** What cash and banks are short of others' money, fen: 0 when it is all there. */
    shortFen: fenSchema,
  })
  .meta({ id: 'OthersMoney' });
export type OthersMoney = z.infer<typeof othersMoneySchema>;

/** Returns the money of others by balances of a close (`balanceKey`), fen, debit positive (R25.6). */
export function othersMoneyIn(balances: Readonly<Record<string, number>>): OthersMoney {
  const sumOf = (...roots: readonly string[]) =>
    sumFen(
      Object.entries(balances).flatMap(([key, fen]) =>
        roots.some((root) => key === root || key.startsWith(`${root}:`)) ? [fen] : [],
      ),
    );
  const [billedFen = 0, meterFen = 0, depositFen = 0, commonFen = 0] = kinds.map((kind) => 0 - sumOf(ofOthers[kind]));
  const collectedFen = sumFen([billedFen, 0 - sumOf(agencyOwed)]);
  const [agencyFen, advancedFen] = [Math.max(0, collectedFen), Math.max(0, 0 - collectedFen)];
  const moneyFen = sumOf(...cashAndBanks);
  const shortFen = Math.max(0, sumFen([agencyFen, meterFen, depositFen, commonFen]) - moneyFen);
  const money = { moneyFen, onItsWayFen: sumOf(...onItsWay), shortFen };
  return { agencyFen, advancedFen, meterFen, depositFen, commonFen, ...money };
}
