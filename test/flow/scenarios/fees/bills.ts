import { type Body, must } from '../../backend.ts';
import { billsOut, feeFor } from '../../bill-fixtures.ts';
import { inDays } from '../../dunning-fixtures.ts';
import { linkTo, nobody } from '../../links.ts';
import type { ScenarioPart } from '../../scenario.ts';
import { endBill } from '../../two-people.ts';

/** Runs the operations on published bills: delivery, dispute, waiver, costs, cancellation, write-off. */
export const billsScenario: ScenarioPart = async ({ stage, serial, household, personId, unitId }, _traces, perform) => {
  const { estate } = stage;
  const { estateId, staff } = estate;
  const { operator: desk, supervisor, manager, cashier, auditor, administrator } = staff;
  // The text test gives the building another name.
  const { building } = await must(desk, 'GET', `/v1/units/${unitId}`);
  const feeItemId = await feeFor(estate, building, '300', { name: `服务费 ${serial}` });
  // Due after the bill of the previous scenario, so that payments go to that bill first.
  const dueOn = inDays(60);
  const [main, wrong, lost] = await Promise.all(
    ['2026-01', '2026-02', '2026-03'].map(async (month) => {
      const bills = await billsOut(estate, [feeItemId], month, dueOn);
      return bills.find((bill: Body) => bill.unitId === unitId);
    }),
  );
  const on = (bill: Body) => ({ params: { billId: bill.billId } });

  await perform('deliverBill', desk, { ...on(main), body: { method: 'hand', proof: '本人签收' } });
  await perform('disputeBill', household, { ...on(main), body: { reason: '面积不对', proof: '来信 12 号' } });
  await perform('settleDispute', supervisor, { ...on(main), body: { outcome: '已核实无误', decision: 'unfounded' } });
  await perform('addCosts', cashier, { ...on(main), body: { what: '挂号信邮费', fen: 600 } });
  const part = { part: 'principal', feeItemId, fen: 1_000 };
  await perform('requestWaiver', supervisor, { ...on(main), body: { ...part, reason: '停水两天' } });
  const asked = await perform('requestWaiver', desk, {
    ...on(main),
    body: { part: 'costs', fen: 100, reason: '寄错' },
  });
  const waiver = { params: { waiverId: asked.waiverId } };
  await perform('approveWaiver', manager, { ...waiver, body: { reason: '情况属实' } });
  await perform('getWaiver', auditor, waiver);
  const again = await perform('requestWaiver', desk, {
    ...on(main),
    body: { part: 'costs', fen: 100, reason: '再减' },
  });
  const refused = { params: { waiverId: again.waiverId }, body: { reason: '没有依据' } };
  await perform('refuseWaiver', manager, refused);
  await perform('listWaivers', manager, { query: { estateId, limit: '20' } });
  await perform('listWaivers', manager, { query: { estateId, status: 'asked', limit: '20' } });
  await perform('listWaivers', manager, { query: { estateId, billId: main.billId, limit: '20' } });

  await perform('cancelBill', manager, { ...on(wrong), body: { reason: '重复出账' } });
  await perform('listBills', administrator, { query: { estateId, end: 'asked', limit: '20' } });
  await perform('approveBillEnd', administrator, { ...on(wrong), body: { as: 'cancelled' } });
  await perform('writeOffBill', administrator, { ...on(lost), body: { reason: '无法追收' } });
  await perform('refuseBillEnd', manager, { ...on(lost), body: { as: 'written-off', reason: '再催一次' } });
  await endBill(estate, lost.billId, 'written-off', '仍无法追收');
  await perform('requestWriteOffReversal', administrator, { ...on(lost), body: { reason: '误核销' } });
  await perform('reverseWriteOff', manager, { ...on(lost), body: {} });
  await endBill(estate, lost.billId, 'written-off', '确实无法追收');

  await perform('getBill', household, on(main));
  await perform('getBill', desk, on(main));
  await perform('getBillDocument', household, on(main));
  await perform('listBillEvents', auditor, { ...on(main), query: { limit: '200' } });
  const inEstate = { estateId, limit: '20' };
  const since = { ...inEstate, updatedSince: new Date(Date.now() - 60_000).toISOString() };
  await perform('listBills', household, { query: inEstate });
  await perform('listBills', desk, { query: inEstate });
  await perform('listBills', desk, { query: since });
  await perform('listBills', desk, { query: { ...inEstate, payerId: personId } });
  await perform('listBills', desk, { query: { ...inEstate, unitId } });
  await perform('listBillsToDeliver', desk, { query: inEstate });
  await perform('showBillPage', nobody, { params: { token: linkTo('fees', main.billId) } });

  // Later scenarios need an open bill.
  const open = await must(desk, 'GET', `/v1/fees/bills/${main.billId}`);
  if (open.status !== 'published') throw new Error(`bill ${main.billId} is ${open.status}`);
  return { billId: main.billId, cancelledBillId: wrong.billId, lostBillId: lost.billId, waiverId: asked.waiverId };
};
