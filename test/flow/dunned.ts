import { must, type TestEstate } from './house.ts';

/** Changes what an estate has decided about dunning. */
async function decideOnDunning({ estateId, staff }: TestEstate, change: object): Promise<void> {
  const path = `/v1/estates/${estateId}/policies/dunning`;
  const { estateId: _, version, ...policy } = await must(staff.manager, 'GET', path);
  await must(staff.manager, 'PUT', path, { ...policy, ...change }, { ifMatch: version });
}

/** Lets an estate begin with a visit, at any hour. */
export async function eagerDunning(estate: TestEstate): Promise<void> {
  const ladder = [
    { step: 'visit', day: 1, means: 'call-or-visit', answerDays: 7 },
    { step: 'demand', day: 30, means: 'written-demand', answerDays: 15 },
    { step: 'file', day: 90, means: 'legal-file', answerDays: 0 },
  ];
  await decideOnDunning(estate, { ladder, quietFrom: '00:00', quietTo: '00:00' });
}
