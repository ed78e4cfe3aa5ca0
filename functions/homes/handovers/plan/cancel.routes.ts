import * as z from 'zod';
import { type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { accepted, ok, type Route, route } from '../../../../shared/http/route.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { list } from '../../../../shared/store/table.ts';
import { phaseFor } from '../estate-for.ts';
import { cancelDay, whoLosesHisTime } from './cancel-day.ts';
import { cancelDaySchema, cancellations, cancellationsOf, cancellationViewSchema } from './cancellation.ts';

const phasePath = z.object({ phaseId: z.string().max(64) });
const plannedBy: readonly Role[] = ['manager', 'administrator'];

/** Days that a phase loses (取消交付日): everybody who had a place is told and chooses another time (D17). */
export const cancelRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/cancel-day',
    operationId: 'cancelHandoverDay',
    summary:
      'Cancel a day, or one station on it: what has not begun is withdrawn and whoever had a place is written to; with dryRun=true only say to how many',
    allow: plannedBy,
    params: phasePath,
    query: z.strictObject({ dryRun: z.stringbool().default(false) }),
    body: cancelDaySchema,
    status: 202,
    response: z.object({
      day: dateSchema,
      stations: z.array(z.string()),
      slots: z.int(),
      reason: z.string(),
      /** Not in a dry run. */
      cancellationId: z.string().optional(),
      /** Counted in a dry run: bookings that would end, and buyers without an address, who would be called. */
      bookings: z.int().optional(),
      withoutAddress: z.int().optional(),
    }),
    handle: async (call) => {
      const { phase } = await phaseFor(call);
      const { after, toCancel, transaction } = await cancelDay(phase, call.body, call.act());
      const { day, stations, reason, cancellationId } = after;
      const what = { day, stations, reason, slots: toCancel.length };
      const location = `/v1/handovers/phases/${phase.phaseId}/cancelled-days`;
      if (call.query.dryRun) return accepted({ ...what, ...(await whoLosesHisTime(toCancel)) }, location);
      return call.commit(transaction, accepted({ ...what, cancellationId }, location));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/cancelled-days',
    operationId: 'listCancelledHandoverDays',
    summary: 'Days and stations that were cancelled, by day, each with how far it is worked off',
    allow: staffRoles,
    params: phasePath,
    query: z.strictObject(pageQuery),
    response: pageOf(cancellationViewSchema),
    handle: async (call) => {
      const { phaseId } = (await phaseFor(call)).phase;
      return ok(await list(cancellations, { index: 'lists', partition: cancellationsOf(phaseId), ...call.query }));
    },
  }),
];
