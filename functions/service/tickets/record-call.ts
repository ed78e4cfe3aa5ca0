import * as z from 'zod';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { nothingSuspected } from './answer-triage.ts';
import { changeOf, happened, occurredAtOf, ref, tooManyEntries } from './change-ticket.ts';
import type { Operation } from './operation.ts';
import { mostCalls, outsideResults, outsideServices } from './outside-call.ts';
import { callBackOutcomes } from './suspicion.ts';
import { mustAllow } from './ticket.ts';

export const outsideCallInput = z.strictObject({
  ...lateEntry,
  service: z.enum(outsideServices),
  /** Name of the person at the service who answered. Leaving a message is no contact. */
  spokeWith: z.string().min(1).max(200),
  result: z.enum(outsideResults),
  promisedAt: instantSchema.optional(),
});

/**
 * Records a call to an outside service (119, gas company, lift company) and its answer (R74.4).
 * @throws Problem illegal-state, too-many-entries.
 */
export const recordOutsideCall: Operation<z.output<typeof outsideCallInput>> = (ticket, input, act, rules) => {
  mustAllow(ticket, 'call');
  const { service, spokeWith, result, promisedAt } = input;
  const said = { service, result, ...(promisedAt && { promisedAt }) };
  const calls = ticket.outsideCalls ?? [];
  if (calls.length >= mostCalls) throw new Problem(tooManyEntries);
  const heard = happened(ticket, [], act, rules);
  const call = { ...said, spokeWith, at: occurredAtOf(ticket, heard, act), by: act.actor.id };
  const after = { ...heard, outsideCalls: [...calls, call] };
  return { after, transaction: changeOf(ticket, after, 'OutsideCallRecorded', { ...ref(ticket), ...said }, act) };
};

export const callBackInput = z.strictObject({ ...lateEntry, outcome: z.enum(callBackOutcomes) });

/**
 * Records a call-back attempt about a suspected emergency (R74.2). After every outcome the
 * time-outs continue until the questions are answered.
 * @throws Problem nothing-suspected, illegal-state, too-many-entries.
 */
export const recordCallBack: Operation<z.output<typeof callBackInput>> = (ticket, { outcome }, act, rules) => {
  mustAllow(ticket, 'call');
  const { suspicion } = ticket;
  if (suspicion?.state !== 'open') throw new Problem(nothingSuspected);
  const calls = suspicion.callBacks ?? [];
  if (calls.length >= mostCalls) throw new Problem(tooManyEntries);
  const heard = happened(ticket, [], act, rules);
  const call = { outcome, at: occurredAtOf(ticket, heard, act), by: act.actor.id };
  const callBacks = [...calls, call];
  const after = { ...heard, suspicion: { ...suspicion, callBacks } };
  const data = { ...ref(ticket), outcome, attempt: callBacks.length };
  return { after, transaction: changeOf(ticket, after, 'SuspicionCalledBack', data, act) };
};
