import * as z from 'zod';
import type { EventOf } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get, list } from '../../../shared/store/table.ts';
import { contextUnder, type Rules, rulesOf, saveAccount } from './account-change.ts';
import { accounts, dunningLists, type Review, reviews } from './dunning.store.ts';
import { withState } from './dunning-account.ts';
import { contentOf } from './follow-bills.ts';

/*
 * Reviews the accounts of an estate after its ladder changed, because their due times follow the old one.
 * Each page of accounts triggers the next. A page that is delivered twice changes nothing more.
 */

const pageSize = 50;
/**
 * States with something open. An account that changes state during the review may be reviewed twice but is
 * never left out.
 */
const states = ['step-due', 'waiting', 'at-rest', 'to-be-decided'] as const;

/** Begins the review of an estate's accounts. */
export async function beginReview(event: EventOf<'PolicyChanged'>, { consumer, act }: Handling): Promise<void> {
  if (event.data.context !== 'dunning') return;
  const { estateId, version: policyVersion } = event;
  const reviewId = derivedId('drv', estateId, policyVersion);
  const none = { reviewed: 0, changed: 0, updatedAt: act.recordedAt, version: 1 };
  const review: Review = { reviewId, estateId, policyVersion, ...none };
  await new Transaction()
    .save(reviews, review)
    .record(reviews, review, 'DunningReviewContinued', { reviewId, state: states[0] }, act)
    .once('ledger', consumer, event)
    .commit();
}

/** Applies the current rules to an account. Returns true when it changed. */
function reviewAccount(accountId: string, rules: Rules, { act, now }: Handling): Promise<boolean> {
  return retryOnConflict(async () => {
    const before = await get(accounts, { accountId });
    if (!before || contentOf(withState(before, rules, now), now) === contentOf(before, now)) return false;
    const { transaction } = await saveAccount({ before, account: before, told: [] }, contextUnder(rules, act, now));
    await transaction.commit();
    return true;
  });
}

/** Reviews one page of accounts, and requests the next one. */
export async function continueReview(event: EventOf<'DunningReviewContinued'>, handling: Handling): Promise<void> {
  const { estateId, version, data } = event;
  const { reviewId } = data;
  const [before, rules] = await Promise.all([get(reviews, { reviewId }), rulesOf(estateId)]);
  // This page was already reviewed, or the policy changed again and has its own review.
  if (before?.version !== version || rules.policy.version !== before.policyVersion) return;
  const state = z.enum(states).parse(data.state);
  const partition = dunningLists.accountsIn(estateId, state);
  const page = await list(accounts, { index: 'lists', partition, limit: pageSize, cursor: data.cursor });
  const changed = await Promise.all(page.items.map(({ accountId }) => reviewAccount(accountId, rules, handling)));
  const after: Review = {
    ...before,
    reviewed: before.reviewed + changed.length,
    changed: before.changed + changed.filter((one) => one).length,
    updatedAt: handling.act.recordedAt,
    version: before.version + 1,
  };
  const next = page.cursor === undefined ? states[states.indexOf(state) + 1] : state;
  const transaction = new Transaction().save(reviews, after, before);
  if (next !== undefined) {
    const more = { reviewId, state: next, cursor: page.cursor };
    transaction.record(reviews, after, 'DunningReviewContinued', more, handling.act);
  }
  await transaction.once('ledger', handling.consumer, event).commit();
}
