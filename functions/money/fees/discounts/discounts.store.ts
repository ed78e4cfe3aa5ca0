import { entity, indexKeys } from '../../../../shared/store/entity.ts';
import { everyItem } from '../../../../shared/store/table.ts';
import { type Discount, discountSchema } from './discount.ts';
import { type Vacancy, vacancySchema } from './vacancy.ts';

const table = 'ledger';

/** Partitions of the lists of discounts and vacancies: by status, by unit, and in the order of change. */
export const discountLists = {
  all: (estateId: string) => `ESTATE#${estateId}#DISCOUNTS`,
  inStatus: (estateId: string, status: string) => `ESTATE#${estateId}#DISCOUNTS#${status}`,
  vacancies: (estateId: string) => `ESTATE#${estateId}#VACANCIES`,
  vacanciesIn: (estateId: string, status: string) => `ESTATE#${estateId}#VACANCIES#${status}`,
  vacanciesOf: (unitId: string) => `UNIT#${unitId}#VACANCIES`,
};

export const discounts = entity<Discount, { discountId: string }>({
  table,
  type: 'discount',
  schema: discountSchema,
  key: ({ discountId }) => ({ pk: `DISCOUNT#${discountId}`, sk: 'DISCOUNT' }),
  indexes: ({ discountId, estateId, status, from, updatedAt }) => ({
    ...indexKeys('lists', discountLists.inStatus(estateId, status), from, discountId),
    ...indexKeys('updates', discountLists.all(estateId), updatedAt, discountId),
  }),
});

export const vacancies = entity<Vacancy, { vacancyId: string }>({
  table,
  type: 'vacancy',
  schema: vacancySchema,
  key: ({ vacancyId }) => ({ pk: `VACANCY#${vacancyId}`, sk: 'VACANCY' }),
  indexes: ({ vacancyId, estateId, unitId, status, asked, updatedAt }) => ({
    ...indexKeys('lists', discountLists.vacanciesIn(estateId, status), asked.at, vacancyId),
    ...indexKeys('mine', discountLists.vacanciesOf(unitId), asked.at, vacancyId),
    ...indexKeys('updates', discountLists.vacancies(estateId), updatedAt, vacancyId),
  }),
});

/** Returns the approved discounts of an estate, by their first day. */
export function approvedDiscounts(estateId: string): Promise<Discount[]> {
  const partition = discountLists.inStatus(estateId, 'approved');
  return Array.fromAsync(everyItem(discounts, { index: 'lists', partition }));
}

/** Returns the vacancies of a unit, the earliest first. */
export function vacanciesOf(unitId: string): Promise<Vacancy[]> {
  return Array.fromAsync(everyItem(vacancies, { index: 'mine', partition: discountLists.vacanciesOf(unitId) }));
}
