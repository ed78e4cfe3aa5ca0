import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { enterEstate, visible } from '../../../../shared/http/access.ts';
import { deskRoles, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { unitOf } from '../../../register/owners/public.ts';
import { todayIn } from '../bill-context.ts';
import { checkVacancy } from './check-vacancy.ts';
import { setBy } from './discount.routes.ts';
import { discountLists, discounts, vacancies, vacanciesOf } from './discounts.store.ts';
import {
  assertForVacancy,
  assertNoOther,
  assertWithin,
  decideVacancy,
  endCauses,
  endVacancy,
  newVacancySchema,
  type Vacancy,
  vacancySchema,
  vacancyStatuses,
} from './vacancy.ts';

const vacancyPath = z.object({ vacancyId: z.string().max(64) });
const id = z.string().max(64);

/** Declares `POST /v1/fees/vacancies/{vacancyId}/<name>`. */
const operation = operationsOn({
  path: '/v1/fees/vacancies/{vacancyId}',
  params: vacancyPath,
  response: vacancySchema,
  load: async (call) => {
    const before = visible(await get(vacancies, call.params), call.caller);
    const discount = assertForVacancy(await get(discounts, before), before.estateId);
    const act = call.act();
    const done = { by: act.actor.id, at: act.recordedAt, today: await todayIn(before.estateId, call.now) };
    return { before, discount, act, done };
  },
  change: (decided: Change<Vacancy>) => decided,
  view: (after) => after,
});

function saveVacancy(before: Vacancy, after: Vacancy, act: ActionContext): Change<Vacancy> {
  const transaction = new Transaction().save(vacancies, after, before);
  const { vacancyId, unitId, from, status, ended } = after;
  const of = { vacancyId, unitId };
  if (ended) {
    const { on, cause } = ended;
    transaction.record(vacancies, after, 'VacancyEnded', { ...of, on, cause }, act);
  } else if (after.checks.length > before.checks.length) {
    const isVacant = after.checks.at(-1)?.isVacant ?? false;
    transaction.record(vacancies, after, 'VacancyChecked', { ...of, isVacant }, act);
  } else if (status === 'approved' && from !== undefined) {
    transaction.record(vacancies, after, 'VacancyApproved', { ...of, from }, act);
  } else {
    transaction.record(vacancies, after, 'VacancyRefused', of, act);
  }
  return { after, transaction };
}

/** Operations on vacancies (空置, R33.3): a written application, approved by another person. */
export const vacancyRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/fees/units/{unitId}/vacancies',
    operationId: 'requestVacancy',
    summary: 'Enter the written application for a vacant home',
    description: 'Another person approves it. The discount begins after the approval, never before.',
    allow: deskRoles,
    throws: ['not-a-vacancy-discount', 'not-in-vacancy', 'vacancy-exists'],
    params: z.object({ unitId: id }),
    body: newVacancySchema,
    status: 201,
    response: vacancySchema,
    handle: async (call) => {
      const { unitId, estateId, label } = visible(await unitOf(call.params.unitId), call.caller);
      const [discount, others] = await Promise.all([get(discounts, call.body), vacanciesOf(unitId)]);
      assertForVacancy(discount, estateId);
      assertNoOther(others);
      const today = await todayIn(estateId, call.now);
      assertWithin(call.body.appliedOn, { from: '2000-01-01', to: today });
      const act = call.act();
      const after: Vacancy = {
        vacancyId: newId('vac', call.now),
        estateId,
        unitId,
        unitLabel: label,
        ...call.body,
        status: 'asked',
        asked: { by: act.actor.id, at: act.recordedAt },
        checks: [],
        updatedAt: act.recordedAt,
        version: 1,
      };
      const { vacancyId } = after;
      const transaction = new Transaction()
        .save(vacancies, after)
        .record(vacancies, after, 'VacancyAsked', { vacancyId, unitId }, act);
      return call.commit(transaction, created(after, `/v1/fees/vacancies/${vacancyId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/vacancies',
    operationId: 'listVacancies',
    summary: 'List vacancies of an estate',
    description: 'Of a status oldest first, of a unit, or all with the latest change first.',
    allow: staffRoles,
    query: z.strictObject({
      ...pageQuery,
      estateId: id,
      status: z.enum(vacancyStatuses).optional(),
      unitId: id.optional(),
    }),
    response: pageOf(vacancySchema),
    handle: async ({ caller, query }) => {
      const { estateId, unitId, status, limit, cursor } = query;
      enterEstate(caller, estateId);
      if (unitId !== undefined) {
        const partition = discountLists.vacanciesOf(unitId);
        return ok(await list(vacancies, { index: 'mine', partition, limit, cursor, where: { estateId, status } }));
      }
      const inStatus = (one: string) => discountLists.vacanciesIn(estateId, one);
      return ok(await workList(vacancies, { all: discountLists.vacancies(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/vacancies/{vacancyId}',
    operationId: 'getVacancy',
    summary: 'Get a vacancy',
    description: 'With its checks by meter, and who requested and approved it.',
    allow: staffRoles,
    params: vacancyPath,
    response: vacancySchema,
    handle: async (call) => ok(visible(await get(vacancies, call.params), call.caller)),
  }),
  operation({
    name: 'approve',
    operationId: 'approveVacancy',
    summary: 'Approve a vacancy that another person entered',
    description: 'The discount begins on the next day, or on the first of the next month, as its terms say.',
    allow: setBy,
    throws: ['another-person-needed', 'illegal-state', 'not-a-vacancy-discount'],
    body: z.strictObject({}),
    run: ({ before, discount, act, done }) =>
      saveVacancy(before, decideVacancy(before, { as: 'approved', discount, today: done.today }, done), act),
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseVacancy',
    summary: 'Refuse a vacancy with a reason',
    description: 'The home keeps its full fees.',
    allow: setBy,
    throws: ['illegal-state', 'not-a-vacancy-discount'],
    body: z.strictObject({ reason: reasonSchema(1_000) }),
    run: ({ before, act, done }, { reason }) =>
      saveVacancy(before, decideVacancy(before, { as: 'refused', reason }, done), act),
  }),
  operation({
    name: 'check',
    operationId: 'checkVacancy',
    summary: 'Check by the meters that a home is vacant',
    description:
      'Compares each month since the start, at most the last twelve, with the limits of the discount. Usage above a limit ends the vacancy with the first day of that reading. Before the discount begins, it reads the last 31 days and ends nothing.',
    allow: deskRoles,
    throws: ['illegal-state', 'not-a-vacancy-discount', 'vacancy-checked-often'],
    body: z.strictObject({}),
    run: async ({ before, discount, act, done }) =>
      saveVacancy(before, await checkVacancy(before, discount, done), act),
  }),
  operation({
    name: 'end',
    operationId: 'endVacancy',
    summary: 'End a vacancy because the home is used',
    description:
      'The next billing run charges what was discounted from the first day of use on, and everything when the fewest months are not over.',
    allow: deskRoles,
    throws: ['illegal-state', 'not-a-vacancy-discount', 'not-in-vacancy'],
    body: z
      .strictObject({
        /** The first day of use. */
        on: dateSchema,
        cause: z.enum(endCauses),
        /** What shows it: a letter of the owner, a visit, a photo. */
        proof: reasonSchema(500),
      })
      .meta({ id: 'EndVacancyBody' }),
    run: ({ before, act, done }, input) => saveVacancy(before, endVacancy(before, input, done), act),
  }),
];
