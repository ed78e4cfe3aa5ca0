import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { deskRoles, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { changedSince, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { operationsOn } from '../../../shared/http/operations.ts';
import { type Call, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dateSchema, dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { namedTimeline, personOf, requireEstate, unitOf } from '../../register/owners/public.ts';
import {
  addTitleNote,
  completeStep,
  decideFault,
  enterContract,
  faultSchema,
  stepDoneSchema,
  titleNoteSchema,
  withdrawStep,
  withdrawStepSchema,
} from './change-title.ts';
import { enterFundBalance, fundBalanceSchema } from './fund-balance.ts';
import { judgeDocument, judgementSchema, submissionSchema, submitDocument } from './judge-document.ts';
import { openTitle } from './open-title.ts';
import type { TitleChange } from './save-title.ts';
import { saleContractSchema } from './title-dossier.ts';
import { titlePageRoute } from './title-page.routes.ts';
import { titleViewOf, titleViewSchema } from './title-view.ts';
import { titlesPolicy } from './titles.policy.ts';
import { titleDossiers, titleLists, titleRulesOf } from './titles.store.ts';

/** Roles that read dossiers: all staff except technicians. */
const readers: readonly Role[] = staffRoles.filter((role) => role !== 'technician');
/** Roles that decide fault and exemptions, which cost money. */
const deciders: readonly Role[] = ['supervisor', 'manager'];
const id = z.string().max(64);
const titlePath = z.object({ dossierId: id });

const notOfEstate = problemKind('not-of-the-register', 400, {
  'zh-CN': '本小区没有登记「{what}」。请核对编号，或先登记。',
  'zh-TW': '本社區沒有登錄「{what}」。請核對編號，或先登錄。',
  en: '{what} is not in the register of this estate. Check the id, or register them first.',
});

/** Loads the context of a request for a dossier. Buyers only reach their own. @throws Problem not-found. */
async function titleFor({ params, caller, now, act, language }: Call<{ dossierId: string }, unknown, unknown>) {
  const before = visible(await get(titleDossiers, params), caller);
  if (!isStaff(caller) && before.buyerId !== caller.personId) throw new Problem(problems.notFound);
  const { calendar } = await requireEstate(before.estateId);
  return { before, act: act(), calendar, today: dayIn(calendar.zone, now.toString()), language };
}

const operation = operationsOn({
  path: '/v1/titles/dossiers/{dossierId}',
  params: titlePath,
  response: titleViewSchema,
  load: titleFor,
  change: (decided: TitleChange) => decided,
  view: (after, { today }, { caller }) => titleViewOf(after, caller, today),
});

const listQuery = z.strictObject({
  ...pageQuery,
  estateId: id,
  /** Only dossiers changed after this instant, in order of change. */
  updatedSince: instantSchema.optional(),
});

/** Lists dossiers by unit, or with `updatedSince` in order of change. Buyers get their own. */
async function listTitles({ caller, query, now }: Call<unknown, z.output<typeof listQuery>, unknown>): Promise<Reply> {
  const { estateId, limit, cursor, updatedSince } = query;
  enterEstate(caller, estateId);
  const { calendar } = await requireEstate(estateId);
  const ofEstate = titleLists.ofEstate(estateId);
  const found = !isStaff(caller)
    ? await list(titleDossiers, {
        index: 'mine' as const,
        partition: titleLists.ofBuyer(caller.personId),
        where: { estateId },
        limit,
        cursor,
      })
    : updatedSince === undefined
      ? await list(titleDossiers, { index: 'lists', partition: ofEstate, limit, cursor })
      : await list(titleDossiers, {
          index: 'updates',
          partition: ofEstate,
          sort: changedSince(updatedSince),
          limit,
          cursor,
        });
  const today = dayIn(calendar.zone, now.toString());
  return ok({ ...found, items: found.items.map((dossier) => titleViewOf(dossier, caller, today)) });
}

/** Routes of title dossiers (办证, D20): documents, receipts, steps, fund and tax. */
export const titleRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/titles/dossiers',
    operationId: 'openTitleDossier',
    summary: 'Open the title dossier of a home and its buyer',
    description:
      'The delivery of a home opens it automatically. The buyer must be in the register of the estate. A buyer has one dossier for a home.',
    allow: deskRoles,
    throws: ['no-rate-for-building', 'not-of-the-register', 'title-already-open'],
    body: z.strictObject({
      unitId: id,
      buyerId: id,
      deliveredOn: dateSchema.optional(),
      contract: saleContractSchema.optional(),
    }),
    status: 201,
    response: titleViewSchema,
    handle: async (call) => {
      const { unitId, buyerId, deliveredOn, contract } = call.body;
      const unit = visible(await unitOf(unitId), call.caller);
      const [estate, buyer, rules] = await Promise.all([
        requireEstate(unit.estateId),
        personOf(buyerId),
        titleRulesOf(unit.estateId),
      ]);
      if (buyer?.estateId !== unit.estateId) throw new Problem(notOfEstate, { what: buyerId });
      const handlerId = call.caller.personId;
      const opening = { unit, buyerId, deliveredOn, contract, handlerId, handover: undefined };
      const { after, transaction } = openTitle(opening, estate, rules, call.act());
      const today = dayIn(estate.calendar.zone, call.now.toString());
      const view = titleViewOf(after, call.caller, today);
      return call.commit(transaction, created(view, `/v1/titles/dossiers/${after.dossierId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/titles/dossiers',
    operationId: 'listTitleDossiers',
    summary: 'List the title dossiers of an estate',
    description: 'Sorted by unit; with `updatedSince` in the order of change. A buyer gets only their own.',
    allow: ['resident', ...readers],
    query: listQuery,
    response: pageOf(titleViewSchema),
    handle: listTitles,
  }),
  route({
    method: 'GET',
    path: '/v1/titles/dossiers/{dossierId}',
    operationId: 'getTitleDossier',
    summary: 'Get a title dossier with progress, missing items, fund and tax',
    description: 'A buyer only reaches their own, without the names of staff. Amounts of damages are as of today.',
    allow: ['resident', ...readers],
    params: titlePath,
    response: titleViewSchema,
    handle: async (call) => {
      const { before, today } = await titleFor(call);
      return ok(titleViewOf(before, call.caller, today));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/titles/dossiers/{dossierId}/events',
    operationId: 'listTitleEvents',
    summary: 'List the events of a title dossier, oldest first',
    allow: readers,
    params: titlePath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => {
      const { before } = await titleFor(call);
      return ok(await namedTimeline('handovers', titleDossiers.key(before).pk, call.query));
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/titles/dossiers/{dossierId}/contract',
    operationId: 'changeTitleContract',
    summary: 'Enter or correct the contract of sale in a title dossier',
    description:
      'Documents, first payment and damages are recalculated by the tables of the contract day, and the deed tax by that of its declaration, until then of today. The handover of the home then requires that first payment.',
    allow: deskRoles,
    throws: ['no-rate-for-building'],
    params: titlePath,
    body: saleContractSchema,
    response: titleViewSchema,
    handle: async (call) => {
      const context = await titleFor(call);
      unchangedSince(call.ifMatch, context.before);
      const rules = await titleRulesOf(context.before.estateId);
      const { after, transaction } = enterContract(context, call.body, rules);
      return call.commit(transaction, ok(titleViewOf(after, call.caller, context.today)));
    },
  }),
  operation({
    name: 'submit-document',
    operationId: 'submitTitleDocument',
    summary: 'Record that a document was handed in for a title dossier',
    description: 'Also again after a rejection.',
    allow: ['resident', ...deskRoles],
    throws: ['illegal-state', 'unknown-document'],
    body: submissionSchema,
    run: submitDocument,
  }),
  operation({
    name: 'judge-document',
    operationId: 'judgeTitleDocument',
    summary: 'Accept or reject a document of a title dossier',
    description: 'Only a document that was handed in. The buyer reads the reason of a rejection.',
    allow: deskRoles,
    throws: ['illegal-state', 'unknown-document'],
    body: judgementSchema,
    run: judgeDocument,
  }),
  operation({
    name: 'complete-step',
    operationId: 'completeTitleStep',
    summary: 'Mark a step of a title dossier as done',
    description:
      'Steps before the application can be done in any order, the others in sequence. The application is refused with everything that is missing. Receipts of an authority need their number, and must cover the amount due unless an exemption is noted.',
    allow: deskRoles,
    throws: [
      'application-incomplete',
      'day-in-the-future',
      'not-paid-in-full',
      'receipt-needed',
      'receipt-taken',
      'step-not-open',
    ],
    body: stepDoneSchema,
    run: async (context, input) => {
      const isTax = input.step === 'deed-tax-receipt';
      return completeStep(context, input, isTax ? await titleRulesOf(context.before.estateId) : undefined);
    },
  }),
  operation({
    name: 'withdraw-step',
    operationId: 'withdrawTitleStep',
    summary: 'Withdraw a title step that was entered by mistake',
    description: 'Only while no later step depends on it. Its receipt number is free again.',
    allow: deciders,
    throws: ['step-not-open'],
    body: withdrawStepSchema,
    run: withdrawStep,
  }),
  operation({
    name: 'decide-fault',
    operationId: 'decideTitleFault',
    summary: 'Decide whether a late title is the fault of the seller',
    description:
      'With fault, `yearlyRate` sets the damages: the rate of the contract, or the rate for overdue loans where it sets none.',
    allow: deciders,
    body: faultSchema,
    run: decideFault,
  }),
  operation({
    name: 'fund-balance',
    operationId: 'enterFundBalance',
    summary: 'Enter the balance of the maintenance fund that the authority reports',
    description:
      'Below 30 % of the first payment the buyer gets one letter and has 30 days to top it up. A balance older than the last one is rejected.',
    allow: deskRoles,
    throws: ['day-in-the-future', 'first-payment-unknown', 'older-balance'],
    body: fundBalanceSchema,
    run: enterFundBalance,
  }),
  operation({
    name: 'notes',
    operationId: 'addTitleNote',
    summary: 'Add a note of an exemption, a refund or a written demand to a title dossier',
    description:
      'After an exemption about fund or tax, its receipt needs no minimum amount. A demand is always about the delivery; its day is when it reached the developer.',
    allow: deciders,
    throws: ['day-in-the-future'],
    body: titleNoteSchema,
    run: addTitleNote,
  }),
  titlePageRoute,
  ...titlesPolicy.routes,
];
