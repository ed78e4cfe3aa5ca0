import * as z from 'zod';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { unchangedSince } from '../../../shared/http/access.ts';
import { deskRoles, everybody, type Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { type Call, ok, page, type Route, route } from '../../../shared/http/route.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { today } from './estate-for.ts';
import { fundDueFor } from './fund/fund-due.ts';
import { gatesOf, gateViewSchema, giveKeys, giveKeysSchema } from './give-keys.ts';
import { type Handover, handoverViewSchema } from './handover.ts';
import { handoverFor, handoverPath, phaseOf } from './handover-access.ts';
import { loadInspection } from './inspection/load-inspection.ts';
import type { Phase } from './plan/phase.ts';
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

const metBy: readonly Role[] = [...deskRoles, 'technician'];
const settledBy: readonly Role[] = [...deskRoles, 'cashier'];

type Estate = Awaited<ReturnType<typeof requireEstate>>;
interface Standing {
  readonly handover: Handover;
  readonly phase: Phase;
  readonly estate: Estate;
}

/**
 * Declares the route `POST /v1/handovers/{handoverId}/<name>`. Retries when the handover changes meanwhile.
 */
function operation<S extends z.ZodType>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: (
    standing: Standing,
    call: Call<{ handoverId: string }, unknown, z.output<S>>,
  ) =>
    | Promise<{ after: Handover; transaction: Transaction } | undefined>
    | { after: Handover; transaction: Transaction }
    | undefined;
}): Route {
  const { name, run, ...rest } = declaration;
  const perform = async (call: Call<{ handoverId: string }, unknown, z.output<S>>): Promise<Reply> => {
    const handover = await handoverFor(call);
    unchangedSince(call.ifMatch, handover);
    const [phase, estate] = await Promise.all([phaseOf(handover), requireEstate(handover.estateId)]);
    const change = await run({ handover, phase, estate }, call);
    return change ? call.commit(change.transaction, ok(change.after)) : ok(handover);
  };
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/handovers/{handoverId}/${name}`,
    params: handoverPath,
    response: handoverViewSchema,
    handle: (call) => retryOnConflict(() => perform(call)),
  });
}

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
  operation({
    name: 'hand-over-documents',
    operationId: 'handOverDocuments',
    summary: 'Hand over documents to the buyer (两书一表); one set for each home',
    allow: metBy,
    body: papersSchema,
    run: ({ handover, phase }, { body, act }) => givePapers(handover, phase, body, act()),
  }),
  operation({
    name: 'fund-receipt',
    operationId: 'enterFundReceipt',
    summary: 'Enter the receipt of the first payment into the maintenance fund (首期专项维修资金); it must be in full',
    allow: settledBy,
    body: fundSchema,
    run: async ({ handover, estate }, { body, act, now }) => {
      const due = await fundDueFor(handover, body);
      return enterFundReceipt(handover, body, due, today(estate, now), act());
    },
  }),
  operation({
    name: 'assess-area',
    operationId: 'assessAreaDifference',
    summary: 'Calculate the payment for the area difference (面积差价)',
    allow: settledBy,
    body: areaSchema,
    run: ({ handover, estate }, { body, act, now }) => assessArea(handover, body, today(estate, now), act()),
  }),
  operation({
    name: 'pay-area',
    operationId: 'payAreaDifference',
    summary: 'Record the payment of the area difference',
    allow: settledBy,
    body: areaPaidSchema,
    run: ({ handover, estate }, { body, act, now }) => payArea(handover, body, today(estate, now), act()),
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
  operation({
    name: 'sign',
    operationId: 'signHandoverSheet',
    summary: 'Sign the acceptance sheet for the buyer or their agent; blocking defects must be closed',
    allow: metBy,
    body: signSchema,
    run: async ({ handover, phase, estate }, { body, act, language }) => {
      const place = { estateName: estate.name, phaseName: phase.name };
      const { occurredAt } = body;
      return signSheet(await loadInspection(handover), body, place, body.language ?? language, act({ occurredAt }));
    },
  }),
  operation({
    name: 'give-keys',
    operationId: 'giveHandoverKeys',
    summary: 'Give the keys and enter the meter readings (交钥匙); every gate must be passed',
    allow: metBy,
    body: giveKeysSchema,
    run: ({ handover, phase, estate }, { body, act }) => {
      const { occurredAt } = body;
      return giveKeys(handover, phase, body, estate.calendar.zone, act({ occurredAt }));
    },
  }),
];
