import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, everybody, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { get, type Listing, list } from '../../../shared/store/table.ts';
import { changePerson, createPerson, registerPersonSchema } from './create-person.ts';
import { keepers } from './estate.routes.ts';
import { estateLists, estates, persons, personsByPhone, tenures, tenuresOfPerson } from './owners.store.ts';
import { type Person, personDetailsSchema } from './person.ts';
import { personViewSchema, viewOfPerson } from './person-view.ts';
import { tenureSchema } from './tenure.ts';

const personPath = z.object({ personId: z.string().max(64) });

/** Returns the person of a request. Residents see only their own entry. @throws Problem not-found. */
async function personFor(call: { params: { personId: string }; caller: Caller }): Promise<Person> {
  const { caller, params } = call;
  if (!isStaff(caller) && params.personId !== caller.personId) throw new Problem(problems.notFound);
  return visible(await get(persons, params), caller);
}

/** Roles that may change people. The front desk corrects phone numbers during calls. */
const deskAndKeepers: readonly Role[] = [...deskRoles, ...keepers];

export const personRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/persons',
    operationId: 'createPerson',
    summary: 'Create an owner or occupant (业主、使用人)',
    description:
      '`personId` may be chosen, so that a token can name the person; one that is in use answers 409 `id-taken`.',
    allow: deskAndKeepers,
    throws: ['id-taken'],
    params: estatePath,
    body: registerPersonSchema,
    status: 201,
    response: personViewSchema,
    handle: async (call) => {
      const { estateId } = visible(await get(estates, call.params), call.caller);
      const { personId = newId('per', call.now), ...details } = call.body;
      const { after, transaction } = createPerson({ personId, estateId }, details, call.act());
      return call.commit(transaction, created(viewOfPerson(after, call.caller), `/v1/persons/${personId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/persons',
    operationId: 'listPersons',
    summary: 'List the owners and occupants of an estate',
    description:
      'With `phone` those with that number in any notation; with `updatedSince` in the order of change. Phone number and e-mail address are masked for roles that do not contact people.',
    allow: staffRoles,
    params: estatePath,
    query: z
      .strictObject({
        ...pageQuery,
        updatedSince: instantSchema.optional(),
        phone: z.string().min(5).max(40).optional(),
      })
      .refine((query) => query.phone === undefined || query.updatedSince === undefined, {
        message: 'phone and updatedSince exclude each other',
      }),
    response: pageOf(personViewSchema),
    handle: async ({ caller, params: { estateId }, query: { updatedSince, phone, limit, cursor } }) => {
      enterEstate(caller, estateId);
      const found = await list(persons, { ...listingOf(estateId, { updatedSince, phone }), limit, cursor });
      return ok({ ...found, items: found.items.map((person) => viewOfPerson(person, caller)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/persons/{personId}',
    operationId: 'getPerson',
    summary: 'Get an owner or occupant',
    description:
      'Residents see only themselves. Phone number and e-mail address are masked for roles that do not contact people.',
    allow: everybody,
    params: personPath,
    response: personViewSchema,
    handle: async (call) => ok(viewOfPerson(await personFor(call), call.caller)),
  }),
  route({
    method: 'PUT',
    path: '/v1/persons/{personId}',
    operationId: 'changePerson',
    summary: 'Change an owner or occupant',
    description: 'Replaces all details. The front desk may do so during a call.',
    allow: deskAndKeepers,
    params: personPath,
    body: personDetailsSchema,
    response: personViewSchema,
    handle: async (call) => {
      const before = await personFor(call);
      unchangedSince(call.ifMatch, before);
      const change = changePerson(before, call.body, call.act());
      if (!change) return ok(viewOfPerson(before, call.caller));
      return call.commit(change.transaction, ok(viewOfPerson(change.after, call.caller)));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/persons/{personId}/tenures',
    operationId: 'listTenuresOfPerson',
    summary: 'List the tenures of a person, oldest first',
    description: 'Past tenures are included. Residents see only their own.',
    allow: everybody,
    params: personPath,
    query: z.strictObject(pageQuery),
    response: pageOf(tenureSchema),
    handle: async (call) => {
      const { personId } = await personFor(call);
      return ok(await list(tenures, { index: 'mine', partition: tenuresOfPerson(personId), ...call.query }));
    },
  }),
];

function listingOf(
  estateId: string,
  by: { updatedSince?: string | undefined; phone?: string | undefined },
): Pick<Listing, 'index' | 'partition' | 'sort'> {
  if (by.phone) return { index: 'mine', partition: personsByPhone(estateId, by.phone) };
  const partition = estateLists.persons(estateId);
  if (by.updatedSince) return { index: 'updates', partition, sort: changedSince(by.updatedSince) };
  return { index: 'lists', partition };
}
