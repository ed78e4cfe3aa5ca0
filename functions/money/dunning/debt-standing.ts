import { Temporal } from 'temporal-polyfill';
import { getMany } from '../../../shared/store/table.ts';
import { accounts } from './dunning.store.ts';
import { isPlanKept } from './dunning.ts';
import { type AccountRecord, accountIdOf, factsOf } from './dunning-account.ts';
import { limitationsOf } from './limitation.ts';

/** What dunning knows about an open bill, for reports. */
export interface DebtStanding {
  /** An instalment plan that is kept holds the bill. */
  readonly inPlan: boolean;
  /** Its limitation period is over (R26.2). */
  readonly atRisk: boolean;
}

/** Returns the standing of an account's bills at the end of a day, by bill id. */
export function standingIn(record: AccountRecord, zone: string, day: string): [billId: string, DebtStanding][] {
  const noon = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant();
  const risks = new Set(
    limitationsOf(factsOf(record), { zone }, noon)
      .filter(({ risk }) => risk)
      .map(({ billId }) => billId),
  );
  return record.bills.map(({ billId }) => {
    const plan = record.plans
      .filter((one) => one.agreedOn <= day && one.billIds.includes(billId))
      .toSorted((a, b) => (a.agreedOn < b.agreedOn ? -1 : 1))
      .at(-1);
    return [billId, { inPlan: plan !== undefined && isPlanKept(plan, record.bills, day), atRisk: risks.has(billId) }];
  });
}

/** Returns the standing of the bills of payers and units at the end of a day, by bill id. */
export async function standingOf(
  estateId: string,
  debts: readonly { readonly payerId: string; readonly unitId: string }[],
  { zone, day }: { zone: string; day: string },
): Promise<ReadonlyMap<string, DebtStanding>> {
  const ids = debts.map(({ payerId, unitId }) => ({ accountId: accountIdOf(estateId, payerId, unitId) }));
  const records = await getMany(accounts, ids);
  return new Map(records.flatMap((record) => standingIn(record, zone, day)));
}
