import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { lowered } from '../../../shared/http/policy-change.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { accountSchema } from './account.ts';
import { cashDesk } from './ledger-access.ts';
import { taxpayerSchema, vatRateSchema } from './vat-rates.ts';
import { neutralVouchers, voucherFormatSchema } from './vouchers.ts';

/** What an estate has set for its ledger. */
export const ledgerPolicy = policy({
  context: 'ledger',
  table: 'ledger',
  remember: false,
  twoPeople: {
    tightens: {
      transitOverdueAfter: lowered,
      transitRefusedAfter: lowered,
      channelFeePermille: lowered,
      drawerMaximumFen: lowered,
      drawerFloatFen: lowered,
      differenceToldAfterDays: lowered,
    },
    limitOf: { drawerMaximumFen: cashDesk, drawerFloatFen: cashDesk, depositBy: cashDesk },
    zoneOf,
  },
  details: z.strictObject({
    /**
     * The days after a deposit slip within which a bank line of exactly its amount may confirm it (R20.7).
     */
    transitMatchDays: z.int().min(0).max(30),
    /** Money in transit for more banking days than this is overdue (R20.7). */
    transitOverdueAfter: z.int().min(0).max(30),
    /** Money in transit for more banking days than this blocks the close of a day (R20.7). */
    transitRefusedAfter: z.int().min(0).max(30),
    /**
     * The highest fee of a channel, in thousandths of its payout. No source document proves the fee by
     * itself.
     */
    channelFeePermille: z.int().min(0).max(100).default(20),
    /** How far each named bank account may go below zero, fen. Other accounts may not (R20.3). */
    overdrafts: z
      .array(
        z.strictObject({ bankAccountId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), fen: fenSchema.min(0).max(1e12) }),
      )
      .max(50)
      .refine((all) => new Set(all.map(({ bankAccountId }) => bankAccountId)).size === all.length, {
        message: 'each account only once',
      }),
    /** Above this amount in a drawer its cashier is asked to deposit (R20.8), fen. Cash is never refused. */
    drawerMaximumFen: fenSchema.min(0).max(1e12).default(500_000),
    /** What stays in each drawer as change (备用金, R20.8), fen. */
    drawerFloatFen: fenSchema.min(0).max(1e12).default(50_000),
    /** The time of the next banking day by which takings are deposited and the drawer is counted (R20.8). */
    depositBy: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .default('12:00'),
    /** A difference on account 1901 that is older than this is told, and again after as many days (R20.5). */
    differenceToldAfterDays: z.int().min(1).max(90).default(7),
    /** Bank and channel accounts whose statements need the hash of the file and both balances (R20.13). */
    accountsWithProof: z.array(accountSchema).max(50).default([]),
    /** How vouchers for the accounting program are written (R31). */
    vouchers: voucherFormatSchema.default(neutralVouchers),
    /** Taxpayer kinds (增值税纳税人) of the estate's company; without one nothing is taxed (R23.1). */
    taxpayer: z.array(taxpayerSchema).max(20).default([]),
    /** Rates that precede those of `getVatRates`. */
    vatRates: z.array(vatRateSchema).max(60).default([]),
  }),
  defaults: {
    overdrafts: [],
    accountsWithProof: [],
    drawerMaximumFen: 500_000,
    drawerFloatFen: 50_000,
    depositBy: '12:00',
    differenceToldAfterDays: 7,
    transitMatchDays: 7,
    transitOverdueAfter: 1,
    transitRefusedAfter: 3,
    channelFeePermille: 20,
    vouchers: neutralVouchers,
    taxpayer: [],
    vatRates: [],
  },
  effect: 'A published bill keeps its value added tax.',
});
export type LedgerPolicy = z.output<typeof ledgerPolicy.schema>;
