import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { uploadUrl } from '../../../shared/files/uploads.ts';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, created, ok, page, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { decodeCursor, encodeCursor } from '../../../shared/store/cursor.ts';
import { BadCursor, get, list } from '../../../shared/store/table.ts';
import { estateInReach, requireEstate, senderOf, staffOf } from '../../register/owners/public.ts';
import { feeItemNames } from '../fees/public.ts';
import { beginOpening } from '../ledger/public.ts';
import { openingPage } from './opening.page.ts';
import { errorsOf, openingLists, openings } from './opening.store.ts';
import {
  assertCutOver,
  mayBeValidated,
  newOpeningSchema,
  nextPart,
  type Opening,
  openingViewSchema,
  withSignature,
} from './opening.ts';
import { errorView, fileErrorViewSchema } from './opening-errors.ts';
import { fileKey } from './opening-file.ts';
import { readers, signers } from './roles.ts';

const openingPath = z.object({ openingId: z.string().max(64) });

function viewOf(opening: Opening) {
  const { at: _, run: __, ...view } = opening;
  return view;
}

/** Returns an opening with the addresses to which its files are uploaded. */
async function withUploads(opening: Opening) {
  const uploads = opening.files.map(async ({ kind, size }) => {
    return { kind, url: await uploadUrl({ key: fileKey(opening, kind), contentType: 'text/csv', size }) };
  });
  return { ...viewOf(opening), uploads: await Promise.all(uploads) };
}

async function openingFor({ params, caller }: { params: { openingId: string }; caller: Caller }): Promise<Opening> {
  return visible(await get(openings, params), caller);
}

/** Operations on the opening of an estate that comes from another system (R30). */
export const openingRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/opening/estates/{estateId}/openings',
    operationId: 'createOpening',
    summary: 'Create an opening from files of another system',
    description:
      'Upload each file with `PUT` to its address in `uploads`, then validate. Import units and people, and create fee items, before.',
    allow: signers,
    throws: ['cut-over-not-month-end'],
    params: estatePath,
    body: newOpeningSchema,
    status: 201,
    response: openingViewSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      assertCutOver(call.body.cutOverOn, dayIn(calendar.zone, call.now.toString()));
      const act = call.act();
      const openingId = newId('opn', call.now);
      const after: Opening = {
        ...call.body,
        openingId,
        estateId,
        state: 'open',
        run: 0,
        errors: 0,
        counts: [],
        signatures: [],
        loaded: 0,
        createdAt: act.recordedAt,
        createdBy: act.actor.id,
        updatedAt: act.recordedAt,
        version: 1,
      };
      const { cutOverOn } = after;
      const transaction = new Transaction()
        .save(openings, after)
        .record(openings, after, 'OpeningCreated', { openingId, cutOverOn }, act);
      return call.commit(transaction, created(await withUploads(after), `/v1/opening/openings/${openingId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/opening/estates/{estateId}/openings',
    operationId: 'listOpenings',
    summary: 'List the openings of an estate, latest first',
    description: 'At most one of them is ever loaded.',
    allow: readers,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(openingViewSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const partition = openingLists.ofEstate(params.estateId);
      const found = await list(openings, { index: 'lists', partition, descending: true, ...query });
      return ok({ ...found, items: found.items.map(viewOf) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/opening/openings/{openingId}',
    operationId: 'getOpening',
    summary: 'Get an opening: its progress, its trial balance, who signed',
    description:
      'Once validated, `trialBalance` is the dry run: what would be posted. Opening equity (4104) is the only amount that nobody entered.',
    allow: readers,
    params: openingPath,
    response: openingViewSchema,
    handle: async (call) => ok(viewOf(await openingFor(call))),
  }),
  route({
    method: 'GET',
    path: '/v1/opening/openings/{openingId}/document',
    operationId: 'getOpeningDocument',
    summary: 'Get an opening for print: trial balance, counts and signatures (期初余额表)',
    description:
      'Opening equity is marked as the only amount that nobody entered. The same version gives the same bytes in each language while the letterhead of the estate stays. Without `language`, the language of the request.',
    allow: readers,
    params: openingPath,
    query: z.strictObject({ language: languageSchema.optional() }),
    bodyLimits: { bytes: 256 * 1024 },
    response: 'html',
    handle: async (call) => {
      const opening = await openingFor(call);
      const { estateId, createdBy, trialBalance } = opening;
      const ids = [...new Set(trialBalance?.balances.flatMap(({ account }) => account.split(':').slice(2)))];
      const [{ calendar }, sender, people, items] = await Promise.all([
        requireEstate(estateId),
        senderOf(estateId),
        Promise.all([createdBy, ...ids].map(staffOf)),
        feeItemNames(ids),
      ]);
      const staff = people.flatMap((one): [string, string][] => (one ? [[one.staffId, one.name]] : []));
      const names = new Map([...items, ...staff]);
      const of = { opening, sender, zone: calendar.zone, preparedBy: names.get(createdBy) ?? createdBy, names };
      return page(openingPage(of, call.query.language ?? call.language));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/opening/openings/{openingId}/validate',
    operationId: 'validateOpening',
    summary: 'Validate the files of an opening',
    description:
      'In the background: each row against the register, then the sums against the balances of their accounts, to the fen. Posts nothing. May be repeated until somebody has signed.',
    allow: signers,
    throws: ['illegal-state'],
    params: openingPath,
    status: 202,
    response: openingViewSchema,
    handle: async (call) => {
      const before = await openingFor(call);
      unchangedSince(call.ifMatch, before);
      if (!mayBeValidated.includes(before.state)) throw illegalState(before.state, mayBeValidated);
      const act = call.act();
      const { digest: _, trialBalance: __, ...rest } = before;
      const after: Opening = {
        ...rest,
        state: 'validating',
        run: before.run + 1,
        errors: 0,
        counts: [],
        updatedAt: act.recordedAt,
        version: before.version + 1,
      };
      const { openingId } = after;
      const transaction = new Transaction()
        .save(openings, after, before)
        .record(openings, after, 'OpeningValidationRequested', { openingId }, act);
      return call.commit(transaction, accepted(viewOf(after), `/v1/opening/openings/${openingId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/opening/openings/{openingId}/errors',
    operationId: 'listOpeningErrors',
    summary: 'List the errors of an opening: file, line, column, value and rule',
    description: 'At most 1,000 errors are kept; the opening has the number of all.',
    allow: readers,
    params: openingPath,
    query: z.strictObject(pageQuery),
    response: pageOf(fileErrorViewSchema),
    handle: async (call) => {
      const opening = await openingFor(call);
      const { limit, cursor } = call.query;
      const filter = { openingErrors: opening.openingId, run: opening.run };
      const from = cursor === undefined ? 0 : decodeCursor(cursor, filter)?.from;
      if (typeof from !== 'number') throw new BadCursor('this cursor belongs to another list');
      const errors = await errorsOf(opening);
      const items = errors.slice(from, from + limit).map((error) => errorView(error, call.language));
      const to = from + limit;
      return ok({ items, ...(to < errors.length && { cursor: encodeCursor({ from: to }, filter) }) });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/opening/openings/{openingId}/sign',
    operationId: 'signOpening',
    summary: 'Sign the trial balance of an opening',
    description:
      'Two people sign the same `digest`; the second neither prepared nor signed it. The second signature begins the posting, which is done once. Afterwards mistakes are corrected by dated corrections only.',
    allow: signers,
    throws: [
      'another-signer-needed',
      'illegal-state',
      'ledger-in-use',
      'opening-digest-differs',
      'opening-posted-already',
    ],
    params: openingPath,
    body: z.strictObject({ digest: z.string().regex(/^[0-9a-f]{64}$/) }).meta({ id: 'SignOpeningBody' }),
    status: 202,
    response: openingViewSchema,
    handle: async (call) => {
      const before = await openingFor(call);
      unchangedSince(call.ifMatch, before);
      const act = call.act();
      const { id: by, name } = act.actor;
      const signed = withSignature(before, { by, name, at: act.recordedAt }, call.body.digest);
      const { openingId, estateId, cutOverOn: on, state } = signed;
      const first = state === 'loading' ? nextPart(signed.counts) : undefined;
      const after: Opening = {
        ...signed,
        ...(first && { at: first }),
        updatedAt: act.recordedAt,
        version: before.version + 1,
      };
      const transaction = new Transaction().save(openings, after, before);
      if (state === 'loading') {
        transaction.record(openings, after, 'OpeningApproved', { openingId, digest: call.body.digest }, act);
        const hasNumbers = signed.counts.some(({ kind, rows }) => kind === 'numbers' && rows > 0);
        await beginOpening(transaction, { estateId, on, openingId, hasNumbers }, act);
      } else transaction.record(openings, after, 'OpeningSigned', { openingId, digest: call.body.digest }, act);
      return call.commit(transaction, accepted(viewOf(after), `/v1/opening/openings/${openingId}`));
    },
  }),
];
