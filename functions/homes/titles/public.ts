import { get } from '../../../shared/store/table.ts';
import type { TitleDossier } from './title-dossier.ts';
import { titleDossiers } from './titles.store.ts';

export { stepWords } from './title-words.ts';

/** Returns a title dossier, or undefined. */
export function titleDossierOf(dossierId: string): Promise<TitleDossier | undefined> {
  return get(titleDossiers, { dossierId });
}
