import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { feeItemNames, refundPurpose } from '../fees/public.ts';
import { accountOf } from '../ledger/public.ts';
import { meterOf } from '../meters/public.ts';
import { generalPurpose } from './share-out.ts';

/** Names of the usual purposes of deposits. Others are printed as the estate wrote them. */
const depositWords: Readonly<Record<string, Text>> = {
  'fit-out': text('装修', '裝修', 'fit-out work'),
  keys: text('钥匙', '鑰匙', 'keys'),
};

const toRefund = text('待退款', '待退款', 'to be refunded');

/**
 * Returns the names of what distinguishes the accounts of a payer, by id: the fee item of prepaid money, the
 * plate of a meter, and the purpose of a deposit.
 */
export async function namesOfAccounts(
  codes: readonly string[],
  language: Language,
): Promise<ReadonlyMap<string, string>> {
  const accounts = codes.map(accountOf);
  const meterIds = accounts.flatMap(({ kind, ids }) => (kind === 'meter' ? (ids[1] ?? []) : []));
  const feeItemIds = accounts
    .flatMap(({ kind, ids }) => (kind === 'meter' || kind === 'deposit' ? [] : (ids[1] ?? [])))
    .filter((purpose) => purpose !== generalPurpose);
  const [items, meters] = await Promise.all([
    feeItemIds.length > 0 ? feeItemNames(feeItemIds) : new Map<string, string>(),
    Promise.all([...new Set(meterIds)].map(meterOf)),
  ]);
  return new Map([
    ...Object.entries(depositWords).map(([purpose, name]): [string, string] => [purpose, say(name, language)]),
    [refundPurpose, say(toRefund, language)],
    ...items,
    ...meters.flatMap((meter): [string, string][] => (meter ? [[meter.meterId, meter.plate]] : [])),
  ]);
}
