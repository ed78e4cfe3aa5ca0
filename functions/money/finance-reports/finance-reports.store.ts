import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type StoredReport, storedReportSchema } from './report.ts';

/** Partitions of the lists. */
export const reportLists = {
  ofEstate: (estateId: string) => `ESTATE#${estateId}#FINANCEREPORTS`,
};

export const reports = entity<StoredReport, { reportId: string }>({
  table: 'ledger',
  type: 'finance-report',
  schema: storedReportSchema,
  key: ({ reportId }) => ({ pk: `FINANCEREPORT#${reportId}`, sk: 'FINANCEREPORT' }),
  indexes: ({ reportId, estateId, requestedAt }) =>
    indexKeys('lists', reportLists.ofEstate(estateId), requestedAt, reportId),
});
