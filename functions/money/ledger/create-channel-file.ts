import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { assertContinues, fileIdOf, type NewChannelFile, type StoredChannelFile } from './channel-file.ts';
import { withdrawDifference } from './clear-difference.ts';
import { mustBeOpen, postingDay } from './close-day.ts';
import { drawerDifferences, slipDifferenceId } from './drawer.store.ts';
import type { DrawerDifference } from './drawer.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { ledger as ledgerOf } from './ledger.store.ts';
import { closedThroughNow, type LedgerState } from './ledger-state.ts';
import { entryWith, postEntries } from './post-entries.ts';
import { type Entry, reversalOf, sumFen } from './posting.ts';
import { type Arrival, arrivals, openSlips, type StoredSettlement, settlements } from './settlement.store.ts';
import { channelFiles, channelLines, statementHeads } from './source-document.store.ts';

const twiceInFile = problemKind('reference-twice', 400, {
  'zh-CN': '文件中 {reference} 出现两次，请核对后重新导入。',
  'zh-TW': '檔案中 {reference} 出現兩次，請核對後重新匯入。',
  en: '{reference} occurs twice in the statement. Check the lines and import it again.',
});
const withdrawnAlready = problemKind('channel-file-withdrawn', 409, {
  'zh-CN': '该对账单已撤回。请重新读取。',
  'zh-TW': '該對帳單已撤回。請重新讀取。',
  en: 'This statement is already withdrawn. Read it again.',
});
const provesMuch = problemKind('statement-proves-much', 409, {
  'zh-CN': '该对账单已证实 {count} 笔解款到账，无法一次撤回。请保留该对账单，在未结账日逐笔更正。',
  'zh-TW': '該對帳單已證實 {count} 筆解款入帳，無法一次撤回。請保留該對帳單，在未結帳日逐筆更正。',
  en: 'The lines of this statement confirm {count} deposit slips, too many to undo at once. Keep it and correct the slips one by one on an open day.',
});

const ownImport = problemKind('second-person-for-statement', 409, {
  'zh-CN': '对账单不能由导入人自己撤回。请由另一位同事撤回。',
  'zh-TW': '對帳單不能由匯入人自己撤回。請由另一位同事撤回。',
  en: 'You imported this statement, so you may not withdraw it. Ask a colleague.',
});
const notTheLast = problemKind('later-statement', 409, {
  'zh-CN': '其后已有衔接的对账单。请先撤回最后一份。',
  'zh-TW': '其後已有銜接的對帳單。請先撤回最後一份。',
  en: 'A later statement continues this one. Withdraw the last one first.',
});
const proofNeeded = problemKind('statement-needs-proof', 400, {
  'zh-CN': '{account} 的对账单须附文件校验值和首末余额。请填写 proof。',
  'zh-TW': '{account} 的對帳單須附檔案校驗值和首末餘額。請填寫 proof。',
  en: 'A statement of {account} needs the hash of its file and both balances. Enter them in proof.',
});

/** The writes that undo one confirmed slip, and the writes of a transaction that lines and slips may use. */
const writesOfProof = 7;
const mostWrites = 84;

interface FileChange {
  after: StoredChannelFile;
  transaction: Transaction;
}

/**
 * Adds the condition that the ledger is unchanged, because the close of a day may be reading the same lines.
 * @throws VersionConflict at commit.
 */
function whileLedgerIsUnchanged(transaction: Transaction, { estateId, version }: LedgerState): Transaction {
  const asRead =
    version === 0
      ? { text: 'attribute_not_exists(pk)' }
      : { text: 'version = :ledger', values: { ':ledger': version } };
  return transaction.check(
    ledgerOf,
    { estateId },
    asRead,
    () => new VersionConflict('the ledger has changed meanwhile'),
  );
}

/**
 * Records a bank or channel statement. Each line is filed under its own day, or under the next open day when
 * that is closed (D29).
 * One with a proof continues the last one of the account without a gap (R20.13).
 * `before` is the same statement where it was withdrawn.
 * @throws Problem `reference-twice`, `statement-gap`, `statement-needs-proof`.
 */
export async function createChannelFile(
  ledger: LedgerState,
  input: NewChannelFile,
  act: ActionContext,
  before?: StoredChannelFile,
): Promise<FileChange> {
  const { estateId } = ledger;
  const { account, lines, proof } = input;
  const { accountsWithProof } = await ledgerPolicy.of(estateId);
  if (!proof && accountsWithProof.includes(account)) throw new Problem(proofNeeded, { account });
  const references = new Set<string>();
  for (const { reference } of lines) {
    if (references.has(reference)) throw new Problem(twiceInFile, { reference });
    references.add(reference);
  }
  const days = lines.map(({ day }) => day).sort();
  const filed = lines.map((line) => ({ ...line, postedOn: postingDay(line.day, closedThroughNow(ledger)) }));
  const [from = '', to = from] = [days[0], days.at(-1)];
  const head = proof && (await get(statementHeads, { estateId, account }));
  if (proof) assertContinues(head?.last, { proof, from });
  const after: StoredChannelFile = {
    fileId: fileIdOf(estateId, input),
    estateId,
    account,
    lines: lines.length,
    fen: sumFen(lines.map(({ fen }) => fen)),
    from,
    to,
    ...(proof && { proof }),
    ...(head?.last && { follows: head.last }),
    takenAt: act.recordedAt,
    takenBy: act.actor.id,
    version: (before?.version ?? 0) + 1,
    filed: filed.map(({ postedOn, reference }) => ({ postedOn, reference })),
  };
  const { fileId, fen } = after;
  const transaction = new Transaction()
    .save(channelFiles, after, before)
    .record(channelFiles, after, 'ChannelFileTaken', { fileId, account, lines: lines.length, fen }, act);
  for (const line of filed) transaction.put(channelLines, { ...line, estateId, fileId, account });
  if (proof) {
    const last = { fileId, through: to, closingFen: proof.closingFen };
    transaction.save(statementHeads, { estateId, account, last, version: (head?.version ?? 0) + 1 }, head);
  }
  return { after, transaction: whileLedgerIsUnchanged(transaction, ledger) };
}

/** A statement line that confirmed a slip, with what a withdrawal of the statement must undo. */
interface Proof {
  readonly arrival: Arrival;
  readonly settlement: StoredSettlement;
  readonly entry: Entry;
  /** What the line had too little or too much. */
  readonly difference: DrawerDifference | undefined;
}

async function proofsOf({ estateId, fileId, account, filed }: StoredChannelFile): Promise<Proof[]> {
  const ids = filed.map(({ reference }) => ({ estateId, account, reference }));
  const found = await getMany(arrivals, ids, { consistent: true });
  const proofs = found.map(async (arrival) => {
    const { from, slip: reference } = arrival;
    const settlement = await get(settlements, { estateId, from, to: account, reference });
    const entry = settlement?.arrived && (await entryWith(estateId, settlement.arrived.entryId));
    if (settlement?.arrived?.fileId !== fileId || !entry) return [];
    const difference = await get(drawerDifferences, { differenceId: slipDifferenceId(entry.entryId) });
    return [{ arrival, settlement, entry, difference }];
  });
  return (await Promise.all(proofs)).flat();
}

/**
 * Withdraws a wrong statement, unless a day that holds its lines is closed. Slips that it confirmed are in
 * transit again. Another person than its importer does it, so nobody replaces a statement alone (R20.13). Of
 * statements with a proof, only the last can be withdrawn.
 * @throws Problem `period-closed`, `channel-file-withdrawn`, `statement-proves-much`,
 * `second-person-for-statement`, `later-statement`, `difference-cleared`.
 */
export async function withdrawChannelFile(
  before: StoredChannelFile,
  ledger: LedgerState,
  reason: string,
  act: ActionContext,
): Promise<FileChange> {
  if (before.withdrawn) throw new Problem(withdrawnAlready);
  if (before.takenBy === act.actor.id) throw new Problem(ownImport);
  for (const { postedOn } of before.filed) mustBeOpen(postedOn, closedThroughNow(ledger));
  const { estateId, fileId, account, lines, fen, filed } = before;
  const proofs = await proofsOf(before);
  if (proofs.length > 0 && filed.length + writesOfProof * proofs.length > mostWrites)
    throw new Problem(provesMuch, { count: proofs.length });
  const withdrawn = { at: act.recordedAt, by: act.actor.id, reason };
  const after = { ...before, withdrawn, filed: [], version: before.version + 1 };
  const head = before.proof && (await get(statementHeads, { estateId, account }));
  if (before.proof && head?.last?.fileId !== fileId) throw new Problem(notTheLast);
  const transaction = new Transaction()
    .save(channelFiles, after, before)
    .record(channelFiles, after, 'ChannelFileWithdrawn', { fileId, account, lines, fen }, { ...act, reason });
  for (const { postedOn, reference } of filed) {
    transaction.remove(channelLines, { estateId, postedOn, fileId, reference });
  }
  if (head) {
    const { last: _, ...rest } = head;
    const { follows: last } = before;
    transaction.save(statementHeads, { ...rest, ...(last && { last }), version: head.version + 1 }, head);
  }
  const mirrors = proofs.map((proof) => {
    const { settlement, entry, arrival, difference } = proof;
    if (difference) withdrawDifference(transaction, difference, act);
    const { from, to, reference, by = '', arrived, ...rest } = settlement;
    const { occurredOn = arrived?.day ?? '', postedOn: slipBookedOn = occurredOn } = settlement;
    const again = { ...rest, from, to, reference, by, version: settlement.version + 1 };
    transaction.save(settlements, again, settlement).remove(arrivals, arrival);
    const slipFen = settlement.fen - settlement.feeFen;
    const slip = { estateId, from, to, reference, fen: slipFen, by };
    transaction.put(openSlips, { ...slip, occurredOn, postedOn: slipBookedOn });
    const { postedOn, description } = entry;
    return reversalOf(entry, { postedOn, recordedAt: act.recordedAt, reference: entry.reference, description });
  });
  // The statement moves the money back, so no person counts as having touched it.
  const byStatement = { ...act, actor: { kind: 'system', id: fileId } } as const;
  if (mirrors.length > 0) postEntries(transaction, ledger, mirrors, [], byStatement);
  return { after, transaction: whileLedgerIsUnchanged(transaction, ledger) };
}
