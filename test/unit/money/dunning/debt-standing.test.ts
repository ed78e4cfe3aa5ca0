import { expect, test } from 'vitest';
import { standingIn } from '../../../../functions/money/dunning/debt-standing.ts';
import { type AccountRecord, newAccount } from '../../../../functions/money/dunning/dunning-account.ts';

const home = { estateId: 'sunshine', unitId: 'u1', unitLabel: '3栋1201', payerId: 'limei' };
const period = { from: '2022-01-01', to: '2022-01-31' };
const bill = { billId: 'b1', dueOn: '2022-03-31', fen: 71_853, paid: [], disputes: [], period };
const account: AccountRecord = { ...newAccount(home), bills: [bill] };
const standingOn = (record: AccountRecord, day: string) => new Map(standingIn(record, 'Asia/Shanghai', day)).get('b1');

test('R26.1 a bill is at risk when its limitation period is over', () => {
  expect(standingOn(account, '2025-03-31')).toEqual({ inPlan: false, atRisk: false });
  expect(standingOn(account, '2025-04-01')).toEqual({ inPlan: false, atRisk: true });
});

test('a bill is in instalments from the day of the agreement while the plan is kept', () => {
  const plan = {
    agreedOn: '2025-01-10',
    billIds: ['b1'],
    instalments: [{ dueOn: '2025-02-28', fen: 1_000 }],
    by: 'clerk',
  };
  const agreed = { ...account, plans: [plan] };
  expect(standingOn(agreed, '2025-01-09')?.inPlan).toBe(false);
  expect(standingOn(agreed, '2025-02-28')?.inPlan).toBe(true);
  expect(standingOn(agreed, '2025-03-01')?.inPlan).toBe(false);
  const paid = [{ on: '2025-02-20', fen: 1_000 }];
  expect(standingOn({ ...agreed, bills: [{ ...bill, paid }] }, '2025-03-01')?.inPlan).toBe(true);
});
