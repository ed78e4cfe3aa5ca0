import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { continueCheck } from './check-period.ts';
import { billSlice, countBilled } from './draft-slice.ts';
import { billingRuns, billingSlices } from './fees.store.ts';
import { planFurther } from './plan-billing.ts';
import { askSlices, countPublished, publishSlice } from './publish-billing.ts';

interface Cause {
  id: string;
  recordedAt: string;
  version: number;
}

async function plan(event: Cause & { data: { runId: string } }, handling: Handling): Promise<void> {
  if (!(await get(billingRuns, event.data))) return missing(event);
  await addCount(event, handling, async () => {
    const run = await get(billingRuns, event.data);
    return run?.state === 'drafting' && !run.planned ? planFurther(run, handling.act) : undefined;
  });
}

function missing({ id }: Cause): void {
  log.warn('event of a billing run that is not there', { eventId: id });
}

/** Slices are counted into one run in parallel. A conflict retries the counting, not the work. */
const countAttempts = 14;

async function addCount(
  event: Cause,
  handling: Handling,
  count: () => Promise<Transaction | undefined>,
): Promise<void> {
  await retryOnConflict(async () => {
    const transaction = new Transaction().once('ledger', handling.consumer, event);
    await transaction.join(await count()).commit();
  }, countAttempts);
}

/**
 * Processes billing runs: plans slices of units, bills and publishes each. Slices run in parallel and may
 * repeat (D26). It also checks a month before its close, because that is the same arithmetic (R22.4).
 */
export const billing = consumer({
  name: 'billing',
  on: {
    BillingRunOpened: plan,
    BillingPlanContinued: plan,
    BillingSliceRequested: async (event, handling) => {
      const slice = await get(billingSlices, event.data);
      if (!slice) return missing(event);
      const work = await billSlice(slice, handling.act);
      await addCount(event, handling, async () => work && countBilled(slice, work, handling.act));
    },
    PeriodCloseRequested: continueCheck,
    PeriodCheckContinued: continueCheck,
    BillingPublishRequested: async (event, handling) => {
      const run = await get(billingRuns, event.data);
      if (!run) return missing(event);
      if (run.state === 'publishing') await askSlices(run, handling.act);
      await new Transaction().once('ledger', handling.consumer, event).commit();
    },
    PublishingSliceRequested: async (event, handling) => {
      const slice = await get(billingSlices, event.data);
      if (!slice) return missing(event);
      const isOut = await publishSlice(slice, handling.act);
      await addCount(event, handling, async () => (isOut ? countPublished(slice, handling.act) : undefined));
    },
  },
});
