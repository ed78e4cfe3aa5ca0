import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { getMany } from '../../../shared/store/table.ts';
import { accountOf } from './account.ts';
import type { NewChannelFile } from './channel-file.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { slipsInTransit } from './match-lines.ts';
import { hands } from './money.store.ts';
import { slipOf } from './transit.ts';

const ownStatement = problemKind('own-statement', 403, {
  'zh-CN': '您在 {days} 经手过 {account} 的款项，不能导入证实这些款项的对账单。请由未经手的同事导入。',
  'zh-TW': '您在 {days} 經手過 {account} 的款項，不能匯入證實這些款項的對帳單。請由未經手的同事匯入。',
  en: 'You moved money of {account} on {days}, so you may not import the statement that confirms it. Ask a colleague who did not move it.',
});

/**
 * Rejects a statement that confirms the importer's own work (R20.2): they moved money of that account on one
 * of its days, or made a deposit slip that a line confirms.
 * @throws Problem own-statement.
 */
export async function assertNotOwnStatement(estateId: string, file: NewChannelFile, personId: string): Promise<void> {
  const { account } = file;
  const days = [...new Set(file.lines.map(({ day }) => day))].sort();
  const ids = days.map((day) => ({ estateId, account, day, personId }));
  const [touched, slips, policy] = await Promise.all([
    getMany(hands, ids, { consistent: true }),
    accountOf(account).kind === 'bank' ? slipsInTransit(estateId) : [],
    ledgerPolicy.of(estateId),
  ]);
  const mine = slips.filter(({ by }) => by === personId);
  const match = { byAmount: true, matchDays: policy.transitMatchDays };
  const proven = file.lines.filter((line) => slipOf({ ...line, account }, mine, match) !== undefined);
  const found = [...new Set([...touched.map(({ day }) => day), ...proven.map(({ day }) => day)])].sort();
  if (found.length > 0) throw new Problem(ownStatement, { account, days: found.join(', ') });
}
