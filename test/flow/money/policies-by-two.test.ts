import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, must, type TestEstate } from '../backend.ts';
import { today } from '../ledger-fixtures.ts';

let estate: TestEstate;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const policyOf = (context: string, on = '') =>
  must(estate.staff.auditor, 'GET', at(`/v1/${context}/policies/{estateId}${on && `?on=${on}`}`));

/** Requests a change of a policy as a person. */
async function requested(context: string, values: object, as = estate.staff.manager) {
  const { estateId: _, version, ...policy } = await policyOf(context);
  const path = at(`/v1/${context}/policies/{estateId}`);
  return ask(as, 'PUT', path, { ...policy, ...values, reason: '业务需要' }, { ifMatch: version });
}
const decided = (context: string, { changeId }: Body, name: string, as = estate.staff.administrator, body = {}) =>
  ask(as, 'POST', `/v1/${context}/policy-changes/${changeId}/${name}`, body);

beforeAll(async () => {
  estate = await estateCalled('PBT');
});

describe('R20.1, R20.10 nobody sets their own limit', () => {
  test('a manager raises the limit of refunds: it stays as it is until the administrator approves', async () => {
    const { status, body } = await requested('payments', { cashierLimitFen: 60_000 });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      cashierLimitFen: 50_000,
      waiting: { status: 'asked', fields: ['cashierLimitFen'], after: { cashierLimitFen: 60_000 } },
    });
    expect(await policyOf('payments')).toMatchObject({ cashierLimitFen: 50_000, version: 0 });

    const { manager, administrator } = estate.staff;
    expect((await decided('payments', body.waiting, 'approve', manager)).body.code).toBe('another-person-needed');
    const colleague = { ...manager, sub: `${manager.sub}-2`, personId: `${manager.personId}-2` };
    const own = await decided('payments', body.waiting, 'approve', colleague);
    expect(own).toMatchObject({ status: 409, body: { code: 'own-limit', fields: ['cashierLimitFen'] } });
    expect((await decided('payments', body.waiting, 'approve', estate.staff.cashier)).status).toBe(403);

    const approved = await decided('payments', body.waiting, 'approve', administrator);
    expect(approved).toMatchObject({ status: 200, body: { status: 'in-force' } });
    expect(await policyOf('payments')).toMatchObject({ cashierLimitFen: 60_000, version: 1 });
    expect((await decided('payments', body.waiting, 'approve', administrator)).body.code).toBe('illegal-state');
  });

  test('an administrator who requests needs another person, too', async () => {
    const { administrator } = estate.staff;
    const { body } = await requested('fees', { dueDays: 45 }, administrator);
    const self = await decided('fees', body.waiting, 'approve', administrator);
    expect(self.body.code).toBe('another-person-needed');
    expect((await decided('fees', body.waiting, 'approve', estate.staff.manager)).body.status).toBe('in-force');
    expect(await policyOf('fees')).toMatchObject({ dueDays: 45 });
  });

  test('a lower limit is in force at once; the same limit again changes nothing', async () => {
    const values = { cashierLimitFen: 40_000 };
    const lower = await requested('payments', values);
    expect(lower).toMatchObject({ status: 200, body: values });
    expect(lower.body.waiting).toBeUndefined();
    const again = await requested('payments', values);
    expect(again).toMatchObject({ status: 200, body: { version: lower.body.version } });
  });

  test('of two requests from one policy only the first that is approved counts', async () => {
    const first = await requested('ledger', { transitMatchDays: 5 });
    const second = await requested('ledger', { transitMatchDays: 9 });
    expect((await decided('ledger', first.body.waiting, 'approve')).status).toBe(200);
    expect(await decided('ledger', second.body.waiting, 'approve')).toMatchObject({
      status: 409,
      body: { code: 'policy-changed-since' },
    });
    expect(await policyOf('ledger')).toMatchObject({ transitMatchDays: 5 });
  });

  test('a request without a reason is refused, and one of another estate does not exist', async () => {
    const { estateId: _, version, ...policy } = await policyOf('meters');
    const path = at('/v1/meters/policies/{estateId}');
    const answer = await ask(estate.staff.manager, 'PUT', path, policy, { ifMatch: version });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    const { body } = await requested('meters', { quietFrom: '20:00' });
    const stranger = (await estateCalled('PBU')).staff.administrator;
    expect((await decided('meters', body.waiting, 'approve', stranger)).status).toBe(404);
  });
});

describe('R20.1 the history of a policy', () => {
  test('shows old and new values, who asked, who decided, when and why, the latest first', async () => {
    const { manager, administrator } = estate.staff;
    const refusedOne = await requested('dunning', { smallestFen: 5_000 });
    await decided('dunning', refusedOne.body.waiting, 'refuse', administrator, { reason: '太高' });
    const { body } = await requested('dunning', { smallestFen: 200 });
    await decided('dunning', body.waiting, 'approve');
    const { items } = await must(estate.staff.auditor, 'GET', at('/v1/dunning/policies/{estateId}/changes'));
    expect(items).toMatchObject([
      {
        status: 'in-force',
        before: { smallestFen: 100 },
        after: { smallestFen: 200 },
        asked: { by: manager.personId },
        decided: { by: administrator.personId },
        reason: '业务需要',
      },
      { status: 'refused', after: { smallestFen: 5_000 }, decided: { by: administrator.personId, reason: '太高' } },
    ]);
    expect(await policyOf('dunning', today())).toMatchObject({ smallestFen: 200, version: 1 });
    expect(await policyOf('dunning', addDays(today(), -1))).toMatchObject({ smallestFen: 100, version: 0 });
  });
});
