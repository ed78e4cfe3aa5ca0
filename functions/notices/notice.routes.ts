import * as z from 'zod';
import { enterEstate, visible } from '../../shared/http/access.ts';
import { deskRoles, type Role } from '../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../shared/http/route.ts';
import { instantSchema } from '../../shared/kernel/time.ts';
import { get, list } from '../../shared/store/table.ts';
import { announce, announceSchema } from './announce.ts';
import { type Notice, noticeSchema } from './notice.ts';
import { withoutTokens } from './notice-links.ts';
import { noticeLists, notices } from './notices.store.ts';

const readers: readonly Role[] = [...deskRoles, 'auditor'];

/** The full written record of a notice. */
const noticeViewSchema = noticeSchema.omit({ nextDueAt: true, unsubscribeUrl: true }).meta({ id: 'Notice' });
/** A notice in lists: recipient and outcome, without text and address. */
const noticeSummarySchema = noticeViewSchema
  .omit({ text: true, html: true })
  .extend({ recipient: noticeSchema.shape.recipient.omit({ address: true }) })
  .meta({ id: 'NoticeSummary' });

/** Returns a notice for staff. Removes the tokens of links, because a link acts in its reader's name. */
function viewOf(notice: Notice): Notice {
  return { ...notice, text: withoutTokens(notice.text), html: withoutTokens(notice.html) };
}

/** Operations on notices: the written record of what was sent to whom. */
export const noticeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/notices',
    operationId: 'listNotices',
    summary: 'List the notices of an estate or about one subject',
    description:
      'Latest first; with `updatedSince` in the order of change, which excludes `aboutId`. Text and address are only in the single notice.',
    allow: readers,
    query: z
      .strictObject({
        ...pageQuery,
        estateId: z.string().max(64),
        aboutId: z.string().max(64).optional(),
        updatedSince: instantSchema.optional(),
      })
      .refine(({ aboutId, updatedSince }) => aboutId === undefined || updatedSince === undefined, {
        message: 'aboutId and updatedSince exclude each other',
        path: ['updatedSince'],
      }),
    response: pageOf(noticeSummarySchema),
    handle: async ({ caller, query }) => {
      const { estateId, aboutId, limit, cursor } = query;
      enterEstate(caller, estateId);
      if (aboutId === undefined) return ok(await latestOrChanged(notices, noticeLists.notices(estateId), query));
      const partition = noticeLists.about(estateId, aboutId);
      return ok(await list(notices, { index: 'mine', partition, descending: true, limit, cursor }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/notices/{noticeId}',
    operationId: 'getNotice',
    summary: 'Get a notice with its full text and its outcome',
    description: 'Links are shown without their tokens, because a link acts in the name of its reader.',
    allow: readers,
    params: z.object({ noticeId: z.string().max(64) }),
    response: noticeViewSchema,
    handle: async ({ caller, params }) => ok(viewOf(visible(await get(notices, params), caller))),
  }),
  route({
    method: 'POST',
    path: '/v1/notices',
    operationId: 'writeNotice',
    summary: 'Write a notice to a person',
    description:
      'The notice waits while quiet hours apply. Marketing needs consent without a later opt-out, and the policy of the estate limits its number. A service notice without a reachable address opens a call task. One that advertises answers 422 `advertising-in-service`.',
    allow: ['manager'],
    throws: ['advertising-in-service', 'marketing-cap', 'no-consent'],
    body: announceSchema,
    status: 201,
    otherStatuses: [200],
    response: noticeViewSchema,
    handle: async (call) => {
      const { notice, transaction } = await announce(call.body, call.caller, call.act(), call.now);
      return call.commit(transaction, created(viewOf(notice), `/v1/notices/${notice.noticeId}`));
    },
  }),
];
