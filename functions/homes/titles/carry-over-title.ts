import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { getMany } from '../../../shared/store/table.ts';
import type { Estate } from '../../register/owners/public.ts';
import { openTitle } from './open-title.ts';
import { dossierIdOf, type saleContractSchema } from './title-dossier.ts';
import { moneyFor, type TitleRules, tablesFor } from './title-money.ts';
import { titleDossiers } from './titles.store.ts';

/*
 * Sales contracts of the system before (R30.4): each opens the title dossier of its home and buyer, and gives
 * the handover of the home its terms of the maintenance fund. Nobody gets a letter.
 */

type Contract = z.output<typeof saleContractSchema>;

/** Returns false when the city's table of the maintenance fund lacks the building type of a contract. */
export function hasFundRate(contract: Contract, rules: TitleRules, today: string): boolean {
  try {
    moneyFor(contract, tablesFor(contract, rules, undefined, today), rules.vatRate);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

interface HomeOfBuyer {
  readonly unitId: string;
  readonly buyerId: string;
}

/** Returns the homes and buyers, as `unitId buyerId`, that have a dossier already. */
export async function titlesAmong(homes: readonly HomeOfBuyer[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let from = 0; from < homes.length; from += 100) {
    const some = homes.slice(from, from + 100);
    const ids = some.map(({ unitId, buyerId }) => ({ dossierId: dossierIdOf(unitId, buyerId) }));
    for (const { unitId, buyerId } of await getMany(titleDossiers, ids)) known.add(`${unitId} ${buyerId}`);
  }
  return known;
}

/** Takes over a sales contract, once for each home and buyer. */
export async function carryOverTitle(
  row: HomeOfBuyer & { unitLabel: string; deliveredOn?: string | undefined; contract: Contract },
  { estate, rules, openingId, act }: { estate: Estate; rules: TitleRules; openingId: string; act: ActionContext },
): Promise<void> {
  const { unitId, unitLabel: label, buyerId, deliveredOn, contract } = row;
  if ((await titlesAmong([row])).size > 0) return;
  const { handlerId } = rules;
  const of = { unit: { unitId, label }, buyerId, deliveredOn, contract, handlerId, handover: undefined };
  const { transaction } = openTitle({ ...of, carriedOver: openingId }, estate, rules, act);
  await transaction.commit();
}
