import * as z from 'zod';
import { enterEstate, visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff, type Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get, list } from '../../../shared/store/table.ts';
import { holdsUnit } from '../../register/owners/public.ts';
import { type Advance, advanceSchema, advanceStatuses, chargeAdvanceSchema, endAdvanceSchema } from './advance.ts';
import { advanceLists, advances } from './advances.store.ts';
import { billReaders, deskAndCashier } from './bill-access.ts';
import { loadBillContext } from './bill-context.ts';
import { advanceProblems, approveAdvance, chargeAdvance, loadSubject, refuseAdvance } from './charge-advance.ts';
import { approveEnd, refuseEnd, requestEnd } from './decide-end.ts';

const advancePath = z.object({ advanceId: z.string().max(64) });
const id = z.string().max(64);
/** Roles that decide on months in advance that others asked for. */
const deciders: readonly Role[] = ['manager', 'administrator'];

/** Rejects residents who are not the payer. @throws Problem not-found. */
function assertPayer(caller: Caller, payerId: string): void {
  if (!isStaff(caller) && caller.personId !== payerId) throw new Problem(problems.notFound);
}

/**
 * Rejects residents who neither own the unit nor live in it, before anything is told about it.
 * @throws Problem not-found.
 */
async function assertHolder(caller: Caller, { unitId, from }: { unitId: string; from: string }): Promise<void> {
  const mayAsk = isStaff(caller) || (await holdsUnit(caller.personId, unitId, from));
  if (!mayAsk) throw new Problem(problems.notFound);
}

/** Declares `POST /v1/fees/advances/{advanceId}/<name>`: a decision on months in advance. */
const operation = operationsOn({
  path: '/v1/fees/advances/{advanceId}',
  params: advancePath,
  response: advanceSchema,
  load: async (call) => {
    const before = visible(await get(advances, call.params), call.caller);
    return { ...(await loadBillContext(before.estateId, call.act(), call.now)), before };
  },
  change: (decided: Change<Advance>) => decided,
  view: (after) => after,
});

/** Operations on service months that are charged in advance (预收, R24). */
export const advanceRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/fees/advances',
    operationId: 'chargeAdvance',
    summary: 'Charge service months in advance (预收)',
    description:
      'At most twelve months that begin after today, for a unit and fee item together with what was billed before; none after the contract’s end. The bill is out at once and keeps its price; unpaid before the first month, it lapses. When the limit is reached and the contract’s end is unknown, another person has to approve. Residents charge themselves.',
    allow: ['resident', ...deskAndCashier],
    throws: [...advanceProblems, 'money-not-there', 'move-too-far-back', 'unknown-unit'],
    body: chargeAdvanceSchema,
    status: 201,
    response: advanceSchema,
    handle: async (call) => {
      const { caller, body } = call;
      await assertHolder(caller, body);
      const subject = await loadSubject(body);
      const { estateId } = subject.unit;
      enterEstate(caller, estateId);
      const context = await loadBillContext(estateId, call.act(), call.now);
      const mayCharge = (payerId: string) => assertPayer(caller, payerId);
      const { after, transaction } = await chargeAdvance(body, subject, mayCharge, context);
      return call.commit(transaction, created(after, `/v1/fees/advances/${after.advanceId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/advances',
    operationId: 'listAdvances',
    summary: 'List service months charged in advance',
    description: 'Of a status oldest first, of a unit, or all of an estate with the latest change first.',
    allow: billReaders,
    query: z.strictObject({
      ...pageQuery,
      estateId: id,
      status: z.enum(advanceStatuses).optional(),
      unitId: id.optional(),
    }),
    response: pageOf(advanceSchema),
    handle: async ({ caller, query }) => {
      const { estateId, unitId, status, limit, cursor } = query;
      enterEstate(caller, estateId);
      if (unitId !== undefined) {
        const partition = advanceLists.ofUnit(unitId);
        return ok(await list(advances, { index: 'mine', partition, limit, cursor, where: { estateId, status } }));
      }
      const inStatus = (one: NonNullable<typeof status>) => advanceLists.inStatus(estateId, one);
      return ok(await workList(advances, { all: advanceLists.advances(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/advances/{advanceId}',
    operationId: 'getAdvance',
    summary: 'Get service months charged in advance',
    description: 'With what each month earns, and the entries of the months that are revenue. Residents get their own.',
    allow: ['resident', ...billReaders],
    params: advancePath,
    response: advanceSchema,
    handle: async ({ caller, params }) => {
      const advance = visible(await get(advances, params), caller);
      assertPayer(caller, advance.payerId);
      return ok(advance);
    },
  }),
  operation({
    name: 'approve',
    operationId: 'approveAdvance',
    summary: 'Approve months in advance that another person asked for',
    description: 'Needed when the limit is reached and the contract’s end is unknown. The bill is out at once.',
    allow: deciders,
    throws: [
      ...advanceProblems,
      'another-person-needed',
      'illegal-state',
      'money-not-there',
      'move-too-far-back',
      'unknown-unit',
    ],
    body: z.strictObject({ reason: z.string().max(1_000).optional() }),
    run: (context, { reason }) => approveAdvance(context.before, reason, context),
  }),
  operation({
    name: 'request-end',
    operationId: 'requestAdvanceEnd',
    summary: 'Request the early end of months in advance',
    description:
      'Such as a move or another company. What was not served goes back: the amount less the exact fee to `through`. With `arrears` it pays open bills first, which needs the payer’s signed consent.',
    allow: deskAndCashier,
    throws: ['end-outside-advance', 'illegal-state'],
    body: endAdvanceSchema,
    run: (context, input) => requestEnd(context.before, input, context),
  }),
  operation({
    name: 'approve-end',
    operationId: 'approveAdvanceEnd',
    summary: 'Approve the early end of months in advance',
    description:
      'By another person than the one who asked. What was paid of the unserved months can then be refunded from its payment.',
    allow: deciders,
    throws: ['another-person-needed', 'bill-is-full', 'illegal-state', 'money-not-there', 'move-too-far-back'],
    body: z.strictObject({ reason: z.string().max(1_000).optional() }),
    run: (context, { reason }) => approveEnd(context.before, reason, context),
  }),
  operation({
    name: 'refuse-end',
    operationId: 'refuseAdvanceEnd',
    summary: 'Refuse the early end of months in advance',
    description: 'The months go on. The person who asked may withdraw this way.',
    allow: deciders,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(1_000) }),
    run: (context, { reason }) => refuseEnd(context.before, reason, context),
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseAdvance',
    summary: 'Refuse months in advance with a reason',
    description: 'Nothing is charged. The person who asked may withdraw this way.',
    allow: deciders,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(1_000) }),
    run: (context, { reason }) => refuseAdvance(context.before, reason, context),
  }),
];
