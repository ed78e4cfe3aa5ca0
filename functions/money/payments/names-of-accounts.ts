import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { feeItemNames } from '../fees/public.ts';
import { accountOf } from '../ledger/public.ts';
import { meterOf } from '../meters/public.ts';
import { generalPurpose } from './share-out.ts';

/** Names of the usual purposes of deposits. Others are printed as the estate wrote them. */
const depositWords: Readonly<Record<string, Text>> = {
  'fit-out': text('装修押金', '裝修押金', 'Fit-out deposit'),
  keys: text('钥匙押金', '鑰匙押金', 'Deposit for keys'),
};

/**
 * Returns the names of what distinguishes the accounts of a payer, by id: the fee item of prepaid money, the
 * plate of a meter, and the purpose of a deposit.
 */
export async function namesOfAccounts(
  codes: readonly string[],
  language: Language,
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (wanted: 'prepaid' | 'meter') =>
    codes.flatMap((code) => {
      const { kind, ids } = accountOf(code);
      return kind === wanted ? (ids[1] ?? []) : [];
    });
  const purposes = idsOf('prepaid').filter((purpose) => purpose !== generalPurpose);
  const [items, meters] = await Promise.all([
    purposes.length > 0 ? feeItemNames(purposes) : new Map<string, string>(),
    Promise.all([...new Set(idsOf('meter'))].map(meterOf)),
  ]);
  return new Map([
    ...Object.entries(depositWords).map(([purpose, name]): [string, string] => [purpose, say(name, language)]),
    ...items,
    ...meters.flatMap((meter): [string, string][] => (meter ? [[meter.meterId, meter.plate]] : [])),
  ]);
}
