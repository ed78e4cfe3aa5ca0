import * as z from 'zod';
import { enterEstate, estatePath } from '../../../shared/http/access.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { AgencyMoney, agencyCheckSchema } from './agency-check.ts';
import { ledgerFor } from './close-ledger.ts';
import { ledgerReaders } from './ledger-access.ts';
import { pagesOfEntries } from './read-ledger.ts';

const amount = z.coerce.number().pipe(fenSchema.min(0));

/** Routes of money collected for third parties (代收代付, R25). */
export const agencyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/agency-checks/{feeItemId}',
    operationId: 'checkAgencyMoney',
    summary: 'Check what was collected for a third party against its bill',
    description:
      'For a cycle of ledger days: billed to residents, own use and agreed loss must be the bill of the utility. What residents were billed too much is owed back. `heldTooLong` says that money is held for more than one cycle.',
    allow: ledgerReaders,
    throws: ['no-ledger'],
    params: z.object({ ...estatePath.shape, feeItemId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) }),
    query: z
      .strictObject({
        /** The first ledger day of the cycle. */
        from: dateSchema,
        /** The last ledger day of the cycle. */
        to: dateSchema,
        /** The bill of the utility, fen. */
        utilityFen: amount,
        /** The company’s own use, fen. */
        ownUseFen: amount.default(0),
        /** The agreed loss between main and sub meters, fen. */
        lossFen: amount.default(0),
      })
      .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' }),
    response: agencyCheckSchema,
    handle: async ({ caller, params, query }) => {
      const { estateId, feeItemId } = params;
      enterEstate(caller, estateId);
      const { openedOn } = await ledgerFor(estateId);
      const { from, to, ...bill } = query;
      const sums = new AgencyMoney(feeItemId);
      for await (const entries of pagesOfEntries(estateId, { from: openedOn, to })) sums.add(entries);
      return ok(sums.check({ from, to }, bill));
    },
  }),
];
