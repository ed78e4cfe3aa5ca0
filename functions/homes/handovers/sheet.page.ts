import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { columnHead, paperDocument, type Sender, signatureBlock, wideTable } from '../../../shared/pages/paper.ts';
import { formRow, textCell } from '../../../shared/pages/parts.ts';
import { liableWords, partWords, roomWords } from './inspection/defect-words.ts';
import type { DefectSeverity } from './inspection/severity.ts';
import { paperName } from './paper-names.ts';
import type { SheetData } from './sheet.ts';

const labels = {
  form: text('房屋交付验收单', '房屋交付驗收單', 'Acceptance sheet of a home'),
  draft: text('草稿，未签署', '草稿，未簽署', 'Draft, not signed'),
  estate: text('小区', '社區', 'Estate'),
  phase: text('交付批次', '交付批次', 'Phase'),
  unit: text('房号', '房號', 'Home'),
  identity: text('身份核验', '身分核驗', 'Identified'),
  power: text('授权委托书', '授權委託書', 'Power of attorney'),
  papers: text(
    '已发放资料（《城市房地产开发经营管理条例》第三十条）',
    '已發放資料（《城市房地產開發經營管理條例》第三十條）',
    'Documents handed over (Regulations on the Development and Operation of Urban Real Estate, article 30)',
  ),
  fund: text(
    '专项维修资金票据（《住宅专项维修资金管理办法》第十三条）',
    '專項維修資金票據（《住宅專項維修資金管理辦法》第十三條）',
    'Receipt of the maintenance fund (Measures for the Special Maintenance Fund of Dwellings, article 13)',
  ),
  area: text(
    '面积差价（《商品房销售管理办法》第二十条）',
    '面積差價（《商品房銷售管理辦法》第二十條）',
    'Area difference (Measures for the Sale of Commercial Housing, article 20)',
  ),
  readings: text('水电气热表读数', '水電氣熱表讀數', 'Meter readings'),
  looked: text('验房项目数', '驗房項目數', 'Items inspected'),
  present: text('到场人', '到場人', 'Present'),
  open: text(
    '未整改问题（带问题接收，限期整改，《商品房买卖合同司法解释》第十条）',
    '未整改問題（帶問題接收，限期整改，《商品房買賣合同司法解釋》第十條）',
    'Open defects, to be rectified by the due day (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 10)',
  ),
  none: text('无', '無', 'None'),
  room: text('部位', '部位', 'Room'),
  part: text('类别', '類別', 'Part'),
  note: text('问题', '問題', 'Defect'),
  severity: text('程度', '程度', 'Severity'),
  liable: text('责任方', '責任方', 'Responsible'),
  due: text('整改期限', '整改期限', 'Due'),
  signed: text('签署日期', '簽署日期', 'Signed on'),
  signer: text('签署人', '簽署人', 'Signed by'),
  desk: text('经办人', '經辦人', 'For the developer'),
  version: text('记录版本', '記錄版本', 'Record version'),
} as const;

const severityWords: Readonly<Record<DefectSeverity, Text>> = {
  minor: text('一般', '一般', 'Minor'),
  major: text('较重', '較重', 'Major'),
  blocking: text('严重影响居住或结构安全', '嚴重影響居住或結構安全', 'Structural, or seriously affects living'),
};
const asWords: Readonly<Record<string, Text>> = {
  owner: text('业主', '業主', 'Owner'),
  agent: text('代理人', '代理人', 'Agent'),
  developer: text('开发企业', '開發企業', 'Developer'),
  contractor: text('施工单位', '施工單位', 'Contractor'),
  'property-company': text('物业公司', '物業公司', 'Property company'),
};
const utilityWords: Readonly<Record<string, Text>> = {
  electricity: text('电（kWh）', '電（kWh）', 'Electricity (kWh)'),
  water: text('水（m³）', '水（m³）', 'Water (m³)'),
  gas: text('气（m³）', '瓦斯（m³）', 'Gas (m³)'),
  heat: text('热（kWh）', '熱（kWh）', 'Heat (kWh)'),
};

const word = (words: Readonly<Record<string, Text>>, key: string, language: Language): string => {
  const known = words[key];
  return known ? say(known, language) : key;
};

function areaLine({ area }: SheetData, language: Language): string | undefined {
  if (!area) return undefined;
  const who = text(
    '合同 {contract} m²，实测 {registered} m²；买受人补 {buyer} 元，开发企业退 {developer} 元',
    '合約 {contract} m²，實測 {registered} m²；買受人補 {buyer} 元，開發企業退 {developer} 元',
    'Contract {contract} m², registered {registered} m²; buyer pays {buyer} yuan, developer pays {developer} yuan',
  );
  const { contract, registered, buyerPaysFen, developerPaysFen } = area;
  return say(who, language, {
    contract,
    registered,
    buyer: yuanText(buyerPaysFen),
    developer: yuanText(developerPaysFen),
  });
}

function defectRows(data: SheetData, language: Language): Html {
  const label = (key: keyof typeof labels) => say(labels[key], language);
  if (data.defects.length === 0) return html`<p>${label('none')}</p>`;
  const head = [label('room'), label('part'), label('note'), label('severity'), label('liable'), label('due')];
  return wideTable(
    label('open'),
    html`<table class="lines">
<thead><tr>${head.map((one) => columnHead(one))}</tr></thead>
<tbody>
${data.defects.map(
  ({ room, part, note, severity, liable, dueOn }) =>
    html`<tr>${textCell(roomName(room, language))}<td>${word(partWords, part, language)}</td>${textCell(note)}<td>${say(severityWords[severity], language)}</td><td>${say(liableWords[liable], language)}</td><td class="day">${dueOn}</td></tr>\n`,
)}</tbody>
</table>
`,
  );
}

/** Returns the name of a room of the built-in checklist; another room as its checklist names it. */
function roomName(room: string, language: Language): string {
  const known = Object.values(roomWords).find((one) => Object.values(one).includes(room));
  return known ? say(known, language) : word(roomWords, room, language);
}

/** Renders the acceptance sheet (交付验收单) for print. The same data and letterhead give the same bytes. */
export function sheetPage(data: SheetData, letterhead: Sender, language: Language): string {
  const label = (key: keyof typeof labels) => say(labels[key], language);
  const { identified, signed, fund } = data;
  const named = (as: string, name: string) => `${word(asWords, as, language)} ${name}`;
  const readings = Object.entries(data.readings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([utility, value]) => `${word(utilityWords, utility, language)} ${value}`);
  const present = data.present.map(({ name, as, day }) => `${named(as, name)} ${day}`);
  const title = label('form');
  const sender = { ...letterhead, estateName: data.estateName };
  const body = html`<h1>${title}</h1>
${!signed && html`<p class="soft">${label('draft')}</p>\n`}<table>
${formRow(label('estate'), data.estateName)}${formRow(label('phase'), data.phaseName)}${formRow(label('unit'), `${data.building} ${data.unitLabel}`)}${formRow(label('identity'), identified && named(identified.as, identified.name))}${formRow(label('power'), identified?.powerOfAttorney)}${formRow(label('papers'), data.papers.map((name) => paperName(name, language)).join('\n'))}${formRow(label('fund'), fund && `${fund.receipt} ${yuanText(fund.fen)} ${fund.paidOn}`)}${formRow(label('area'), areaLine(data, language))}${formRow(label('readings'), readings.join('\n'))}${formRow(label('looked'), String(data.looked))}${formRow(label('present'), present.join('\n'))}</table>
<h2>${label('open')}</h2>
${defectRows(data, language)}
<table>
${formRow(label('signed'), signed?.on)}${formRow(label('signer'), signed && named(signed.as, signed.name))}${formRow(label('desk'), signed?.desk)}</table>
${signatureBlock([label('signer'), label('desk')], sender, language)}<p class="soft">${label('version')} ${data.version}</p>`;
  return paperDocument({ language, title: `${title} ${data.unitLabel}`, sender, body });
}
