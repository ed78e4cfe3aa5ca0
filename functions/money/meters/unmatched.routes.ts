import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { meterLists, unmatchedReadings } from './meters.store.ts';
import { readingProblems } from './reading-refusals.ts';
import { settleUnmatched, settleUnmatchedSchema } from './settle-unmatched.ts';
import { unmatchedReadingSchema, unmatchedStates } from './unmatched-reading.ts';

const settlers: readonly Role[] = ['supervisor', 'manager', 'administrator'];

/** Operations on readings at handovers that belong to no meter yet. */
export const unmatchedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/meters/unmatched-readings',
    operationId: 'listUnmatchedReadings',
    summary: 'List readings at handovers that could not be entered',
    description: 'The unit has no such meter, has several, or the meter refuses the value.',
    allow: staffRoles,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64), state: z.enum(unmatchedStates).optional() }),
    response: pageOf(unmatchedReadingSchema),
    handle: async ({ caller, query: { state, estateId, ...page } }) => {
      enterEstate(caller, estateId);
      const inStatus = (status: string) => meterLists.unmatchedIn(estateId, status);
      const partitions = { all: meterLists.unmatched(estateId), inStatus };
      return ok(await workList(unmatchedReadings, partitions, { status: state, ...page }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/meters/unmatched-readings/{unmatchedId}/settle',
    operationId: 'settleUnmatchedReading',
    summary: 'Settle an unmatched reading',
    description:
      'With `meterId` the value is entered for that meter of the unit. Without it the value is set aside and stays on record.',
    allow: settlers,
    throws: [...readingProblems, 'illegal-state', 'unknown-meter'],
    params: z.object({ unmatchedId: z.string().max(64) }),
    body: settleUnmatchedSchema,
    response: unmatchedReadingSchema,
    handle: async (call) => {
      const before = visible(await get(unmatchedReadings, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const { zone } = (await requireEstate(before.estateId)).calendar;
      const { after, transaction } = await settleUnmatched(before, call.body, zone, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
];
