import { dueKeys } from '../../../shared/events/due.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type CommonAccount, commonAccountSchema, type Movement, movementSchema } from './movement.ts';
import { type ServiceBudget, serviceBudgetSchema } from './service-year.ts';

const table = 'ledger';

/** Partitions of the lists of movements: by status, by ledger day, and in the order of change. */
export const movementLists = {
  all: (estateId: string) => `ESTATE#${estateId}#COMMONMOVEMENTS`,
  inStatus: (estateId: string, status: string) => `ESTATE#${estateId}#COMMONMOVEMENTS#${status}`,
};

/** The sums of an estate. Every posted movement writes them, so there is one writer at a time. */
export const commonAccounts = entity<CommonAccount, { estateId: string }>({
  table,
  type: 'common-account',
  schema: commonAccountSchema,
  key: ({ estateId }) => ({ pk: `COMMONINCOME#${estateId}`, sk: 'ACCOUNT' }),
});

export const movements = entity<Movement, { movementId: string }>({
  table,
  type: 'common-movement',
  schema: movementSchema,
  key: ({ movementId }) => ({ pk: `COMMONMOVEMENT#${movementId}`, sk: 'MOVEMENT' }),
  indexes: ({ movementId, estateId, status, postedOn, asked, updatedAt }) => ({
    ...indexKeys('lists', movementLists.inStatus(estateId, status), postedOn ?? asked.at, movementId),
    ...indexKeys('updates', movementLists.all(estateId), updatedAt, movementId),
  }),
});

/** Kind of due item: a budget of which a month of remuneration is to be drawn. */
export const dueBudgets = 'service-budget';

/** The budget and the accounts of a year of service, one for each year of an estate (R34.5). */
export const serviceBudgets = entity<ServiceBudget, { estateId: string; year: string }>({
  table,
  type: 'service-budget',
  schema: serviceBudgetSchema,
  key: ({ estateId, year }) => ({ pk: `SERVICEBUDGET#${estateId}#${year}`, sk: 'BUDGET' }),
  indexes: ({ estateId, year, dueAt, updatedAt }) => dueKeys(dueBudgets, `${estateId}#${year}`, dueAt, updatedAt),
});
