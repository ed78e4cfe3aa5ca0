import * as z from 'zod';
import { staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { accepted, ok, type Route, route } from '../../../../shared/http/route.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { list } from '../../../../shared/store/table.ts';
import { phaseFor, phasePath, planners } from '../handover-access.ts';
import { cancelDay, countLostBookings } from './cancel-day.ts';
import { cancelDaySchema, cancellations, cancellationsOf, cancellationViewSchema } from './cancellation.ts';

/** Routes to cancel handover days (取消交付日). Affected buyers are notified and book another time (D17). */
export const cancelRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/cancel-day',
    operationId: 'cancelHandoverDay',
    summary: 'Cancel a handover day or one of its stations',
    description:
      'Withdraws every slot that has not begun, after the answer: read the cancellation for its progress. Each buyer who had booked one is notified with the reason, and their home is put first on the waiting list for any day. With `dryRun` nothing is cancelled: the answer only counts slots and bookings.',
    allow: planners,
    throws: ['illegal-state', 'nothing-to-cancel', 'too-many-stations'],
    params: phasePath,
    query: z.strictObject({ dryRun: z.stringbool().default(false) }),
    body: cancelDaySchema,
    status: 202,
    response: z
      .object({
        day: dateSchema,
        stations: z.array(z.string()),
        slots: z.int(),
        reason: z.string(),
        /** Absent in a dry run. */
        cancellationId: z.string().optional(),
        /** Only in a dry run: bookings that would end. */
        bookings: z.int().optional(),
        /** Only in a dry run: buyers without an e-mail address, who need a call. */
        withoutAddress: z.int().optional(),
      })
      .meta({ id: 'CancelHandoverDayResponse' }),
    handle: async (call) => {
      const { phase } = await phaseFor(call);
      const { after, toCancel, transaction } = await cancelDay(phase, call.body, call.act());
      const { day, stations, reason, cancellationId } = after;
      const what = { day, stations, reason, slots: toCancel.length };
      const location = `/v1/handovers/phases/${phase.phaseId}/cancelled-days`;
      if (call.query.dryRun) return accepted({ ...what, ...(await countLostBookings(toCancel)) }, location);
      return call.commit(transaction, accepted({ ...what, cancellationId }, location));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/cancelled-days',
    operationId: 'listCancelledHandoverDays',
    summary: 'List the cancelled days and stations of a phase, with their progress',
    description: '`state` and the counts show how far a cancellation is.',
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
