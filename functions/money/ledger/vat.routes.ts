import * as z from 'zod';
import { enterEstate, estatePath } from '../../../shared/http/access.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays, correspondingDay } from '../../../shared/kernel/periods.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { ledgerReaders } from './ledger-access.ts';
import { pagesOfEntries } from './read-ledger.ts';
import { VatOfPeriod, vatSummarySchema } from './vat-period.ts';
import { taxpayerKindSchema, taxpayerOn, vatCertainties, vatRateSchema, vatRatesOn, vatTermsOn } from './vat-rates.ts';

const monthPath = z.object({ ...estatePath.shape, month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/) });

const ratesSchema = z
  .object({
    on: dateSchema,
    /** Null where the estate has set none: nothing is taxed. */
    taxpayer: taxpayerKindSchema.nullable(),
    rates: z.array(
      vatRateSchema.extend({
        /** How sure a rate of the law is; absent on rates that the estate has set. */
        certainty: z.enum(vatCertainties).optional(),
      }),
    ),
  })
  .meta({ id: 'VatRates' });

/** Routes of value added tax (增值税, R23). */
export const vatRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/vat-rates',
    operationId: 'getVatRates',
    summary: 'Get the rates of value added tax that apply to an estate on a day',
    description:
      'By default today. Classes that are not listed are not taxed. The ledger policy sets taxpayer and rates.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject({ on: dateSchema.optional() }),
    response: ratesSchema,
    handle: async ({ caller, params, query, now }) => {
      const { calendar } = await estateInReach(caller, params.estateId);
      const on = query.on ?? dayIn(calendar.zone, now.toString());
      const settings = await ledgerPolicy.of(params.estateId);
      return ok({ on, taxpayer: taxpayerOn(settings, on)?.kind ?? null, rates: vatRatesOn(settings, on) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/vat-summaries/{month}',
    operationId: 'getVatSummary',
    summary: 'Get sales and value added tax of a month or quarter by rate',
    description:
      'By ledger day, from the entries. `months=3` gives the quarter that begins with the month. With `waterItems` it computes the tax of resold water on what was billed less `waterPaidFen`.',
    allow: ledgerReaders,
    params: monthPath,
    query: z.strictObject({
      /** Months of the period. */
      months: z.enum(['1', '3']).default('1'),
      /** Fee items of resold water, separated by commas. */
      waterItems: z.string().max(1_000).optional(),
      /** What was paid to the waterworks for the period, fen. */
      waterPaidFen: z.coerce.number().pipe(fenSchema.min(0)).default(0),
    }),
    response: vatSummarySchema,
    handle: async ({ caller, params, query }) => {
      const { estateId, month } = params;
      enterEstate(caller, estateId);
      const from = `${month}-01`;
      const months = query.months === '3' ? 3 : 1;
      const to = addDays(correspondingDay(from, { months }), -1);
      const sums = new VatOfPeriod(query.waterItems?.split(','));
      for await (const entries of pagesOfEntries(estateId, { from, to })) sums.add(entries);
      const settings = await ledgerPolicy.of(estateId);
      const taxpayer = taxpayerOn(settings, to)?.kind;
      const percent = vatTermsOn(settings, 'water', to)?.percent;
      const water =
        query.waterItems === undefined || percent === undefined ? undefined : { paidFen: query.waterPaidFen, percent };
      return ok(sums.summary({ from, to, months, taxpayer, water }));
    },
  }),
];
