import * as z from 'zod';
import type { Caller } from '../../../api-client/api-client.ts';
import { cashOf } from './cash-of.ts';
import type { Desk } from './money-desk.ts';

/* Operations that move the company's own money: deposit slips, counts, handovers and pay-outs. */

const balanceSchema = z.object({ fen: z.number() });
const ledger = (desk: Desk) => `/v1/ledger/estates/${desk.estate.estateId}`;

export async function depositSlip(desk: Desk): Promise<void> {
  const by = desk.oneOf(desk.estate.cashiers);
  const drawer = `assets:cash:${by.sub}`;
  const { fen: there } = await desk.get(balanceSchema, `${ledger(desk)}/accounts/${drawer}/balance`);
  const reference = desk.reference('slip');
  const [from, to] = desk.chance(0.7) ? [drawer, 'assets:bank:icbc'] : ['assets:channel:wechat', 'assets:bank:icbc'];
  // A tenth of the slips asks for more than there is.
  const fen = 1 + desk.below(Math.max(1, Math.floor(there * 1.1)));
  const made = await desk.post('recordSettlement', by, `${ledger(desk)}/settlements`, { from, to, fen, reference });
  if (!made) return;
  if (desk.chance(0.2)) {
    const reversal = { from, to, reference, reason: '未送存' };
    await desk.post('reverseSettlement', desk.estate.approver, `${ledger(desk)}/settlements/reverse`, reversal);
    return;
  }
  if (!desk.chance(0.7)) return;
  // A line of the bank confirms it, now and then with another amount.
  const lineFen = desk.chance(0.1) ? Math.max(1, fen - 10) : fen;
  const lines = [{ day: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10), reference, fen: lineFen }];
  const files = `${ledger(desk)}/channel-files`;
  const filed = await desk.post('createChannelFile', desk.estate.manager, files, { account: to, lines });
  if (!filed?.fileId || !desk.chance(0.15)) return;
  const wrong = { reason: '导错了文件' };
  await desk.post(
    'withdrawChannelFile',
    desk.estate.approver,
    `/v1/ledger/channel-files/${filed.fileId}/withdraw`,
    wrong,
  );
}

/** Opens a drawer again after its closing count or its handover, with what is in it. */
async function openAgain(desk: Desk, by: Caller, fen: number): Promise<void> {
  const body = { purpose: 'opening', cash: cashOf(fen) };
  await desk.post('countDrawer', by, `${ledger(desk)}/drawers/${by.sub}/counts`, body);
}

export async function countDrawer(desk: Desk): Promise<void> {
  const { approver, manager, cashiers } = desk.estate;
  const by = desk.oneOf(cashiers);
  const { fen: there } = await desk.get(balanceSchema, `${ledger(desk)}/accounts/assets:cash:${by.sub}/balance`);
  const counted = Math.max(0, there + desk.oneOf([0, 0, 0, -100, 250]));
  const body = { purpose: 'closing', cash: cashOf(counted) };
  const count = await desk.post('countDrawer', by, `${ledger(desk)}/drawers/${by.sub}/counts`, body);
  if (!count?.countId) return;
  const day = z.string().parse(count.day);
  await desk.post('witnessDrawerCount', approver, `${ledger(desk)}/drawer-counts/${day}/${count.countId}/witness`);
  await openAgain(desk, by, counted);
  if (counted === there) return;
  const path = `/v1/ledger/drawer-differences/${count.countId}`;
  const cause =
    counted < there ? { as: 'cashier-answers', reason: '本人补足' } : { as: 'no-cause', reason: '无法查明' };
  const asked = await desk.post('requestDrawerClearing', manager, `${path}/request-clearing`, cause);
  if (asked) await desk.post('approveDrawerClearing', approver, `${path}/approve-clearing`);
}

export async function handOverDrawer(desk: Desk): Promise<void> {
  const [from, to] = [desk.oneOf(desk.estate.cashiers), desk.oneOf(desk.estate.cashiers)];
  if (from === to) return countDrawer(desk);
  const { fen } = await desk.get(balanceSchema, `${ledger(desk)}/accounts/assets:cash:${from.sub}/balance`);
  const cash = cashOf(Math.max(0, fen));
  const body = { to: to.sub, cash, cheques: [], blankReceipts: [] };
  const offered = await desk.post('offerDrawer', from, `${ledger(desk)}/drawer-handovers`, body);
  if (!offered?.handoverId) return;
  await desk.post('acceptDrawer', to, `/v1/ledger/drawer-handovers/${offered.handoverId}/accept`, { cash });
  await openAgain(desk, from, 0);
}

/** Money of the company goes out to an approved payee (R21.11), and now and then comes back. */
export async function payOut(desk: Desk): Promise<void> {
  const { manager, approver, estateId } = desk.estate;
  const by = desk.oneOf(desk.estate.cashiers);
  if (desk.payeeIds.length === 0) {
    const number = `6222${String(desk.below(1_000_000_000)).padStart(9, '0')}${String(desk.below(1_000)).padStart(3, '0')}`;
    const account = { holder: '维修公司', bank: '工商银行', number };
    const body = { name: '维修公司', purposes: ['supplier'], proof: '合同', reason: '新收款人', account };
    const asked = await desk.post('requestPayee', manager, `/v1/ledger/estates/${estateId}/payees`, body);
    if (!asked?.payeeId) return;
    await desk.post('approvePayee', approver, `/v1/ledger/payees/${asked.payeeId}/approve`, { number });
    desk.payeeIds.push(asked.payeeId);
  }
  const payeeId = desk.oneOf(desk.payeeIds);
  const body = {
    kind: 'supplier',
    payeeId,
    bankAccountId: 'icbc',
    fen: 1 + desk.below(5_000),
    proof: '发票',
    reason: '维修',
  };
  const asked = await desk.post('requestPayOut', manager, `/v1/ledger/estates/${estateId}/pay-outs`, body);
  if (!asked?.payOutId) return;
  const path = `/v1/ledger/pay-outs/${asked.payOutId}`;
  if (desk.chance(0.15)) {
    await desk.post('refusePayOut', approver, `${path}/refuse`, { reason: '重复' });
    return;
  }
  await desk.post('approvePayOut', approver, `${path}/approve`);
  const paid = await desk.post('payPayOut', by, `${path}/pay`, { reference: desk.reference('paid-out') });
  if (paid && desk.chance(0.3))
    await desk.post('returnPayOut', by, `${path}/return`, { reference: desk.reference('came-back') });
}
