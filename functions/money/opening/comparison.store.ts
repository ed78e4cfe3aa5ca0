import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type Comparison, comparisonSchema, type UnitDifference, unitDifferenceSchema } from './month-comparison.ts';

const table = 'ledger';

/** Partitions of the lists, and the beginning of the sort keys of the units that differ in a run. */
export const comparisonLists = {
  ofEstate: (estateId: string) => `ESTATE#${estateId}#MONTHCOMPARISONS`,
  ofRun: (run: number) => `UNIT#${String(run).padStart(6, '0')}#`,
};

export const comparisons = entity<Comparison, { comparisonId: string }>({
  table,
  type: 'month-comparison',
  schema: comparisonSchema,
  key: ({ comparisonId }) => ({ pk: `MONTHCOMPARISON#${comparisonId}`, sk: 'MONTHCOMPARISON' }),
  indexes: ({ comparisonId, estateId, createdAt }) =>
    indexKeys('lists', comparisonLists.ofEstate(estateId), createdAt, comparisonId),
});

/** Units that differ, by run and label. */
export const unitDifferences = entity<
  UnitDifference,
  Pick<UnitDifference, 'comparisonId' | 'run' | 'unitLabel' | 'unitId'>
>({
  table,
  type: 'month-unit-difference',
  schema: unitDifferenceSchema,
  key: ({ comparisonId, run, unitLabel, unitId }) => ({
    pk: `MONTHCOMPARISON#${comparisonId}`,
    sk: `${comparisonLists.ofRun(run)}${unitLabel}#${unitId}`,
  }),
});

/** Returns the key of the file of the system before in the bucket. */
export function comparisonFile({ estateId, comparisonId }: Pick<Comparison, 'estateId' | 'comparisonId'>): string {
  return `openings/${estateId}/months/${comparisonId}.csv`;
}
