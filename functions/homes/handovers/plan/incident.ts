import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../../shared/store/entity.ts';
import { hasGrant, type Staff, staffOfEstate, standIn } from '../../../register/owners/public.ts';
import type { Phase } from './phase.ts';

export const incidentStates = ['open', 'closed'] as const;

export const reportIncidentSchema = z
  .strictObject({
    what: z.string().min(1).max(2_000),
    severity: z.enum(['ordinary', 'urgent']),
    /** Handover that the incident concerns, if any. */
    handoverId: z.string().max(64).optional(),
    /** Location of the incident. */
    place: z.string().min(1).max(200).optional(),
  })
  .meta({ id: 'ReportHandoverIncidentBody' });

export const incidentSchema = z
  .object({
    ...reportIncidentSchema.shape,
    incidentId: z.string(),
    estateId: z.string(),
    phaseId: z.string(),
    state: z.enum(incidentStates),
    reportedBy: z.string(),
    reportedAt: z.string(),
    /** Id of the manager or deputy who was notified. */
    managerId: z.string(),
    /** Id of the absent manager for whom the deputy was notified. */
    insteadOf: z.string().optional(),
    outcome: z.string().optional(),
    closedBy: z.string().optional(),
    closedAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incidentSchema>;

/** Returns the index partition of the incidents of a phase. */
export function incidentsOf(phaseId: string): string {
  return `PHASE#${phaseId}#INCIDENTS`;
}

/** Sudden incidents on a handover day (突发事件). */
export const incidents = entity<Incident, { incidentId: string }>({
  table: 'handovers',
  type: 'handover-incident',
  schema: incidentSchema,
  key: ({ incidentId }) => ({ pk: `INCIDENT#${incidentId}`, sk: 'INCIDENT' }),
  indexes: ({ phaseId, state, reportedAt, incidentId }) => ({
    ...indexKeys('lists', incidentsOf(phaseId), state, reportedAt, incidentId),
  }),
});

const nobody = problemKind('nobody-in-charge', 409, {
  'zh-CN': '本批次的负责人已不在员工档案中，本小区也没有经理。请致电服务热线，并更改 managerId。',
  'zh-TW': '本批次的負責人已不在員工檔案中，本社區也沒有經理。請致電服務熱線，並更改 managerId。',
  en: 'The phase manager is no longer active and the estate has no manager. Call the hotline and set another managerId.',
});

/**
 * Returns who is notified at an instant (ISO): the phase manager, or any manager when the phase manager has
 * left.
 * While that person is away, their deputy (D9, D51).
 */
export function toBeTold(
  { managerId, estateId }: Pick<Phase, 'managerId' | 'estateId'>,
  colleagues: readonly Staff[],
  at: string,
): { staffId: string; insteadOf?: string } | undefined {
  const named =
    colleagues.find(({ staffId }) => staffId === managerId) ??
    colleagues.find((one) => hasGrant(one, 'manager', estateId));
  if (!named) return undefined;
  const { staffId } = standIn(named, colleagues, toInstant(at));
  return staffId === named.staffId ? { staffId } : { staffId, insteadOf: named.staffId };
}

/** Reports an incident to the phase manager or their deputy. @throws Problem 409 `nobody-in-charge`. */
export async function reportIncident(
  phase: Phase,
  input: z.output<typeof reportIncidentSchema>,
  act: ActionContext,
): Promise<{ after: Incident; transaction: Transaction }> {
  const { estateId, phaseId } = phase;
  const at = act.recordedAt;
  const told = toBeTold(phase, await staffOfEstate(estateId), at);
  if (!told) throw new Problem(nobody);
  const { staffId: managerId, insteadOf } = told;
  const after: Incident = {
    ...input,
    incidentId: newId('inc', toInstant(at)),
    estateId,
    phaseId,
    state: 'open',
    managerId,
    ...(insteadOf !== undefined && { insteadOf }),
    reportedBy: act.actor.id,
    reportedAt: at,
    updatedAt: at,
    version: 1,
  };
  const { incidentId, handoverId, what, severity } = after;
  const data = { incidentId, phaseId, handoverId, managerId, what, severity, insteadOfStaffId: insteadOf };
  const transaction = new Transaction()
    .save(incidents, after)
    .record(incidents, after, 'HandoverIncidentReported', data, act);
  return { after, transaction };
}

/** Closes an incident with its outcome. @throws Problem illegal-state when it is closed. */
export function closeIncident(
  before: Incident,
  outcome: string,
  act: ActionContext,
): { after: Incident; transaction: Transaction } {
  if (before.state === 'closed') throw illegalState(before.state, ['open']);
  const at = act.recordedAt;
  const closed = { outcome, closedBy: act.actor.id, closedAt: at, updatedAt: at };
  const after: Incident = { ...before, ...closed, state: 'closed', version: before.version + 1 };
  const { incidentId, phaseId } = after;
  const transaction = new Transaction()
    .save(incidents, after, before)
    .record(incidents, after, 'HandoverIncidentClosed', { incidentId, phaseId, outcome }, act);
  return { after, transaction };
}
