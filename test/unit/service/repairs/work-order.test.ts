import { describe, expect, test } from 'vitest';
import { releaseAppointment, reportNoAccess } from '../../../../functions/service/repairs/appoint-visit.ts';
import { acceptWorkOrder, refuseWorkOrder } from '../../../../functions/service/repairs/assign-work-order.ts';
import type { Operation } from '../../../../functions/service/repairs/change-work-order.ts';
import { cancelWorkOrder } from '../../../../functions/service/repairs/finish-work-order.ts';
import { arriveOnSite, useMaterials, verifyFault } from '../../../../functions/service/repairs/work-on-site.ts';
import {
  holderOf,
  materialSchema,
  mustAllow,
  statesAllowing,
  type WorkOrder,
  type WorkOrderOperation,
  workOrderStatuses,
} from '../../../../functions/service/repairs/work-order.ts';
import { householdView, mustHaveIt } from '../../../../functions/service/repairs/work-order-view.ts';
import { workOrderIdOf } from '../../../../functions/service/tickets/work-order-id.ts';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import type { Caller } from '../../../../shared/http/auth.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { filled } from '../../../filled.ts';
import { aWorkOrder } from './a-work-order.ts';

process.env.TICKETS_TABLE = 'tickets';

const order = aWorkOrder;
const act: ActionContext = { actor: { kind: 'staff', id: 'stf_1' }, recordedAt: '2025-03-05T06:00:00Z' };
const changed = async <I>(run: Operation<I>, input: I, of: Partial<WorkOrder> = {}) =>
  run({ ...order, ...of }, input, act);
const names = async (change: ReturnType<typeof changed>) =>
  (await change).transaction.events.map((event) => event.name);
const caller = (role: Caller['roles'][number], personId: string): Caller => ({
  id: personId,
  personId,
  name: undefined,
  roles: [role],
  estates: ['est_1'],
});
const refusal = (what: () => unknown): Problem | undefined => {
  try {
    what();
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error : undefined;
  }
};

describe('states of a work order', () => {
  const operations: WorkOrderOperation[] = [
    'claim',
    'assign',
    'accept',
    'refuse',
    'transfer',
    'appoint',
    'release',
    'arrive',
    'report-no-access',
    'verify',
    'materials',
    'photos',
    'complete',
    'cancel',
  ];

  test('every operation in every state is allowed, or rejected with the states that allow it', () => {
    for (const operation of filled(operations)) {
      for (const status of filled(workOrderStatuses)) {
        const refused = refusal(() => mustAllow({ status }, operation));
        const allowed = statesAllowing(operation);
        expect(refused === undefined, `${operation} in ${status}`).toBe(allowed.includes(status));
        expect(refused?.more).toEqual(refused && { state: status, allowedFrom: allowed });
      }
    }
  });

  test('a cancelled order allows no operation', () => {
    expect(operations.filter((operation) => statesAllowing(operation).includes('cancelled'))).toEqual([]);
  });

  test('only an open order can be claimed, and an open order can only be claimed, assigned or cancelled', () => {
    expect(statesAllowing('claim')).toEqual(['open']);
    expect(operations.filter((operation) => statesAllowing(operation).includes('open'))).toEqual([
      'claim',
      'assign',
      'cancel',
    ]);
  });

  test('the id of an order depends on the ticket and its number of reopenings', () => {
    expect(workOrderIdOf('tkt_1', 0)).toBe(workOrderIdOf('tkt_1', 0));
    expect(workOrderIdOf('tkt_1', 0)).not.toBe(workOrderIdOf('tkt_1', 1));
  });

  test('only an unfinished order counts as load', () => {
    const counts = workOrderStatuses.filter((status) => holderOf({ status, technicianId: 'stf_1' }) !== undefined);
    expect(counts).toEqual(['assigned', 'accepted', 'arrived']);
  });
});

describe('operations on a work order', () => {
  test('D12 a refusal is recorded, opens the order again and releases its appointment', async () => {
    const change = changed(refuseWorkOrder, { reason: '没有配件' });
    expect((await change).after).toMatchObject({ status: 'open', refusedBy: ['stf_1'], appointment: undefined });
    expect((await change).after.technicianId).toBeUndefined();
    expect(await names(change)).toEqual(['WorkOrderRefused', 'AppointmentReleased']);
  });

  test('D13 a visit without access is counted and releases the slot', async () => {
    const change = changed(reportNoAccess, {}, { status: 'arrived', notAtHomeCount: 1 });
    expect((await change).after).toMatchObject({ status: 'accepted', notAtHomeCount: 2, appointment: undefined });
    expect(await names(change)).toEqual(['CustomerNotAtHome', 'AppointmentReleased']);
  });

  test('D13 the verdict of the visit is saved with its findings', async () => {
    const { after: verified } = await changed(
      verifyFault,
      { verdict: 'other-cause', findings: '楼上地漏堵塞' },
      { status: 'arrived' },
    );
    expect(verified.verification).toEqual({ verdict: 'other-cause', findings: '楼上地漏堵塞' });
  });

  test('materials are added to those already recorded', async () => {
    const line = { item: '阀芯', quantity: '1.5', unit: '个' };
    const { after: used } = await changed(useMaterials, { lines: [line] }, { status: 'arrived', materials: [line] });
    expect(used.materials).toEqual([line, line]);
  });

  test('a quantity is above zero with at most three decimals', () => {
    const ok = (quantity: string) => materialSchema.safeParse({ item: 'x', quantity, unit: 'm' }).success;
    expect(['1', '0.5', '12.125'].map(ok)).toEqual([true, true, true]);
    expect(['0', '0.000', '-1', '1e3', '1.2345', '.5', ''].map(ok)).toEqual(Array(7).fill(false));
  });

  test('an order without appointment has none to release', () => {
    expect(refusal(() => releaseAppointment({ ...order, appointment: undefined }, {}, act))?.kind.code).toBe(
      'no-appointment',
    );
  });

  test('a late entry must not be dated before the latest change', () => {
    const early = { ...act, occurredAt: '2025-03-05T00:59:59Z' };
    expect(refusal(() => arriveOnSite(order, {}, early))?.kind.code).toBe('out-of-order');
  });

  test('every change raises the version by one', async () => {
    expect((await changed(acceptWorkOrder, {}, { status: 'assigned' })).after.version).toBe(4);
    expect((await changed(cancelWorkOrder, { reason: '业主自行处理' })).after.version).toBe(4);
  });
});

describe('access to a work order', () => {
  test('a resident sees who comes by name and trade, but neither ids nor refusals', () => {
    const visit = { technician: { name: '张强', trade: '水暖' } };
    const seen = householdView({ ...order, refusedBy: ['stf_2'] }, visit);
    expect(seen.visit).toEqual(visit);
    expect(JSON.stringify(seen)).not.toContain('stf_');
    expect(seen.appointment).toEqual({ from: '2025-03-05T05:30:00Z', to: '2025-03-05T07:30:00Z' });
  });

  test('a technician can change only their own orders; the front desk can act for them', () => {
    expect(refusal(() => mustHaveIt(order, caller('technician', 'stf_1')))).toBeUndefined();
    expect(refusal(() => mustHaveIt(order, caller('operator', 'stf_9')))).toBeUndefined();
    expect(refusal(() => mustHaveIt(order, caller('technician', 'stf_2')))?.kind.code).toBe('not-your-work-order');
    expect(refusal(() => mustHaveIt(order, caller('technician', 'stf_2')))?.kind.status).toBe(403);
  });
});
