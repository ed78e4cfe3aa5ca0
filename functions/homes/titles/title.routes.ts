import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { changedSince, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { policyRoutes } from '../../../shared/http/policy.ts';
import { type Call, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dateSchema, dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { type Estate, estateOf, personOf, unitOf } from '../../register/owners/public.ts';
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
import { judgeDocument, judgementSchema, submitDocument } from './judge-document.ts';
import { openTitle } from './open-title.ts';
import type { TitleChange, TitleDesk } from './save-title.ts';
import { saleContractSchema, type TitleDossier } from './title-dossier.ts';
import { titlePageRoute } from './title-page.routes.ts';
import { titleViewOf, titleViewSchema } from './title-view.ts';
import { defaultTitlesPolicy, titlesPolicyDetailsSchema } from './titles.policy.ts';
import { titleDossiers, titleLists, titlePolicies, titleRulesOf } from './titles.store.ts';

/** Those of ours who read dossiers: all but the technicians. */
const readers: readonly Role[] = staffRoles.filter((role) => role !== 'technician');
/** Those who say whose fault a delay is, and what is granted: it costs money. */
const deciders: readonly Role[] = ['supervisor', 'manager'];
const id = z.string().max(64);
const titlePath = z.object({ dossierId: id });

const notOfEstate = problemKind('not-of-the-register', 400, {
  'zh-CN': '本小区没有登记「{what}」。',
  'zh-TW': '本社區沒有登記「{what}」。',
  en: '{what} is not on the register of this estate.',
});

async function estateIn(estateId: string): Promise<Estate> {
  const estate = await estateOf(estateId);
  if (!estate) throw new Problem(problems.notFound);
  return estate;
}

interface CallOnTitle {
  readonly params: { readonly dossierId: string };
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/** The dossier that a request is about; a buyer sees his own. @throws Problem not-found. */
async function titleFor({
  params,
  caller,
  now,
}: CallOnTitle): Promise<{ dossier: TitleDossier; estate: Estate; today: string }> {
  const dossier = visible(await get(titleDossiers, params), caller);
  if (!isStaff(caller) && dossier.buyerId !== caller.personId) throw new Problem(problems.notFound);
  const estate = await estateIn(dossier.estateId);
  return { dossier, estate, today: dayIn(estate.calendar.zone, now.toString()) };
}

/** `POST /v1/titles/dossiers/{dossierId}/<name>`: a named change of a dossier. */
function operation<S extends z.ZodType>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: (dossier: TitleDossier, input: z.output<S>, desk: TitleDesk) => TitleChange;
}): Route {
  const { name, run, ...rest } = declaration;
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/titles/dossiers/{dossierId}/${name}`,
    params: titlePath,
    response: titleViewSchema,
    handle: (call) => perform(call, (dossier, desk) => run(dossier, call.body, desk)),
  });
}

async function perform(
  call: Call<{ dossierId: string }, unknown, unknown>,
  run: (dossier: TitleDossier, desk: TitleDesk) => TitleChange,
): Promise<Reply> {
  const { dossier, estate, today } = await titleFor(call);
  unchangedSince(call.ifMatch, dossier);
  const { calendar } = estate;
  const change = run(dossier, { act: call.act(), calendar, today, language: call.language });
  return call.commit(change.transaction, ok(titleViewOf(change.after, call.caller, today)));
}

const listQuery = z.strictObject({
  ...pageQuery,
  estateId: id,
  /** Only what changed after this instant, in the order of change. */
  updatedSince: instantSchema.optional(),
});

/** By unit; with `updatedSince` in the order of change. A buyer gets his own. */
async function listTitles({ caller, query, now }: Call<unknown, z.output<typeof listQuery>, unknown>): Promise<Reply> {
  const { estateId, limit, cursor, updatedSince } = query;
  enterEstate(caller, estateId);
  const { calendar } = await estateIn(estateId);
  const ofEstate = titleLists.ofEstate(estateId);
  const found = !isStaff(caller)
    ? await list(titleDossiers, {
        ...{ index: 'mine' as const, partition: titleLists.ofBuyer(caller.personId), where: { estateId } },
        ...{ limit, cursor },
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

/** Dossiers of title (办证, D20): papers, receipts and steps to the certificate; fund and tax with their arithmetic. */
export const titleRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/titles/dossiers',
    operationId: 'openTitleDossier',
    summary: 'Open the dossier of a home and its buyer; after a handover here it opens by itself',
    allow: deskRoles,
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
        estateIn(unit.estateId),
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
    summary: 'Dossiers of an estate, by unit or in the order of change, or of the buyer who asks',
    allow: ['resident', ...readers],
    query: listQuery,
    response: pageOf(titleViewSchema),
    handle: listTitles,
  }),
  route({
    method: 'GET',
    path: '/v1/titles/dossiers/{dossierId}',
    operationId: 'getTitleDossier',
    summary: 'One dossier: how far it is, what is missing, fund and tax with their arithmetic',
    allow: ['resident', ...readers],
    params: titlePath,
    response: titleViewSchema,
    handle: async (call) => {
      const { dossier, today } = await titleFor(call);
      return ok(titleViewOf(dossier, call.caller, today));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/titles/dossiers/{dossierId}/events',
    operationId: 'listTitleEvents',
    summary: 'The written record, oldest first',
    allow: readers,
    params: titlePath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => {
      const { dossier } = await titleFor(call);
      return ok(await timeline('handovers', titleDossiers.key(dossier).pk, call.query));
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/titles/dossiers/{dossierId}/contract',
    operationId: 'changeTitleContract',
    summary: 'Enter or correct what the contract says; papers, fund, tax and damages for late delivery follow from it',
    allow: deskRoles,
    params: titlePath,
    body: saleContractSchema,
    response: titleViewSchema,
    handle: async (call) => {
      const { dossier } = await titleFor(call);
      const rules = await titleRulesOf(dossier.estateId);
      return perform(call, (now, desk) => enterContract(now, call.body, rules, desk));
    },
  }),
  operation({
    name: 'submit-document',
    operationId: 'submitTitleDocument',
    summary: 'A paper was handed in, for the first time or again',
    allow: ['resident', ...deskRoles],
    body: z.strictObject({ document: z.string().max(40) }),
    run: (dossier, { document }, desk) => submitDocument(dossier, document, desk),
  }),
  operation({
    name: 'judge-document',
    operationId: 'judgeTitleDocument',
    summary: 'Accept a paper, or reject it with the reason that its buyer reads',
    allow: deskRoles,
    body: judgementSchema,
    run: judgeDocument,
  }),
  operation({
    name: 'complete-step',
    operationId: 'completeTitleStep',
    summary:
      'Enter that a step is done; the application only when nothing is missing, and all that is missing is named',
    allow: deskRoles,
    body: stepDoneSchema,
    run: completeStep,
  }),
  operation({
    name: 'withdraw-step',
    operationId: 'withdrawTitleStep',
    summary: 'Take back a step that was entered wrongly; its receipt is free again',
    allow: deciders,
    body: withdrawStepSchema,
    run: withdrawStep,
  }),
  operation({
    name: 'decide-fault',
    operationId: 'decideTitleFault',
    summary: 'Decide whether a delay is the seller’s fault; his damages follow (R9.1)',
    allow: deciders,
    body: faultSchema,
    run: decideFault,
  }),
  operation({
    name: 'fund-balance',
    operationId: 'enterFundBalance',
    summary: 'What the authority says is left of the fund; below 30 % of the first payment its buyer is told (R7.3)',
    allow: deskRoles,
    body: fundBalanceSchema,
    run: enterFundBalance,
  }),
  operation({
    name: 'notes',
    operationId: 'addTitleNote',
    summary: 'Note an exemption, a refund or the buyer’s written demand to deliver, with its paper',
    allow: deciders,
    body: titleNoteSchema,
    run: addTitleNote,
  }),
  titlePageRoute,
  ...policyRoutes({
    context: 'titles',
    entity: titlePolicies,
    details: titlesPolicyDetailsSchema,
    defaultOf: defaultTitlesPolicy,
  }),
];
