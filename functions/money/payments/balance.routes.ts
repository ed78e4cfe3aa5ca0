import * as z from 'zod';
import { enterEstate } from '../../../shared/http/access.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { feesPolicy, openBillsOf, partsOpenOn, partsSchema, totalOf } from '../fees/public.ts';
import { accountOf, fundsOfPayer } from '../ledger/public.ts';
import { readersAndPayer } from './payment.routes.ts';
import { mustBeOwn } from './payment-access.ts';

const keptSchema = z.object({ purpose: z.string(), fen: fenSchema }).meta({ id: 'PaymentKept' });
const balancesSchema = z
  .object({
    estateId: z.string(),
    payerId: z.string(),
    /** The day for which the late charge was calculated. */
    on: dateSchema,
    /** What is open of all bills, late charge included. */
    owedFen: fenSchema,
    bills: z.array(
      z.object({
        billId: z.string(),
        unitId: z.string(),
        unitLabel: z.string(),
        dueOn: dateSchema,
        open: partsSchema,
        openFen: fenSchema,
      }),
    ),
    /** The sum of `prepaid`. */
    prepaidFen: fenSchema,
    /** By purpose: `general`, a fee item, or the id of a prepaid meter. */
    prepaid: z.array(keptSchema),
    /** The sum of `deposits`. */
    depositsFen: fenSchema,
    /** By purpose: what each secures. */
    deposits: z.array(keptSchema),
  })
  .meta({ id: 'Balances' });

const sumOf = (all: readonly { fen: number }[]) => all.reduce((sum, { fen }) => sum + fen, 0);

/** Routes of the balances of a payer. */
export const balanceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/payments/estates/{estateId}/payers/{payerId}/balances',
    operationId: 'getPayerBalances',
    summary: 'Get the balances of a payer',
    description:
      'Open bills with late charge as of today, prepaid money and deposits by purpose, in fen. Residents see only their own.',
    allow: readersAndPayer,
    throws: ['stale'],
    params: z.object({ estateId: z.string().max(64), payerId: z.string().min(1).max(64) }),
    response: balancesSchema,
    handle: async ({ caller, params, now }) => {
      const { estateId, payerId } = params;
      enterEstate(caller, estateId);
      mustBeOwn(payerId, caller);
      const [estate, fees, open, kept] = await Promise.all([
        requireEstate(estateId),
        feesPolicy.of(estateId),
        openBillsOf(estateId, payerId),
        fundsOfPayer(estateId, payerId),
      ]);
      const on = dayIn(estate.calendar.zone, now.toString());
      const bills = open.map((bill) => {
        const { billId, unitId, unitLabel, dueOn } = bill;
        const parts = partsOpenOn(bill, on, fees);
        return { billId, unitId, unitLabel, dueOn, open: parts, openFen: totalOf(parts) };
      });
      const of = (...kinds: readonly string[]) =>
        kept.flatMap(({ account, fen }) => {
          const { kind: its, ids } = accountOf(account);
          return kinds.includes(its) && fen !== 0 ? [{ purpose: ids[1] ?? '', fen }] : [];
        });
      const [prepaid, deposits] = [of('prepaid', 'meter'), of('deposit')];
      const owedFen = bills.reduce((sum, { openFen }) => sum + openFen, 0);
      const sums = { owedFen, prepaidFen: sumOf(prepaid), depositsFen: sumOf(deposits) };
      return ok({ estateId, payerId, on, ...sums, bills, prepaid, deposits });
    },
  }),
];
