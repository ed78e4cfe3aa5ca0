import { newSteps, type TitleDossier } from '../../../../functions/homes/titles/title-dossier.ts';

/** Returns a dossier of a home delivered on 2024-06-30, in which nothing was done yet. */
export function aDossier(more: Partial<TitleDossier>): TitleDossier {
  return {
    dossierId: 'ttl_1',
    estateId: 'e',
    unitId: 'u',
    unitLabel: '1-101',
    buyerId: 'p',
    deliveredOn: '2024-06-30',
    tables: {},
    money: {},
    listVersion: 0,
    documents: [],
    steps: newSteps(),
    notes: [],
    updatedAt: '',
    version: 1,
    ...more,
  };
}
