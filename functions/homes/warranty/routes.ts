import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, everybody, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { holdsUnit, requireEstate, type Unit, unitOf } from '../../register/owners/public.ts';
import { ticketOf } from '../../service/tickets/public.ts';
import { parts, termsVersion } from '../handovers/public.ts';
import { type HomeWarranty, homeWarrantyDetailsSchema, homeWarrantySchema } from './home-warranty.ts';
import { answered, saidOf, ticketWarrantySchema } from './ticket-warranty.ts';
import { warrantyPolicy } from './warranty.policy.ts';
import { homeWarranties, termsOfHome, ticketWarranties } from './warranty.store.ts';
import { coverOf, exclusions, liabilityOf } from './warranty.ts';

const unitPath = z.object({ unitId: z.string().max(64) });
const ticketPath = z.object({ ticketId: z.string().max(64) });
/** Roles that enter the warranty days of a home. Few may, because these days decide who pays. */
const enterers: readonly Role[] = ['supervisor', 'manager', 'administrator'];

const noDays = problemKind('days-of-home-unknown', 409, {
  'zh-CN': '该房屋的竣工验收日或交付日未登记。请先由主管登记（PUT /v1/warranty/units/{unitId}）。',
  'zh-TW': '該房屋的竣工驗收日或交付日未登錄。請先由主管登錄（PUT /v1/warranty/units/{unitId}）。',
  en: 'The acceptance day or delivery day of this home is not entered. Have a supervisor enter it first (PUT /v1/warranty/units/{unitId}).',
});
const fromHandover = problemKind('days-from-handover', 409, {
  'zh-CN': '该房屋在本系统中交付，保修起算日不能另行登记。请以交付记录为准。',
  'zh-TW': '該房屋在本系統中交付，保固起算日不能另行登錄。請以交付記錄為準。',
  en: 'This home was handed over in this system, so its warranty days cannot be entered. Use the days of its handover.',
});
const noRepair = problemKind('no-repair-of-a-home', 409, {
  'zh-CN': '该工单不是已注明房屋的报修单，不能判定保修。请先更改工单类型或补填房屋。',
  'zh-TW': '該工單不是已註明房屋的報修單，不能判定保固。請先更改工單類型或補填房屋。',
  en: 'This ticket is not a repair of a unit. Change its type or add its unit first.',
});

const day = dateSchema.optional();
const answerSchema = z
  .object({
    unitId: z.string(),
    estateId: z.string(),
    /** Source of the days. With `unknown`, the answer has no cover. */
    from: z.enum(['handover', 'entered', 'unknown']),
    acceptedOn: day,
    deliveredOn: day,
    /** Version of the rules that decided. */
    rule: z.string(),
    part: parts.optional(),
    foundOn: day,
    /** Whether the part is common to several homes (公共部位). */
    common: z.boolean().optional(),
    /** Last covered days: by the contractor, by law, by contract, and in total for the buyer. */
    cover: z
      .object({
        contractorUntil: day,
        floorUntil: day,
        promisedUntil: day,
        buyerUntil: day,
        /** Whether the contract promises less than the legal minimum, which then applies. */
        promisedTooLittle: z.boolean(),
      })
      .optional(),
    liability: ticketWarrantySchema
      .pick({ payer: true, answersToOwner: true, why: true, until: true, rule: true })
      .optional(),
    /** Version of the entered days; 0 when nothing was entered. */
    version: z.int(),
  })
  .meta({ id: 'WarrantyAnswer' });

/**
 * Returns a unit that the caller may see: staff those of their estates, residents those they hold today.
 * @throws Problem not-found.
 */
async function unitFor(unitId: string, caller: Caller, at: string): Promise<{ unit: Unit; today: string }> {
  const unit = visible(await unitOf(unitId), caller);
  const { calendar } = await requireEstate(unit.estateId);
  const today = dayIn(calendar.zone, at);
  if (!isStaff(caller) && !(await holdsUnit(caller.personId, unitId, today))) throw new Problem(problems.notFound);
  return { unit, today };
}

/** Routes of the warranty (保修, D15): cover of a home, who pays, and the answer for a ticket. */
export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/warranty/units/{unitId}',
    operationId: 'getWarranty',
    summary: 'Get the warranty days of a home',
    description:
      'With `part` also its cover and who pays for a defect found on `foundOn`. Residents reach the units that they hold today. `from` is `unknown` when the days are not known.',
    allow: everybody,
    params: unitPath,
    query: z.strictObject({
      part: parts.optional(),
      /** Default: today. */
      foundOn: day,
      common: z.enum(['true', 'false']).default('false'),
    }),
    response: answerSchema,
    handle: async ({ caller, params, query, now }) => {
      const { unit, today } = await unitFor(params.unitId, caller, now.toString());
      const { unitId, estateId } = unit;
      const [known, entered] = await Promise.all([termsOfHome(unitId), get(homeWarranties, { unitId })]);
      const about = { unitId, estateId, rule: termsVersion, version: entered?.version ?? 0 };
      if (!known) return ok({ ...about, from: 'unknown' });
      const { home, terms, from } = known;
      const { acceptedOn, deliveredOn } = home;
      const { part, foundOn = today } = query;
      if (part === undefined) return ok({ ...about, from, acceptedOn, deliveredOn });
      const common = query.common === 'true';
      const liability = liabilityOf({ part, foundOn, common }, home, terms);
      const cover = coverOf(part, home, terms);
      return ok({ ...about, from, acceptedOn, deliveredOn, part, foundOn, common, cover, liability });
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/warranty/units/{unitId}',
    operationId: 'changeHomeWarranty',
    summary: 'Enter the acceptance and delivery days of a home that was handed over outside Anju',
    description:
      'Rejected for a home that was handed over in Anju: the days of its handover count. `If-Match: "0"` enters them for the first time.',
    allow: enterers,
    throws: ['days-from-handover'],
    params: unitPath,
    body: homeWarrantyDetailsSchema,
    response: homeWarrantySchema,
    handle: async (call) => {
      const { unit } = await unitFor(call.params.unitId, call.caller, call.now.toString());
      const { unitId, estateId } = unit;
      const [known, before] = await Promise.all([termsOfHome(unitId), get(homeWarranties, { unitId })]);
      unchangedSince(call.ifMatch, before ?? { version: 0 });
      if (known?.from === 'handover') throw new Problem(fromHandover);
      const version = (before?.version ?? 0) + 1;
      const after: HomeWarranty = { ...call.body, unitId, estateId, updatedAt: call.now.toString(), version };
      const { acceptedOn, deliveredOn } = after;
      const transaction = new Transaction().save(homeWarranties, after, before).record(
        homeWarranties,
        after,
        'HomeWarrantyEntered',
        { unitId, acceptedOn, deliveredOn },
        {
          ...call.act(),
          reason: call.body.ground,
        },
      );
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/warranty/decisions/{ticketId}',
    operationId: 'getWarrantyDecision',
    summary: 'Get the warranty decision of a repair ticket',
    description: 'Derived from the category of the ticket until staff decide.',
    allow: staffRoles,
    params: ticketPath,
    response: ticketWarrantySchema,
    handle: async ({ caller, params }) => ok(visible(await get(ticketWarranties, params), caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/warranty/decisions/{ticketId}/decide',
    operationId: 'decideWarranty',
    summary: 'Decide the warranty of a repair after a look on site',
    description:
      'The decision of staff stays when the category of the ticket changes later. Within the warranty the developer answers to the owner, even when another party pays.',
    allow: deskRoles,
    throws: ['days-of-home-unknown', 'no-repair-of-a-home'],
    params: ticketPath,
    body: z.strictObject({
      part: parts,
      common: z.boolean(),
      /** Default: the day the ticket was received. */
      foundOn: day,
      exclusion: z.enum(exclusions).optional(),
      reason: reasonSchema(2_000),
    }),
    response: ticketWarrantySchema,
    handle: async (call) => {
      const ticket = visible(await ticketOf(call.params.ticketId), call.caller);
      const { ticketId, estateId, unitId } = ticket;
      if (ticket.type !== 'repair' || unitId === undefined) throw new Problem(noRepair);
      const [terms, before, estate] = await Promise.all([
        termsOfHome(unitId),
        get(ticketWarranties, { ticketId }),
        requireEstate(estateId),
      ]);
      if (!terms) throw new Problem(noDays, { unitId });
      const { reason, foundOn = dayIn(estate.calendar.zone, ticket.receivedAt), ...finding } = call.body;
      const decided = { by: call.caller.personId, reason, at: call.now.toString() };
      const after = answered({ ticketId, estateId, unitId }, { ...finding, foundOn }, terms, decided, before);
      const transaction = new Transaction()
        .save(ticketWarranties, after, before)
        .record(ticketWarranties, after, 'WarrantyDecided', saidOf(after), call.act({ reason }));
      return call.commit(transaction, ok(after));
    },
  }),
  ...warrantyPolicy.routes,
];
