import * as z from 'zod';
import { enterEstate, estatePath } from '../../../shared/http/access.ts';
import { everybody, type Role, staffRoles } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { heldItemSchema } from './held-reading.ts';
import { meterFor, meterPath, meterTerms } from './meter-access.ts';
import { accounts, heldReadings, meterLists } from './meters.store.ts';
import { pageByTime } from './read-account.ts';
import { readingProblems } from './reading-refusals.ts';
import { readingsOf, readingViewSchema } from './reading-view.ts';
import { readingsRecordedSchema, recordReadings, recordReadingsSchema } from './record-readings.ts';
import {
  confirmReading,
  correctReading,
  correctReadingSchema,
  type Reviewed,
  reverseReading,
  reverseReadingSchema,
} from './review-reading.ts';

/** Roles that read meters. The gateway of devices signs in as an operator. */
const readers: readonly Role[] = ['operator', 'technician', 'supervisor', 'manager', 'administrator'];
const reviewers: readonly Role[] = ['supervisor', 'manager', 'administrator'];
const readingPath = z.object({ ...meterPath.shape, readingId: z.string().max(64) });

/** A period between two instants, both included. */
export const stretchQuery = z.strictObject({
  ...pageQuery,
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});

type ReadingCall = Parameters<typeof meterFor>[0] & { params: { readingId: string } };

/** Reviews a reading under its meter's terms. */
async function review(
  call: ReadingCall & { commit: Parameters<Route['run']>[0]['commit'] },
  work: (terms: Awaited<ReturnType<typeof meterTerms>>) => Promise<Reviewed>,
): Promise<Reply> {
  const { meter, zone } = await meterFor(call);
  const { view, transaction } = await work(await meterTerms(meter, zone));
  return transaction ? call.commit(transaction, ok(view)) : ok(view);
}

/** Operations on readings (抄表, D24). */
export const readingRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/meters/estates/{estateId}/readings',
    operationId: 'recordReadings',
    summary: 'Record up to 1,000 readings',
    description:
      'Each reading is judged by itself, and the results keep the order. A known reading is a duplicate. An abnormal one is held and counts only when confirmed.',
    allow: readers,
    throws: [...readingProblems, 'unknown-meter'],
    locksKey: 'A thousand readings of many meters do not fit into one transaction.',
    params: estatePath,
    body: recordReadingsSchema,
    bodyLimits: { bytes: 512 * 1024, values: 16_000 },
    response: readingsRecordedSchema,
    handle: async (call) => {
      enterEstate(call.caller, call.params.estateId);
      return ok(await recordReadings(call.params.estateId, call.body.readings, call.act(), call.language));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters/{meterId}/readings',
    operationId: 'listReadings',
    summary: 'List the readings of a meter with their results',
    description: 'In order of time, reversed ones included.',
    allow: everybody,
    params: meterPath,
    query: stretchQuery,
    response: pageOf(readingViewSchema),
    handle: async (call) => {
      const { meter, zone } = await meterFor(call);
      const account = await get(accounts, meter);
      if (!account) return ok({ items: [] });
      return ok(await pageByTime(account, call.query, zone, (day) => readingsOf(day, zone)));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters/held-readings',
    operationId: 'listHeldReadings',
    summary: 'List the held readings of an estate',
    description: 'Earliest first, at most 20 of a meter.',
    allow: staffRoles,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64) }),
    response: pageOf(heldItemSchema),
    handle: async ({ caller, query: { estateId, ...page } }) => {
      enterEstate(caller, estateId);
      return ok(await list(heldReadings, { index: 'lists', partition: meterLists.held(estateId), ...page }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/meters/{meterId}/readings/{readingId}/confirm',
    operationId: 'confirmReading',
    summary: 'Confirm a held reading',
    description: 'It then counts. 409 for a reading that contradicts another one: correct or reverse one of them.',
    allow: reviewers,
    throws: ['cannot-be-confirmed', 'day-is-full', 'illegal-state', 'too-much-at-once'],
    params: readingPath,
    response: readingViewSchema,
    handle: (call) => review(call, (terms) => confirmReading(terms, call.params.readingId, call.act())),
  }),
  route({
    method: 'POST',
    path: '/v1/meters/{meterId}/readings/{readingId}/reverse',
    operationId: 'reverseReading',
    summary: 'Reverse a reading',
    description: 'It no longer counts, and stays on record with the reason.',
    allow: reviewers,
    throws: ['day-is-full', 'illegal-state', 'too-much-at-once'],
    params: readingPath,
    body: reverseReadingSchema,
    response: readingViewSchema,
    handle: (call) =>
      review(call, (terms) => reverseReading(terms, call.params.readingId, call.body.reason, call.act())),
  }),
  route({
    method: 'POST',
    path: '/v1/meters/{meterId}/readings/{readingId}/correct',
    operationId: 'correctReading',
    summary: 'Correct a reading',
    description: 'Reverses it and enters the right one, which is the answer.',
    allow: reviewers,
    throws: [...readingProblems, 'illegal-state', 'nothing-to-correct'],
    params: readingPath,
    body: correctReadingSchema,
    response: readingViewSchema,
    handle: (call) => review(call, (terms) => correctReading(terms, call.params.readingId, call.body, call.act())),
  }),
];
