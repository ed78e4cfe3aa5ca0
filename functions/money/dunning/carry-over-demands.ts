import { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { endOfDay } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { type AccountChange, contextUnder, refOf, rulesOf, saveAccount } from './account-change.ts';
import { dunningPolicy } from './dunning.policy.ts';
import { accounts } from './dunning.store.ts';
import { lastDayToAnswer } from './dunning.ts';
import { type AccountRecord, accountIdOf, type ContactEntry, most, newAccount } from './dunning-account.ts';
import type { DunningStep } from './dunning-ladder.ts';
import type { LimitationEvent } from './limitation-event.ts';

/** An act of the system before about some bills of one account (R30.4), with its proof. */
export interface DemandToCarry extends Pick<LimitationEvent, 'kind' | 'on' | 'proofKind' | 'proof'> {
  readonly billIds: readonly string[];
  /** What was open of them, fen. */
  readonly fen: number;
  /** The step of the estate's ladder that it was; the ladder goes on after it. */
  readonly step?: string | undefined;
}

/** Returns the steps of an estate's ladder by their keys. */
export async function ladderOf(estateId: string): Promise<ReadonlyMap<string, DunningStep>> {
  const { ladder } = await dunningPolicy.of(estateId);
  return new Map(ladder.map((one) => [one.step, one]));
}

/** The most acts that one account takes over. */
export const mostDemands = most.contacts;

/**
 * Adds what the system before demanded from one payer for one unit: a step of the ladder becomes a contact
 * that reached the debtor, any other act an event of limitation. Both start the limitation period again
 * (R26.4). No letter is sent. A repetition changes nothing. Call it before the bills are there, so that the
 * ladder never starts from its first step again.
 */
export async function carryDemands(
  of: Pick<AccountRecord, 'estateId' | 'payerId' | 'unitId' | 'unitLabel'>,
  demands: readonly DemandToCarry[],
  act: ActionContext,
): Promise<void> {
  const { estateId, payerId, unitId } = of;
  const accountId = accountIdOf(estateId, payerId, unitId);
  const now = Temporal.Instant.from(act.recordedAt);
  await retryOnConflict(async () => {
    const [before, rules] = await Promise.all([get(accounts, { accountId }), rulesOf(estateId)]);
    const account = before ?? newAccount(of);
    const context = contextUnder(rules, act, now);
    const steps = new Map(rules.policy.ladder.map((one) => [one.step, one]));
    const contacts: ContactEntry[] = [];
    const events: LimitationEvent[] = [];
    for (const { kind, on, proofKind, proof, billIds, fen, step: name } of demands) {
      const step = name === undefined ? undefined : steps.get(name);
      const id = derivedId('opd', accountId, kind, on, proof, name ?? '');
      if (step) {
        const { means, answerDays } = step;
        contacts.push({
          contactId: id,
          step: step.step,
          means,
          at: endOfDay(on, rules.calendar.zone),
          answerBy: lastDayToAnswer(on, answerDays),
          answerDays,
          billIds: [...billIds],
          fen,
          reached: true,
          waiting: false,
          proof,
        });
      } else {
        const recorded = { recordedBy: act.actor.id, recordedOn: dayIn(rules.calendar.zone, act.recordedAt) };
        events.push({ kind, on, proofKind, proof, billIds: [...billIds], eventId: id, ...recorded });
      }
    }
    const known = new Set([
      ...account.contacts.map(({ contactId }) => contactId),
      ...(account.limitationEvents ?? []).map(({ eventId }) => eventId),
    ]);
    const [freshContacts, freshEvents] = [
      contacts.filter(({ contactId }) => !known.has(contactId)),
      events.filter(({ eventId }) => !known.has(eventId)),
    ];
    if (freshContacts.length + freshEvents.length === 0) return;
    const told = freshEvents.map(({ eventId, kind }): AccountChange['told'][number] => (transaction, after) => {
      transaction.record(accounts, after, 'LimitationEventRecorded', { ...refOf(after), eventId, kind }, act);
    });
    const after: AccountRecord = {
      ...account,
      contacts: [...account.contacts, ...freshContacts].toSorted((a, b) => (a.at < b.at ? -1 : 1)),
      limitationEvents: [...(account.limitationEvents ?? []), ...freshEvents],
    };
    const { transaction } = await saveAccount({ before, account: after, told }, context);
    await transaction.commit();
  });
}
