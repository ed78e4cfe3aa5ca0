import { operationsOn } from '../../../shared/http/operations.ts';
import type { Call } from '../../../shared/http/route.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { type Handover, handoverViewSchema } from './handover.ts';
import { handoverFor, handoverPath, phaseOf, today } from './handover-access.ts';
import type { HandoverChange } from './save-handover.ts';

const aggregate = {
  path: '/v1/handovers/{handoverId}',
  params: handoverPath,
  response: handoverViewSchema,
  change: (decided: HandoverChange | undefined) => decided,
  view: (after: Handover) => after,
} as const;

type HandoverCall = Call<{ handoverId: string }, unknown, { occurredAt?: string | undefined }>;

async function contextOf(call: HandoverCall) {
  const before = await handoverFor(call);
  const estate = await requireEstate(before.estateId);
  const act = call.act({ occurredAt: call.body.occurredAt });
  return { before, estate, act, today: today(estate, call.now), now: call.now, language: call.language };
}

async function contextInPhase(call: HandoverCall) {
  const context = await contextOf(call);
  return { ...context, phase: await phaseOf(context.before) };
}

/** Declares `POST /v1/handovers/{handoverId}/<name>`: a named change of one handover. */
export const operation = operationsOn({ ...aggregate, load: contextOf });

/** Declares a named change of one handover that depends on its phase. */
export const operationInPhase = operationsOn({ ...aggregate, load: contextInPhase });
