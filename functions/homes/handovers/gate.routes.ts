import * as z from 'zod';
import { deskRoles, everybody, type Role } from '../../../shared/http/auth.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { senderOf } from '../../register/owners/public.ts';
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
    summary: 'List the gates before the keys, each with its legal ground',
    description: '`by` says what settled a gate. The keys may be given when each gate is passed.',
    allow: everybody,
    params: handoverPath,
    response: z
      .object({
        handoverId: z.string(),
        version: z.int(),
        /** Whether every gate is passed. */
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
    summary: 'Record documents handed to the buyer (两书一表)',
    description:
      '`papers` names the documents that the buyer receives now. Each document is recorded once, because each home gets one set. The gate `documents` is passed when the buyer has every document of the phase.',
    allow: onSite,
    throws: ['paper-given', 'unknown-paper'],
    body: papersSchema,
    run: ({ before, phase, act }, input) => givePapers(before, phase, input, act),
  }),
  operation({
    name: 'fund-receipt',
    operationId: 'enterFundReceipt',
    summary: 'Enter the receipt of the first payment into the maintenance fund (首期专项维修资金)',
    description:
      'The receipt must cover all that is due by the contract of sale, or by the rates of the city, where these are known. A receipt belongs to one home. It can be replaced until the keys are given; the same receipt again changes nothing.',
    allow: settledBy,
    throws: ['day-in-the-future', 'fund-not-in-full', 'illegal-state', 'no-rate-for-building', 'receipt-used'],
    body: fundSchema,
    run: async ({ before, today, act }, input) =>
      enterFundReceipt(before, input, await fundDueFor(before, input), today, act),
  }),
  operation({
    name: 'assess-area',
    operationId: 'assessAreaDifference',
    summary: 'Calculate the payment for the area difference (面积差价)',
    description:
      'By the Administrative Measures for the Sale of Commodity Housing (商品房销售管理办法), article 20, for a buyer who keeps the home. Repeat it until the difference is paid. A difference of zero is settled at once.',
    allow: settledBy,
    throws: ['illegal-state'],
    body: areaSchema,
    run: ({ before, today, act }, input) => assessArea(before, input, today, act),
  }),
  operation({
    name: 'pay-area',
    operationId: 'payAreaDifference',
    summary: 'Record the payment of the area difference',
    description:
      'The difference must be calculated before. It is paid in one amount, on a day that is not in the future.',
    allow: settledBy,
    throws: ['area-not-assessed', 'day-in-the-future', 'illegal-state'],
    body: areaPaidSchema,
    run: ({ before, today, act }, input) => payArea(before, input, today, act),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/sheet',
    operationId: 'getHandoverSheet',
    summary: 'Get the acceptance sheet for print (交付验收单)',
    description:
      'Once signed, it is the signed page byte for byte in its language; another language shows the same facts. Before, it is a draft of the present version. Any other `version` is unknown.',
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
        if (language === undefined || language === stored.language) return page(content.page);
        return page(sheetPage(content.data, await senderOf(handover.estateId), language));
      }
      if (version !== handover.version) throw new Problem(problems.notFound);
      const [inspection, phase, sender] = await Promise.all([
        loadInspection(handover),
        phaseOf(handover),
        senderOf(handover.estateId),
      ]);
      const place = { estateName: sender.estateName, phaseName: phase.name };
      return page(sheetPage(sheetOf(handover, inspection.records, place), sender, language ?? call.language));
    },
  }),
  operationInPhase({
    name: 'sign',
    operationId: 'signHandoverSheet',
    summary: 'Sign the acceptance sheet for the buyer or their agent',
    description:
      'Only the present version can be signed, by the person who was checked in. Blocking defects and open reviews prevent it; other open defects need `acceptsOpenDefects`. The signature delivers the home, and the readings go to its meters.',
    allow: onSite,
    throws: [
      'blocking-defects',
      'illegal-state',
      'in-the-future',
      'not-identified',
      'open-defects',
      'out-of-order',
      'reviews-open',
    ],
    body: signSchema,
    run: async ({ before, phase, estate, act, language }, input) => {
      const place = { estateName: estate.name, phaseName: phase.name };
      const [inspection, sender] = await Promise.all([loadInspection(before), senderOf(before.estateId)]);
      return signSheet(inspection, input, { place, sender }, input.language ?? language, act);
    },
  }),
  operationInPhase({
    name: 'give-keys',
    operationId: 'giveHandoverKeys',
    summary: 'Give the keys and enter the meter readings (交钥匙)',
    description:
      'Every gate must be passed; the answer to a refusal lists the open ones. Open minor defects do not prevent it. Keys are given once, and deliver the home if nothing did before.',
    allow: onSite,
    throws: ['gates-open', 'illegal-state', 'in-the-future', 'out-of-order'],
    body: giveKeysSchema,
    run: ({ before, phase, estate, act }, input) => giveKeys(before, phase, input, estate.calendar.zone, act),
  }),
];
