import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { estateWith } from './meter-access.ts';
import { meterLists, unplacedReadings } from './meters.store.ts';
import { settleUnplaced, settleUnplacedSchema } from './settle-unplaced.ts';
import { unplacedReadingSchema, unplacedStates } from './unplaced-reading.ts';

const settlers: readonly Role[] = ['supervisor', 'manager', 'administrator'];

/** What meters showed at the keys of homes, and is of no meter yet. */
export const unplacedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/unplaced-readings',
    operationId: 'listUnplacedReadings',
    summary: 'What was read at the keys of homes and could not be entered: no meter, several, or one that refuses it',
    allow: staffRoles,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64), state: z.enum(unplacedStates).optional() }),
    response: pageOf(unplacedReadingSchema),
    handle: async ({ caller, query: { state, estateId, ...page } }) => {
      enterEstate(caller, estateId);
      const inStatus = (status: string) => meterLists.unplacedIn(estateId, status);
      const partitions = { all: meterLists.unplaced(estateId), inStatus };
      return ok(await workList(unplacedReadings, partitions, { status: state, ...page }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/unplaced-readings/{unplacedId}/settle',
    operationId: 'settleUnplacedReading',
    summary: 'Say of which meter of the home it is, and enter it there as any reading; or set it aside',
    allow: settlers,
    params: z.object({ unplacedId: z.string().max(64) }),
    body: settleUnplacedSchema,
    response: unplacedReadingSchema,
    handle: (call) =>
      retryOnConflict(async () => {
        const before = visible(await get(unplacedReadings, call.params), call.caller);
        unchangedSince(call.ifMatch, before);
        const { zone } = (await estateWith(before.estateId)).calendar;
        const { after, transaction } = await settleUnplaced(before, call.body, zone, call.act());
        return call.commit(transaction, ok(after));
      }),
  }),
];
