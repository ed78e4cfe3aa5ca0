import * as z from 'zod';
import { deskRoles, everybody, type Role } from '../../../shared/http/auth.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { fundDueFor } from './fund/fund-due.ts';
import { gatesOf, gateViewSchema, giveKeys, giveKeysSchema } from './give-keys.ts';
import { handoverFor, handoverPath, onSite, phaseOf } from './handover-access.ts';
import { operation, operationInPhase } from './handover-operation.ts';
import { loadInspection } from './inspection/load-inspection.ts';
import {
  areaPaidSchema,
  areaSchema,
  assessArea,
  enterFundReceipt,
  fundSchema,
  givePapers,
  papersSchema,
  payArea,
} from './settle-gates.ts';
import { sheets } from './settlements.store.ts';
import { sheetPage } from './sheet.page.ts';
import { sheetOf, unpacked } from './sheet.ts';
import { signSchema, signSheet } from './sign-sheet.ts';

const settledBy: readonly Role[] = [...deskRoles, 'cashier'];

/** Routes for the gates, the acceptance sheet and the keys (D17, D18). */
export const gateRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/gates',
    operationId: 'getHandoverGates',
    summary: 'List the gates before the keys: legal ground, passed or not, and by what',
    allow: everybody,
    params: handoverPath,
    response: z
      .object({
        handoverId: z.string(),
        version: z.int(),
        mayTakeKeys: z.boolean(),
        gates: z.array(gateViewSchema),
      })
      .meta({ id: 'GetHandoverGatesResponse' }),
    handle: async (call) => {
      const handover = await handoverFor(call);
      const gates = gatesOf(handover, await phaseOf(handover));
      const { handoverId, version } = handover;
      return ok({ handoverId, version, mayTakeKeys: gates.every(({ passed }) => passed), gates });
    },
  }),
  operationInPhase({
    name: 'hand-over-documents',
    operationId: 'handOverDocuments',
    summary: 'Hand over documents to the buyer (两书一表); one set for each home',
    allow: onSite,
    body: papersSchema,
    run: ({ before, phase, act }, input) => givePapers(before, phase, input, act),
  }),
  operation({
    name: 'fund-receipt',
    operationId: 'enterFundReceipt',
    summary: 'Enter the receipt of the first payment into the maintenance fund (首期专项维修资金); it must be in full',
    allow: settledBy,
    body: fundSchema,
    run: async ({ before, today, act }, input) =>
      enterFundReceipt(before, input, await fundDueFor(before, input), today, act),
  }),
  operation({
    name: 'assess-area',
    operationId: 'assessAreaDifference',
    summary: 'Calculate the payment for the area difference (面积差价)',
    allow: settledBy,
    body: areaSchema,
    run: ({ before, today, act }, input) => assessArea(before, input, today, act),
  }),
  operation({
    name: 'pay-area',
    operationId: 'payAreaDifference',
    summary: 'Record the payment of the area difference',
    allow: settledBy,
    body: areaPaidSchema,
    run: ({ before, today, act }, input) => payArea(before, input, today, act),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/sheet',
    operationId: 'getHandoverSheet',
    summary:
      'Get the acceptance sheet for print (交付验收单); the signed page byte for byte, or a draft of this version',
    allow: everybody,
    params: handoverPath,
    query: z.strictObject({
      version: z.coerce.number().int().min(1).optional(),
      language: languageSchema.optional(),
    }),
    response: 'html',
    handle: async (call) => {
      const handover = await handoverFor(call);
      const { version = handover.sheet?.version ?? handover.version, language } = call.query;
      if (handover.sheet && version === handover.sheet.version) {
        const stored = await get(sheets, handover);
        if (!stored) throw new Error(`${handover.handoverId} has no sheet`);
        const content = unpacked(stored);
        const same = language === undefined || language === stored.language;
        return page(same ? content.page : sheetPage(content.data, language));
      }
      if (version !== handover.version) throw new Problem(problems.notFound);
      const [inspection, phase, estate] = await Promise.all([
        loadInspection(handover),
        phaseOf(handover),
        requireEstate(handover.estateId),
      ]);
      const place = { estateName: estate.name, phaseName: phase.name };
      return page(sheetPage(sheetOf(handover, inspection.records, place), language ?? call.language));
    },
  }),
  operationInPhase({
    name: 'sign',
    operationId: 'signHandoverSheet',
    summary: 'Sign the acceptance sheet for the buyer or their agent; blocking defects must be closed',
    allow: onSite,
    body: signSchema,
    run: async ({ before, phase, estate, act, language }, input) => {
      const place = { estateName: estate.name, phaseName: phase.name };
      return signSheet(await loadInspection(before), input, place, input.language ?? language, act);
    },
  }),
  operationInPhase({
    name: 'give-keys',
    operationId: 'giveHandoverKeys',
    summary: 'Give the keys and enter the meter readings (交钥匙); every gate must be passed',
    allow: onSite,
    body: giveKeysSchema,
    run: ({ before, phase, estate, act }, input) => giveKeys(before, phase, input, estate.calendar.zone, act),
  }),
];
