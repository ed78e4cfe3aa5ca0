import { acceptancePage } from '../functions/homes/handovers/common-areas/acceptance.page.ts';
import type { Acceptance, AcceptanceItem } from '../functions/homes/handovers/common-areas/acceptance.ts';
import { defaultAcceptanceList } from '../functions/homes/handovers/common-areas/acceptance-lists.ts';
import { noticeDocument } from '../functions/homes/handovers/plan/notice-document.ts';
import { sheetPage } from '../functions/homes/handovers/sheet.page.ts';
import type { SheetData } from '../functions/homes/handovers/sheet.ts';
import type { Language } from '../shared/kernel/language.ts';
import { estateId, idOf, payerName, sender, unitLabel } from './printed-sender.ts';
import { aHandover, aPhase } from './unit/homes/handovers/a-handover.ts';

const phase = aPhase({
  name: '阳光花园一期首批',
  filing: '杭建验备（2026）第 00123 号',
  papers: ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'],
});
const handover = aHandover({
  handoverId: idOf('hnd', '2t8vx0rb'),
  unitLabel,
  notice: {
    noticedFor: '2026-12-10',
    until: '2026-12-20',
    bookBy: '2026-12-08',
    writtenOn: '2026-11-28',
    addressee: payerName,
  },
});
const defects = ['kitchen', 'bathroom', 'living'].map((room, i) => ({
  room,
  part: (['waterproofed-rooms', 'sanitary-ware', 'doors-windows'] as const)[i] ?? ('other' as const),
  note: '门窗密封条松动，关闭后仍有明显缝隙，雨天渗水至地板，需更换密封条并重新打胶',
  severity: (['blocking', 'major', 'minor'] as const)[i] ?? ('minor' as const),
  liable: 'contractor' as const,
  dueOn: '2026-12-28',
}));
const sheet: SheetData = {
  version: 7,
  estateName: sender.estateName,
  phaseName: phase.name,
  unitLabel,
  building: '12栋',
  identified: { as: 'owner', name: payerName, at: '2026-12-10T02:00:00Z', by: 'stf_a' },
  papers: phase.papers,
  fund: { receipt: 'WX-2026-000456', fen: 1_389_600, paidOn: '2026-12-01' },
  area: undefined,
  looked: 42,
  defects,
  present: [
    { name: payerName, as: 'owner', day: '2026-12-10' },
    { name: '王工', as: 'contractor', day: '2026-12-10' },
  ],
  readings: { electricity: '12.5', water: '3.2' },
  signed: { on: '2026-12-10', as: 'owner', name: payerName, desk: '李梅' },
};

const acceptance: Acceptance = {
  acceptanceId: idOf('tko', 'aaaabbbb'),
  estateId,
  phaseId: 'phs_1',
  phaseName: phase.name,
  state: 'open',
  signatories: { developer: 'stf_a', 'property-company': 'stf_b' },
  signatures: { developer: { by: 'stf_a', name: '张工', on: '2026-11-28' } },
  dueDays: 30,
  items: defaultAcceptanceList.length,
  updatedAt: '2026-11-28T02:00:00Z',
  version: 5,
};
const items: AcceptanceItem[] = defaultAcceptanceList.map((item, i) => ({
  ...item,
  acceptanceId: acceptance.acceptanceId,
  estateId,
  state: (['passed', 'open', 'closed'] as const)[i % 3] ?? ('passed' as const),
  photos: [],
  blocking: false,
  overdue: false,
  updatedAt: '2026-11-28T02:00:00Z',
  ...(i % 3 !== 0 && { note: '屋面防水卷材起鼓，女儿墙根部有渗漏痕迹', ownerId: 'stf_a', dueOn: '2026-12-28' }),
}));

/** Every document of handovers by name, as a page in a language. */
export const handoverDocuments: Readonly<Record<string, (language: Language) => string>> = {
  'handover-notice': (language) => noticeDocument(handover, phase, sender, language),
  'acceptance-sheet': (language) => sheetPage(sheet, sender, language),
  'common-areas': (language) =>
    acceptancePage({ acceptance, items, sender, names: new Map([['stf_a', '张工']]) }, language),
};
