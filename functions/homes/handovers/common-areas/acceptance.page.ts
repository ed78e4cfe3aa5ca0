import { type Language, say, type Text, text } from '../../../../shared/kernel/language.ts';
import { type Html, html } from '../../../../shared/pages/html.ts';
import { columnHead, paperDocument, type Sender, signatureBlock, wideTable } from '../../../../shared/pages/paper.ts';
import { formRow, textCell } from '../../../../shared/pages/parts.ts';
import { type Acceptance, type AcceptanceItem, type Party, parties } from './acceptance.ts';

const labels = {
  form: text('物业承接查验记录', '物業承接查驗記錄', 'Common-area acceptance record'),
  phase: text('交付批次', '交付批次', 'Phase'),
  state: text('状态', '狀態', 'State'),
  open: text('查验中', '查驗中', 'Not yet signed by both parties'),
  signed: text('双方已签署', '雙方已簽署', 'Signed by both parties'),
  parts: text('共用部位与设施设备', '共用部位與設施設備', 'Common parts and equipment'),
  documents: text('移交资料', '移交資料', 'Documents'),
  item: text('项目', '項目', 'Item'),
  result: text('结果', '結果', 'Result'),
  note: text('说明', '說明', 'Remarks'),
  owner: text('责任人', '責任人', 'Responsible'),
  due: text('期限', '期限', 'Due'),
  version: text('记录版本', '記錄版本', 'Record version'),
} as const;

const stateWords: Readonly<Record<AcceptanceItem['state'], Text>> = {
  unjudged: text('未查验', '未查驗', 'Not checked'),
  passed: text('合格', '合格', 'In order'),
  open: text('待整改', '待整改', 'Open'),
  closed: text('已整改', '已整改', 'Rectified'),
};
const partyWords: Readonly<Record<Party, Text>> = {
  developer: text('开发企业', '開發企業', 'Developer'),
  'property-company': text('物业公司', '物業公司', 'Property company'),
};

/** The content of a printed record. */
interface AcceptanceOnPaper {
  readonly sender: Sender;
  readonly acceptance: Acceptance;
  readonly items: readonly AcceptanceItem[];
  /** Names of the people responsible, by id. */
  readonly names: ReadonlyMap<string, string>;
}

function itemsTable(
  { items, names }: AcceptanceOnPaper,
  of: { kind: AcceptanceItem['kind']; heading: 'parts' | 'documents' },
  language: Language,
): Html {
  const label = (key: keyof typeof labels) => say(labels[key], language);
  const head = [label('item'), label('result'), label('note'), label('owner'), label('due')];
  const table = html`<table class="lines">
<thead><tr>${head.map((one) => columnHead(one))}</tr></thead>
<tbody>
${items
  .filter(({ kind }) => kind === of.kind)
  .map(
    ({ name, state, note, ownerId, dueOn, closed }) =>
      html`<tr><th scope="row">${say(name, language)}</th><td class="whole">${say(stateWords[state], language)}</td>${textCell([note, closed?.method].filter(Boolean).join('\n'))}<td>${ownerId === undefined ? undefined : (names.get(ownerId) ?? ownerId)}</td><td class="day">${dueOn}</td></tr>\n`,
  )}</tbody>
</table>
`;
  return html`<h2>${label(of.heading)}</h2>
${wideTable(label(of.heading), table)}`;
}

/**
 * Renders the record of a common-area acceptance (承接查验记录) for print. The same version and letterhead give
 * the same bytes.
 */
export function acceptancePage(of: AcceptanceOnPaper, language: Language): string {
  const { acceptance, sender } = of;
  const label = (key: keyof typeof labels) => say(labels[key], language);
  const title = label('form');
  const signature = (party: Party) => {
    const signed = acceptance.signatures[party];
    return formRow(say(partyWords[party], language), signed && `${signed.name} ${signed.on}`);
  };
  const body = html`<h1>${title}</h1>
<table>
${formRow(label('phase'), acceptance.phaseName)}${formRow(label('state'), label(acceptance.state))}</table>
${itemsTable(of, { kind: 'part', heading: 'parts' }, language)}${itemsTable(of, { kind: 'document', heading: 'documents' }, language)}<table>
${parties.map(signature)}</table>
${signatureBlock(
  parties.map((party) => say(partyWords[party], language)),
  sender,
  language,
)}<p class="soft">${label('version')} ${acceptance.version}</p>`;
  return paperDocument({ language, title: `${title} ${acceptance.phaseName}`, sender, body });
}
