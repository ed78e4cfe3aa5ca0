import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { cashOf } from '../../cash.ts';
import { type Body, must } from '../backend.ts';
import { ledgerBeganOn } from '../ledger-fixtures.ts';
import { cashPaid } from '../past-cash.ts';
import { changeMoneyPolicy, type Scenario, type ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';

/** Runs the ledger operations: entries, bank statements, closes, verification. */
const run: ScenarioPart = async (of, _, perform) => {
  const { stage, serial, household, personId } = of;
  const vouchers = {
    group: '记',
    accounts: [{ kind: 'revenue', of: 'property', number: '5001', name: '主营业务收入' }],
    columns: [
      { title: '币别', field: 'constant', text: 'RMB' },
      { title: '科目编码', field: 'account' },
    ],
  };
  const company = { name: '阳光物业服务有限公司', taxCode: '91330100MA2800000X' };
  const taxpayer = [{ from: '2026-01-01', kind: 'general', ...company }];
  const water = { taxpayer: 'general', vatClass: 'water', method: 'general', percent: '9' };
  const vatRates = [{ ...water, from: '2026-01-01', ground: '会计师意见' }];
  const accountsWithProof = ['assets:bank:icbc'];
  const policy = { transitMatchDays: 5, vouchers, taxpayer, vatRates, accountsWithProof };
  await changeMoneyPolicy('Ledger', policy, of, perform);
  const { estateId, staff } = stage.estate;
  const { cashier, manager, auditor, administrator } = staff;
  const inEstate = { params: { estateId } };
  const number = (what: string) => `${what}-${estateId}-${serial}`;
  const today = dayIn('Asia/Shanghai', new Date().toISOString());

  // A past day, independent of today's day of the month.
  const lastMonth = `${addDays(`${today.slice(0, 8)}01`, -1).slice(0, 8)}01`;
  await ledgerBeganOn(estateId, lastMonth);
  const { closedThrough } = await perform('getLedger', cashier, inEstate);
  const day = addDays(closedThrough, 1);
  const paid = await cashPaid(cashier, day, { estateId, payerId: personId, fen: 100, reference: number('wan') });
  const month = day.slice(0, 7);

  // Settlements between money accounts, and their bank lines.
  const [from, to] = [`assets:cash:${cashier.personId}`, 'assets:bank:icbc'];
  const settling = { from, to, fen: 1_000, reference: number('jk') };
  const settled = await perform('recordSettlement', cashier, { ...inEstate, body: settling });
  const line = { day: today, reference: number('jk'), fen: 1_000 };
  const file = await perform('createChannelFile', manager, { ...inEstate, body: { account: to, lines: [line] } });
  const wrong = { account: to, lines: [{ ...line, reference: number('jk-x') }] };
  const { fileId } = await perform('createChannelFile', manager, { ...inEstate, body: wrong });
  await perform('withdrawChannelFile', administrator, { params: { fileId }, body: { reason: '导错了文件' } });
  await perform('listChannelFiles', auditor, { ...inEstate, query: { limit: '20' } });

  const mistaken = { ...settling, fen: 1, reference: number('jk-cw') };
  await perform('recordSettlement', cashier, { ...inEstate, body: mistaken });
  const { fen: _fen, ...which } = mistaken;
  await perform('reverseSettlement', manager, { ...inEstate, body: { ...which, reason: '未送存' } });
  await perform('listMoneyInTransit', auditor, inEstate);

  // Reading operations.
  await perform('listEntries', auditor, { ...inEstate, query: { month, limit: '20' } });
  await perform('listEntries', auditor, { ...inEstate, query: { month, day, limit: '20' } });
  await perform('getEntry', auditor, { params: { estateId, entryId: settled.entryId } });
  await perform('getVatRates', auditor, { ...inEstate, query: { on: today } });
  await perform('getVatSummary', auditor, { params: { estateId, month }, query: { months: '3' } });
  const cycle = { from: day, to: today, utilityFen: '30000', ownUseFen: '4790' };
  await perform('checkAgencyMoney', auditor, { params: { estateId, feeItemId: 'fee_water' }, query: cycle });
  const owed = { params: { estateId, account: `assets:receivable:${personId}` } };
  await perform('getBalance', household, owed);
  await perform('getBalance', auditor, { params: { estateId, account: from }, query: { on: today } });
  const ofPayer = { params: { estateId, payerId: personId } };
  const span = { from: day, to: today };
  await perform('getStatement', household, { ...ofPayer, query: span });
  await perform('getStatementPage', household, { ...ofPayer, query: span });
  await perform('getAgeing', household, { ...ofPayer, query: { asOf: today } });
  const receipt = { params: { estateId, number: paid.receiptNumber } };
  await perform('getReceipt', household, receipt);
  await perform('getReceiptPage', household, receipt);

  const { journalId } = await perform('exportJournal', auditor, { ...inEstate, body: { month } });
  await until(
    'the journal',
    async () => (await must(auditor, 'GET', `/v1/ledger/journals/${journalId}`)).state === 'written',
  );
  await perform('getJournal', auditor, { params: { journalId } });
  await perform('listVoucherFormats', auditor);

  // A cashier takes over a drawer, finds it short, and two others clear what is too much and too little.
  const shift = (name: string) => {
    const id = `${estateId}-${name}${serial}`;
    return { ...cashier, sub: id, personId: id };
  };
  const [early, late] = [shift('early'), shift('late')];
  const opening = { purpose: 'opening', cash: cashOf(70_000), reason: '开班备用金' };
  const ofEarly = { params: { estateId, cashierId: early.personId } };
  const long = await perform('countDrawer', early, { ...ofEarly, body: opening });
  const ofLong = { params: { differenceId: long.countId } };
  const noCause = { as: 'no-cause', reason: '无法查明' };
  await perform('getDrawer', auditor, ofEarly);
  await perform('listDrawerDays', auditor, { ...inEstate, query: { state: 'open', limit: '20' } });
  await perform('requestDrawerClearing', early, { ...ofLong, body: noCause });
  await perform('refuseDrawerClearing', manager, { ...ofLong, body: { reason: '请再查' } });
  await must(early, 'POST', `/v1/ledger/drawer-differences/${long.countId}/request-clearing`, noCause);
  await perform('approveDrawerClearing', administrator, { ...ofLong, body: {} });
  const passing = {
    blankReceipts: [{ from: '000101', to: '000150' }],
    to: late.personId,
    cash: cashOf(70_000),
    cheques: [{ reference: number('zp'), fen: 5_000 }],
  };
  const { handoverId } = await perform('offerDrawer', early, { ...inEstate, body: passing });
  const ofHandover = { params: { handoverId } };
  await perform('acceptDrawer', late, { ...ofHandover, body: { cash: cashOf(69_900) } });
  await perform('getDrawerHandover', auditor, ofHandover);
  await perform('listDrawerDifferences', auditor, { ...inEstate, query: { status: 'open', limit: '20' } });

  // Payees and pay-outs.
  const payAccount = (nth: string) => ({
    holder: '市水务公司',
    bank: '工商银行',
    number: `62220202000${serial}${nth}`,
  });
  const proven = { proof: '供水合同', reason: '新收款人' };
  const payee = { name: '市水务公司', purposes: ['utility', 'supplier'], ...proven };
  const { payeeId } = await perform('requestPayee', cashier, {
    ...inEstate,
    body: { ...payee, account: payAccount('1') },
  });
  const ofPayee = { params: { payeeId } };
  await perform('approvePayee', manager, { ...ofPayee, body: { number: payAccount('1').number } });
  await perform('requestPayeeAccount', cashier, { ...ofPayee, body: { ...proven, account: payAccount('2') } });
  await perform('refusePayee', manager, { ...ofPayee, body: { reason: '证明不符' } });
  await perform('getPayee', auditor, ofPayee);
  await perform('listPayees', auditor, { ...inEstate, query: { limit: '20' } });
  const interest = { kind: 'interest', bankAccountId: 'icbc', fen: 5_000, reference: number('lx'), occurredOn: today };
  const earned = await perform('requestPayOut', cashier, {
    ...inEstate,
    body: { ...interest, proof: '结息单', reason: '季度结息' },
  });
  await perform('approvePayOut', manager, { params: { payOutId: earned.payOutId }, body: {} });
  const supplied = { kind: 'supplier', payeeId, bankAccountId: 'icbc', proof: '发票 1', reason: '维修' };
  const wanted = (fen: number) => perform('requestPayOut', cashier, { ...inEstate, body: { ...supplied, fen } });
  const unwanted = await wanted(100);
  await perform('refusePayOut', manager, { params: { payOutId: unwanted.payOutId }, body: { reason: '重复' } });
  const { payOutId } = await wanted(200);
  const ofPayOut = { params: { payOutId } };
  await perform('approvePayOut', manager, { ...ofPayOut, body: {} });
  await perform('payPayOut', cashier, { ...ofPayOut, body: { reference: number('fk') } });
  await perform('returnPayOut', cashier, { ...ofPayOut, body: { reference: number('fk-th') } });
  await perform('getPayOut', auditor, ofPayOut);
  await perform('listPayOuts', auditor, { ...inEstate, query: { limit: '20' } });
  await perform('listPayOuts', auditor, { ...inEstate, query: { status: 'returned', limit: '20' } });

  // The day is counted, closed, verified, and reopened by two persons.
  const ofDay = { params: { estateId, day } };
  const { fen: there } = await must(
    auditor,
    'GET',
    `/v1/ledger/estates/${estateId}/accounts/${from}/balance?on=${day}`,
  );
  const closing = { purpose: 'closing', day, cash: cashOf(there) };
  const drawer = `/v1/ledger/estates/${estateId}/drawers/${cashier.personId}`;
  const { countId } = await must(cashier, 'POST', `${drawer}/counts`, closing);
  await perform('witnessDrawerCount', manager, { params: { estateId, day, countId } });
  await perform('listDrawerCounts', auditor, { ...ofDay, query: { limit: '20' } });
  await perform('closeDays', manager, { ...inEstate, body: { through: day } });
  const close = await until(`the close of ${day}`, async () => {
    const { items } = await must(auditor, 'GET', `/v1/ledger/estates/${estateId}/closes`);
    return items[0]?.day === day && items[0].state !== 'reopened' && items[0];
  });
  if (close.state !== 'closed')
    throw new Error(`${day} is ${close.state}: ${JSON.stringify([close.differences, close.drawers])}`);
  await perform('listCloses', auditor, { ...inEstate, query: { limit: '20' } });
  await perform('getClose', auditor, ofDay);
  await perform('getMonth', auditor, { params: { estateId, month } });
  await perform('getReceiptProof', household, { ...receipt, query: { through: today } });
  await perform('showReceiptCheckPage', household);
  await perform('requestReopening', manager, { ...ofDay, body: { reason: '漏记一笔' } });
  await perform('approveReopening', administrator, ofDay);
  await perform('listReplacedCloses', auditor, { ...ofDay, query: { limit: '20' } });

  // A month before the ledger began is checked, withdrawn, closed by two people, and reopened by a third.
  const ofCheck = async () => {
    const { closeId } = await perform('requestPeriodClose', administrator, { ...inEstate, body: { month: '2024-03' } });
    await until('the check of the month', async () => {
      return (await must(auditor, 'GET', `/v1/ledger/period-closes/${closeId}`)).state === 'checked';
    });
    return { params: { closeId } };
  };
  const why = { reason: '已核对' };
  const withdrawn = await ofCheck();
  const { items: rows } = await perform('listPeriodDifferences', auditor, { ...withdrawn, query: { limit: '200' } });
  const named = rows.map(({ unitId, feeItemId }: Body) => ({ unitId, feeItemId }));
  const some = { rows: named.slice(0, 2), ...why };
  await perform('acceptPeriodDifferences', manager, { ...withdrawn, body: some });
  const { groups } = await must(auditor, 'GET', `/v1/ledger/period-closes/${withdrawn.params.closeId}`);
  const group = groups.find((one: Body) => one.why !== 'difference');
  const ofGroup = { feeItemId: group.feeItemId, why: group.why, ...why };
  await perform('acceptPeriodReason', manager, { ...withdrawn, body: ofGroup });
  await perform('withdrawPeriodClose', administrator, { ...withdrawn, body: why });
  const approvedClose = await ofCheck();
  const { closeId } = approvedClose.params;
  for (let from = 0; from < named.length; from += 50) {
    const body = { rows: named.slice(from, from + 50), ...why };
    await must(manager, 'POST', `/v1/ledger/period-closes/${closeId}/accept-differences`, body);
  }
  await perform('approvePeriodClose', manager, { ...approvedClose, body: {} });
  await perform('getPeriodClose', auditor, approvedClose);
  await perform('listPeriodCloses', auditor, { ...inEstate, query: { limit: '20' } });
  const third = { ...manager, sub: `${estateId}-third`, personId: `${estateId}-third` };
  await perform('reopenPeriod', third, { ...approvedClose, body: why });
  return {
    receiptNumber: paid.receiptNumber,
    settlementEntryId: settled.entryId,
    channelFileId: file.fileId,
    withdrawnFileId: fileId,
    journalId,
    payeeId,
    payOutId,
    closeId,
  };
};

export const scenario: Scenario = { needs: ['fees'], after: ['meters', 'payments', 'invoices', 'dunning'], run };
