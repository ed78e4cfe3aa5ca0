import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { everybody, reaches, roles, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { get, getMany, list } from '../../../shared/store/table.ts';
import {
  changeStaff,
  createStaff,
  endEmployment,
  endEmploymentSchema,
  mustHaveColleagues,
  mustKnowSkills,
  registerStaffSchema,
  visibleColleague,
} from './create-staff.ts';
import { keepers } from './estate.routes.ts';
import { estateLists, estates, memberships, persons, staff } from './owners.store.ts';
import { personViewSchema, viewOfPerson } from './person-view.ts';
import { staffDetailsSchema, staffSchema } from './staff.ts';

const staffPath = z.object({ staffId: z.string().max(64) });

export const staffRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/staff',
    operationId: 'createStaff',
    summary: 'Create a staff member with grants, trades, shifts, deputy and supervisor',
    description:
      'A grant is a role at an estate. The caller must administer every estate in `grants`; cashiers, managers and administrators are appointed by who administers the whole company. Deputy and supervisor must work in one of them.',
    allow: keepers,
    throws: [
      'grant-by-head-office',
      'id-taken',
      'not-in-this-estate',
      'own-grants',
      'own-deputy',
      'unknown-colleague',
      'unknown-skill',
    ],
    params: estatePath,
    body: registerStaffSchema,
    status: 201,
    response: staffSchema,
    handle: async (call) => {
      const { estateId } = visible(await get(estates, call.params), call.caller);
      const { after, transaction } = createStaff(estateId, call.body, call.caller, call.act());
      await Promise.all([mustHaveColleagues(after.staffId, after), mustKnowSkills(after)]);
      return call.commit(transaction, created(after, `/v1/staff/${after.staffId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/staff',
    operationId: 'listStaff',
    summary: 'List the staff of an estate',
    description: 'Staff who work in several estates are listed in each.',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(staffSchema),
    handle: async ({ caller, params: { estateId }, query }) => {
      enterEstate(caller, estateId);
      const members = await list(memberships, { index: 'lists', partition: estateLists.staff(estateId), ...query });
      return ok({ ...members, items: await getMany(staff, members.items) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/staff/{staffId}',
    operationId: 'getStaff',
    summary: 'Get a staff member',
    description: 'Only staff who share an estate with the caller.',
    allow: staffRoles,
    params: staffPath,
    response: staffSchema,
    handle: async ({ caller, params }) => ok(visibleColleague(await get(staff, params), caller)),
  }),
  route({
    method: 'PUT',
    path: '/v1/staff/{staffId}',
    operationId: 'changeStaff',
    summary: 'Change a staff member',
    description:
      'Replaces all details. The caller must administer every estate of a grant that is added or removed; cashiers, managers and administrators are appointed by who administers the whole company, and nobody by themselves. A change of grants is in force everywhere within a minute.',
    allow: keepers,
    throws: ['grant-by-head-office', 'illegal-state', 'own-deputy', 'own-grants', 'unknown-colleague', 'unknown-skill'],
    params: staffPath,
    body: staffDetailsSchema,
    response: staffSchema,
    handle: async (call) => {
      const before = visibleColleague(await get(staff, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      await Promise.all([mustHaveColleagues(before.staffId, call.body), mustKnowSkills(call.body)]);
      const change = changeStaff(before, call.body, call.caller, call.act());
      return change ? call.commit(change.transaction, ok(change.after)) : ok(before);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/staff/{staffId}/end-employment',
    operationId: 'endEmployment',
    summary: 'End the employment of a staff member',
    description:
      'From then on they may do nothing: each function forgets their grants within a minute. Their entry stays, because records name them. The caller must administer every estate in which they work.',
    allow: keepers,
    throws: ['illegal-state'],
    params: staffPath,
    body: endEmploymentSchema,
    response: staffSchema,
    handle: async (call) => {
      const before = visibleColleague(await get(staff, call.params), call.caller);
      const { after, transaction } = endEmployment(before, call.body, call.caller, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/me',
    operationId: 'getMe',
    summary: "Get the caller's roles, estates and entry in the register",
    description:
      "`person` and `staff` are the caller's entries; each is absent when there is none. `*` in `estates` stands for all.",
    allow: everybody,
    response: z
      .object({
        personId: z.string(),
        name: z.string().optional(),
        /** Their roles, each at some of their estates. */
        roles: z.array(z.enum(roles)),
        estates: z.array(z.string()),
        /** What they may do: roles at estates, such as `resident@sunshine`. */
        grants: z.array(z.string()),
        /** The caller's entry as owner or occupant. */
        person: personViewSchema.optional(),
        /** The caller's entry as a staff member. */
        staff: staffSchema.optional(),
      })
      .meta({ id: 'GetMeResponse' }),
    handle: async ({ caller }) => {
      const { personId, name, estates: own } = caller;
      const [person, colleague] = await Promise.all([get(persons, { personId }), get(staff, { staffId: personId })]);
      return ok({
        personId,
        ...(name && { name }),
        roles: roles.filter((role) => caller.grants?.some((grant) => grant.role === role)),
        estates: [...own],
        grants: caller.grants?.map(({ role, estateId }) => `${role}@${estateId}`) ?? [],
        ...(person && reaches(caller, person.estateId) && { person: viewOfPerson(person, caller) }),
        ...(colleague && { staff: colleague }),
      });
    },
  }),
];
