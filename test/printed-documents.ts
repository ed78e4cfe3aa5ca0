import { type Publication, publicationPage } from '../functions/money/common-income/publication.page.ts';
import { contactDocument } from '../functions/money/dunning/contact-document.ts';
import type { ContactRecord } from '../functions/money/dunning/dunning-contact.ts';
import { type BillOnPaper, billDocument, billPage } from '../functions/money/fees/bill.page.ts';
import type { BillLine } from '../functions/money/fees/bill-line.ts';
import { chargeEntry, paymentEntry, prepaidUseEntry } from '../functions/money/ledger/entry-builders.ts';
import { type Entry, entryIdOf } from '../functions/money/ledger/posting.ts';
import { firstSeal, sealDay } from '../functions/money/ledger/seal.ts';
import { statementPage } from '../functions/money/ledger/statement.page.ts';
import { combinedStatementOf, statementsOf } from '../functions/money/ledger/statement.ts';
import { type OpeningOnPaper, openingPage } from '../functions/money/opening/opening.page.ts';
import { receiptPage } from '../functions/money/payments/receipt.page.ts';
import type { ReturnVisit } from '../functions/service/surveys/return-visit.ts';
import { atVersion, returnVisitForm } from '../functions/service/surveys/return-visit-form.ts';
import { recordForm } from '../functions/service/tickets/record-form.ts';
import { type AnyEvent, type EventData, type EventName, eventOf } from '../shared/events/catalogue.ts';
import type { Language } from '../shared/kernel/language.ts';
import type { PaperSize } from '../shared/pages/paper.ts';
import { handoverDocuments } from './printed-handovers.ts';
import { estateId, idOf, payerName, sender, unitLabel } from './printed-sender.ts';
import { aBill, policy } from './unit/money/fees/a-bill.ts';

/* Every printed document with long names, large amounts and many rows, to look at and to measure. */

const payerId = 'psn_wang';
const { seal } = sealDay({ estateId, day: '2026-11-27', previous: firstSeal }, []);

const period = { from: '2026-07-01', to: '2026-09-30' };
const [property] = aBill().lines;
if (!property) throw new Error('a bill has a line');
const named = (feeItemId: string, name: string, fen: number, more: Partial<BillLine> = {}): BillLine => ({
  ...property,
  ...period,
  feeItemId,
  name,
  fen,
  ...more,
});
const lines = [
  named('fee_property', '物业服务费', 71_853),
  named('fee_lift', '公摊电费（电梯、走廊及地下车库照明）', 64_900, { held: true }),
  named('fee_parking', '地下车库固定车位管理服务费（含充电桩维护）', 99_863_352),
];
const bill = aBill({
  billId: idOf('bill', '3f7kq2zd'),
  unitLabel,
  period,
  lines,
  fen: 100_000_105,
  dueOn: '2026-10-31',
  publishedOn: '2026-10-01',
  deliveries: [{ method: 'mail', on: '2026-10-01' }],
});
const onPaper: BillOnPaper = {
  bill,
  sources: { sender, payerName, tariffs: new Map(), sharings: new Map() },
  policy,
  today: '2026-11-28',
  seal,
};
const note: BillOnPaper = {
  ...onPaper,
  bill: aBill({
    billId: idOf('crn', '7mxw0p4a'),
    kind: 'credit-note',
    status: 'issued',
    unitLabel,
    lines: [
      {
        ...property,
        fen: -3_513,
        difference: {
          cause: 'area',
          wasFen: 71_853,
          isFen: 68_340,
          was: property.steps,
          billIds: [bill.billId],
          creditsBillId: bill.billId,
        },
      },
    ],
    fen: -3_513,
  }),
};

const openingRow = (number: string, account: string, name: string, fen: number, of?: 'own' | 'agency') => ({
  ...{ number, account, name, debitFen: Math.max(0, fen), creditFen: Math.max(0, -fen) },
  ...(of && { of }),
});
const balances = [
  openingRow('1001', 'assets:cash:li', '库存现金', 50_000),
  openingRow('1002', 'assets:bank:icbc', '银行存款', 9_876_543),
  openingRow('1012', 'assets:transit:icbc', '其他货币资金', 300_000),
  openingRow('1122', 'assets:receivable', '应收账款', 4_000_000, 'own'),
  openingRow('1221', 'assets:agency-receivable', '其他应收款-代收', 120_000, 'agency'),
  openingRow('2203', 'liabilities:prepaid', '预收账款', -1_234_567),
  openingRow('2221.01', 'liabilities:output-vat:6', '应交增值税（销项税额）', -123_456),
  openingRow('2241.01', 'liabilities:deposit', '其他应付款-押金', -2_000_000),
  openingRow('2241.02', 'liabilities:held:fee_0123456789abcdefghjkmnpqrs', '其他应付款-代收款', -550_000),
  openingRow('4104', 'equity:opening', '利润分配-期初', -10_438_520),
];
const count = (kind: OpeningOnPaper['opening']['counts'][number]['kind'], rows: number, fen: number) => {
  return { kind, rows, fen, parts: 1, ...(kind === 'bills' && { lateFen: 161_700 }) };
};
const openingOnPaper: OpeningOnPaper = {
  sender,
  zone: 'Asia/Shanghai',
  preparedBy: '欧阳若兰',
  names: new Map([
    ['li', '李梅'],
    ['fee_0123456789abcdefghjkmnpqrs', '公摊电费（电梯、走廊及地下车库照明）'],
  ]),
  opening: {
    ...{
      openingId: idOf('opn', '4k2m'),
      estateId,
      cutOverOn: '2026-11-30',
      files: [],
      state: 'loaded',
      run: 1,
      errors: 0,
    },
    counts: [
      ...[count('balances', 5, 9_253_087), count('bills', 24_312, 4_120_000), count('prepaid', 1_504, 1_234_567)],
      ...[count('deposits', 500, 2_000_000), count('slips', 1, 300_000), count('demands', 812, 0)],
      ...[count('numbers', 14, 0), count('tickets', 36, 0), count('contracts', 210, 42_000_000_000)],
    ],
    trialBalance: { balances, equityFen: 10_438_520, debitFen: 14_346_543, creditFen: 14_346_543 },
    digest: '9f2c4e61d0b7a85533e1f6c29a7d4b80c1e5f3a2976d8b4410ef2c3d5a6b7c8d',
    signatures: [
      { by: 'stf_1', name: '欧阳若兰', at: '2026-12-01T01:30:00Z' },
      { by: 'stf_2', name: '司马建国', at: '2026-12-01T02:05:00Z' },
    ],
    ...{ loaded: 27_394, createdAt: '2026-12-01T00:40:00Z', createdBy: 'stf_1', updatedAt: '', version: 9 },
  },
};

const version = (price: string, ground: string, addOn = '0') => ({
  number: 1,
  from: '2024-01-01',
  price,
  addOn,
  ground,
});
const movement = (on: string, kind: 'income' | 'cost' | 'fee' | 'fund', what: string, fen: number) => ({
  ...{ movementId: `cms_${what}`, kind, what, party: '某某传媒有限公司', ground: '业主大会决议 2 号', on, fen },
});
const publication: Publication = {
  sender,
  quality: {
    tickets: { closed: 1_234, promised: 1_180, kept: 1_121, isWhole: true },
    satisfaction: { value: 92.31, n: 65, hidden: false },
  },
  year: {
    ...{ estateId, year: '2026', system: 'remuneration', through: '2026-09-30' },
    budget: {
      incomeFen: 100_000_000,
      spending: [
        { what: '管理服务人员工资、社会保险和福利', fen: 60_000_000 },
        { what: '公共部位、公用设施设备日常运行维护', fen: 30_000_000 },
      ],
      ...{ remuneration: { percent: '10' }, decision: '业主大会决议 9 号', decidedOn: '2025-12-20', months: [] },
    },
    accounts: {
      ...{ openingFen: 0, incomeFen: 100_000_000, spentFen: 87_000_000, remunerationFen: 10_000_000 },
      ...{ drawnFen: 7_500_006, resultFen: 3_000_000, closingFen: 5_499_994, settled: false },
    },
  },
  spent: new Map([
    ['管理服务人员工资、社会保险和福利', 58_000_000],
    ['公共部位、公用设施设备日常运行维护', 29_000_000],
  ]),
  isProvisional: false,
  people: [
    { name: '欧阳若兰', role: 'manager' },
    { name: '司马建国', role: 'supervisor' },
  ],
  items: [
    {
      item: { name: '物业服务费', kind: 'building-area' },
      held: false,
      version: version('2.68', '前期物业服务合同第 12 条'),
    },
    {
      item: { name: '公摊电费（电梯、走廊及地下车库照明）', kind: 'shared' },
      held: true,
      version: version('0.538', '供电部门公布的价格'),
    },
    {
      item: { name: '地下车库固定车位管理服务费', kind: 'formula', formula: 'price + floor * 2' },
      held: false,
      version: version('60', '业主大会决议 7 号', '5'),
    },
  ],
  statement: {
    ...{ estateId, from: '2026-07-01', to: '2026-09-30', openingFen: 123_456, incomeFen: 1_000_000, costFen: 200_000 },
    ...{ feeFen: 160_000, usedFen: 640_000, closingFen: 123_456 },
    rows: [
      movement('2026-07-03', 'income', '电梯轿厢广告（一期、二期）', 1_000_000),
      movement('2026-08-10', 'cost', '灯箱安装', -200_000),
      movement('2026-09-15', 'fee', '管理费', -160_000),
      movement('2026-09-20', 'fund', '补充维修资金', -640_000),
    ],
  },
};

const receiptNumber = '20261128-stf_0123456789abcdefghjkmnpqrs-0007';
const receiptFor = (language: Language, size?: PaperSize) =>
  receiptPage(
    {
      sender,
      printed: receiptNumber,
      receipt: {
        account: 'assets:cash:li',
        reference: 'ZF-2026-000123',
        fen: 100_050_105,
        day: '2026-11-28',
        number: { cashierId: 'li', day: '2026-11-28', sequence: 7 },
        voided: false,
      },
      payerName,
      cashierName: '李梅',
      method: 'transfer',
      rows: [
        ...lines.map(({ name, fen }) => ({ name, where: unitLabel, period, fen })),
        { name: '物业服务费', where: unitLabel, period, part: 'late-charge' as const, fen: 1_617 },
        { name: language === 'en' ? 'Kept as prepaid' : '转入预存', fen: 48_383 },
      ],
      seal,
    },
    language,
    size,
  );

const dated = (n: number) => `2026-${String(1 + (n % 11)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
function entriesOfYear(): Entry[] {
  return Array.from({ length: 40 }, (_, n): Entry[] => {
    const day = dated(n);
    const head = (cause: string, description: string, receipt?: string) => ({
      entryId: entryIdOf(day, cause, n),
      estateId,
      occurredOn: day,
      postedOn: day,
      recordedAt: `${day}T04:00:0${n % 10}Z`,
      reference: `R-${n}`,
      description,
      ...(receipt !== undefined && { receiptNumber: receipt }),
    });
    const owed = { billId: idOf('bill', 'aaaabbbb'), dueOn: day };
    const about = `${unitLabel} ${period.from}–${period.to}`;
    const purpose = n % 4 === 0 ? 'fee_water' : 'general';
    const charged = { payerId, bill: owed, lines: [{ feeItemId: 'fee_property', fen: 71_853 + n }] };
    const money = { payerId, moneyAccount: 'assets:bank:icbc', fen: 71_853 + n, pays: [], purpose };
    const use = { payerId, purpose: 'general', pays: [{ bill: owed, feeItemId: 'fee_property', fen: 71_853 + n }] };
    return [
      chargeEntry(head('charge', `${unitLabel} ${period.from}/${period.to}`), charged),
      paymentEntry(head('payment', `收款: ${about}`, receiptNumber), money),
      ...(purpose === 'general' ? [prepaidUseEntry(head('use', `付账单: ${about}`), use)] : []),
    ];
  }).flat();
}
function statementFor(language: Language): string {
  const entries = entriesOfYear();
  const [from, to] = ['2026-01-01', '2026-11-28'];
  const statements = statementsOf(entries, payerId, { from, to });
  const combined = combinedStatementOf(entries, payerId, { from, to });
  const names = new Map([['fee_water', language === 'en' ? 'Water' : '水费']]);
  return statementPage({ sender, payerName, from, to, combined, statements, names, seal }, language);
}

const contact: ContactRecord = {
  contactId: idOf('dct', '9k2mzq4w'),
  accountId: idOf('dac', 'aaaabbbb'),
  estateId,
  payerId,
  unitId: 'u1',
  step: 'written-demand',
  means: 'written-demand',
  billIds: ['b1', 'b2'],
  said: {
    estateName: sender.estateName,
    payerName,
    unitLabel,
    issuedOn: '2026-11-28',
    answerBy: '2026-12-14',
    answerDays: 15,
    fen: 100_071_958,
    bills: [
      { billId: bill.billId, ...period, dueOn: '2026-10-31', fen: 100_000_105 },
      { billId: idOf('bill', '8wq1mm5c'), from: '2026-04-01', to: '2026-06-30', dueOn: '2026-07-31', fen: 71_853 },
    ],
    nextMeans: 'legal-file',
  },
  status: 'waiting',
  at: '2026-11-28T02:00:00Z',
  updatedAt: '2026-11-28T02:00:00Z',
  version: 1,
};
const call: ContactRecord = {
  ...contact,
  means: 'call-or-visit',
  status: 'reached',
  proof: '录音 2026-11-28-0931',
  note: '业主表示十二月发工资后缴清。',
};

function ticketStory(): AnyEvent[] {
  const ref = { ticketId: 'tkt_1', number: 'YG-10042-7' };
  const actor = { kind: 'staff' as const, id: 'op', name: '王芳' };
  const told = <N extends EventName>(version: number, name: N, data: EventData<N>, at: string, reason?: string) => ({
    ...eventOf({
      name,
      data,
      act: { actor, recordedAt: at, reason },
      estateId,
      subject: { kind: 'ticket', id: 'tkt_1' },
      version,
      nth: 0,
    }),
    actor,
  });
  const opened: EventData<'TicketOpened'> = {
    ...ref,
    ticketType: 'complaint',
    channel: 'hotline',
    category: 'home/water',
    severity: 'normal',
    title: '卫生间天花板漏水',
    description: '楼上卫生间漏水，滴到本户吊顶。\n已持续两天，夜间更严重。',
    estateName: sender.estateName,
    unitLabel,
    requester: { personId: 'per_1' },
    receivedAt: '2026-11-27T10:00:00Z',
  };
  return [
    told(1, 'TicketOpened', opened, '2026-11-27T10:05:00Z'),
    told(2, 'TicketSeverityChanged', { ...ref, from: 'normal', to: 'urgent' }, '2026-11-27T10:20:00Z', '水量增大'),
    told(
      3,
      'TicketRecategorised',
      { ...ref, from: 'home/water', to: 'facilities' },
      '2026-11-27T11:00:00Z',
      '公共管道',
    ),
    told(
      4,
      'TicketReplied',
      {
        ...ref,
        text: '已派维修人员关闭公共立管阀门，编号 attachment-0123456789abcdef.jpeg 为现场照片。',
        channel: 'app',
      },
      '2026-11-28T01:00:00Z',
    ),
  ];
}

const visit: ReturnVisit = {
  visitId: idOf('rvt', 'aaaabbbb'),
  estateId,
  ticketId: 'tkt_1',
  number: 'YG-10042-7',
  title: '卫生间天花板漏水',
  ticketType: 'repair',
  estateName: sender.estateName,
  zone: 'Asia/Shanghai',
  language: 'zh-CN',
  unitLabel,
  handlerName: '陈师傅',
  household: { name: payerName, phone: '13800138000' },
  status: 'confirmed',
  attempts: [
    { outcome: 'no-answer' as const, occurredAt: '2026-11-28T02:00:00Z' },
    {
      outcome: 'confirmed' as const,
      occurredAt: '2026-11-29T02:00:00Z',
      satisfaction: 5,
      findings: '已不再漏水，希望下次维修前先电话预约。',
    },
  ].map((one, i) => ({ ...one, version: i + 2, recordedAt: one.occurredAt, by: 'op', byName: '王芳' })),
  attemptsUntilUnreachable: 3,
  hoursBetween: 24,
  lowScore: 2,
  openedAt: '2026-11-28T00:00:00Z',
  closesAt: '2026-12-05T00:00:00Z',
  updatedAt: '2026-11-29T02:00:00Z',
  version: 3,
};

/** Every document by name, as a page in a language. */
export const printedDocuments: Readonly<Record<string, (language: Language) => string>> = {
  receipt: (language) => receiptFor(language),
  bill: (language) => billDocument(onPaper, language),
  'bill-behind-link': (language) => billPage(onPaper, language),
  'credit-note': (language) => billDocument(note, language),
  statement: statementFor,
  publication: (language) => publicationPage(publication, language),
  opening: (language) => openingPage(openingOnPaper, language),
  demand: (language) => contactDocument(contact, sender, language),
  call: (language) => contactDocument(call, sender, language),
  ...handoverDocuments,
  'record-form': (language) =>
    recordForm(ticketStory(), { zone: 'Asia/Shanghai', sender, categories: [], requester: payerName }, language),
  'return-visit': (language) => returnVisitForm(atVersion(visit, 3), sender, language),
};

/** Documents for the roll of a receipt printer. */
export const rollDocuments: Readonly<Record<string, (language: Language) => string>> = {
  'receipt-80mm': (language) => receiptFor(language, '80mm'),
};
