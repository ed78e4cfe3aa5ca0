import { get } from '../../../shared/store/table.ts';
import type { TitleDossier } from './title-dossier.ts';
import { titleDossiers } from './titles.store.ts';

export { carryOverTitle, hasFundRate, titlesAmong } from './carry-over-title.ts';
export { saleContractSchema } from './title-dossier.ts';
export { stepWords } from './title-words.ts';
export { titleRulesOf } from './titles.store.ts';

/** Returns a title dossier, or undefined. */
export function titleDossierOf(dossierId: string): Promise<TitleDossier | undefined> {
  return get(titleDossiers, { dossierId });
}
