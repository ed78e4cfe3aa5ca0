import type { ActionContext, EventData, EventName } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn, toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { householdOf } from '../../register/owners/public.ts';
import { type AccountState, daysLeft, ruleAt } from './account-fold.ts';
import { type Crossing, type LowBalanceNotice, lowNoticeIdOf, noticeFrom, noticesDue } from './low-balance.ts';
import type { Folding, MeterAccount, MeterTerms } from './meter-account.ts';
import { lowNotices } from './meters.store.ts';
import { msOf } from './prepaid-entries.ts';

/** Records an event of the account in the account's transaction. */
export type Recording = <N extends EventName>(name: N, data: EventData<N>) => void;

/** Notices of an account to send and to withdraw. */
export interface LowBalances {
  readonly told: MeterAccount['told'];
  /** The number of items that `write` adds to a transaction, without its events. */
  readonly items: number;
  readonly write: (transaction: Transaction, record: Recording) => void;
}

type Fired = Crossing & { readonly state: AccountState };

const firedIn = (folding: Folding | undefined): Fired[] =>
  (folding?.steps ?? []).flatMap(({ fired, after: state }) => fired.map((one) => ({ ...one, state })));
const keyOf = ({ levelFen, armedBy }: Crossing) => `${levelFen} ${armedBy}`;

/** Returns all notices of a crossing. There are several only when it was withdrawn and came back. */
async function noticesOf(meterId: string, crossing: Crossing): Promise<LowBalanceNotice[]> {
  const all: LowBalanceNotice[] = [];
  for (;;) {
    const found = await get(lowNotices, { noticeId: lowNoticeIdOf(meterId, crossing, all.length) });
    if (!found) return all;
    all.push(found);
  }
}

/**
 * Decides on notices of a low balance (R11.3, D30): one for each new crossing. Withdraws notices whose
 * crossing a late or corrected entry removed.
 */
export async function lowBalances(
  of: MeterTerms & Pick<MeterAccount, 'rules' | 'told'>,
  { old, now }: { readonly old: Folding | undefined; readonly now: Folding },
  act: ActionContext,
): Promise<LowBalances> {
  const { meterId, unitId, estateId } = of.meter;
  const [was, is] = [firedIn(old), firedIn(now)];
  const [wasKeys, isKeys] = [new Set(was.map(keyOf)), new Set(is.map(keyOf))];
  const come = is.filter((one) => !wasKeys.has(keyOf(one)));
  const gone = was.filter((one) => !isKeys.has(keyOf(one)));
  if (come.length + gone.length === 0) return { told: of.told, items: 0, write: () => {} };

  const sent = (await Promise.all([...come, ...gone].map((one) => noticesOf(meterId, one)))).flat();
  const { send, withdraw } = noticesDue(meterId, come, sent);
  const personId = await householdOf(unitId, dayIn(of.zone, act.recordedAt));
  let told = of.told;
  const notices = send.map((crossing): LowBalanceNotice & { lastLevel: boolean } => {
    const { state, ...known } = come.find((one) => keyOf(one) === keyOf(crossing)) ?? { ...crossing, state: undefined };
    const { levels } = ruleAt(of.rules, msOf(crossing.at));
    const { levelFen } = crossing;
    const last = told.find((one) => one.levelFen === levelFen)?.at;
    const terms = { levels, quietHours: of.policy, zone: of.zone };
    const sendFrom = noticeFrom(crossing, terms, toInstant(act.recordedAt), last);
    told = [...told.filter((one) => one.levelFen !== levelFen), { levelFen, at: sendFrom }];
    return {
      noticeId: crossing.noticeId,
      meterId,
      estateId,
      unitId,
      ...known,
      daysLeft: state && daysLeft(state),
      ...(personId === undefined ? { channel: 'none', result: 'failed' } : { channel: 'mail', result: 'sending' }),
      receiver: personId,
      writtenAt: act.recordedAt,
      sendFrom,
      version: 1,
      lastLevel: levelFen === Math.min(...levels),
    };
  });
  const withdrawn = sent.filter(({ noticeId }) => withdraw.includes(noticeId));
  return {
    told,
    items: notices.length + withdrawn.length,
    write: (transaction, record) => {
      for (const { lastLevel, ...notice } of notices) {
        transaction.save(lowNotices, notice);
        const { noticeId, levelFen, balanceFen, at } = notice;
        const about = { noticeId, levelFen, lastLevel, balanceFen, daysLeft: notice.daysLeft, at };
        record('BalanceFellBelowThreshold', { meterId, unitId, personId, ...about, notBefore: notice.sendFrom });
      }
      for (const notice of withdrawn) {
        const after = { ...notice, withdrawnAt: act.recordedAt, version: notice.version + 1 };
        transaction.save(lowNotices, after, notice);
        record('BalanceNoticeWithdrawn', { meterId, unitId, noticeId: notice.noticeId });
      }
    },
  };
}
