import { shortNumber } from '../../../shared/kernel/ids.ts';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { wallTime } from '../../../shared/kernel/time.ts';
import { html } from '../../../shared/pages/html.ts';
import { columnHead, paperDocument, type Sender, signatureBlock, wideTable } from '../../../shared/pages/paper.ts';
import { formRow, textCell } from '../../../shared/pages/parts.ts';
import type { ReturnVisit } from './return-visit.ts';

const labels = {
  form: text('服务回访记录表', '服務回訪記錄表', 'Return-visit record'),
  number: text('编号', '編號', 'Number'),
  estate: text('小区', '社區', 'Estate'),
  unit: text('房号', '房號', 'Unit'),
  household: text('业主', '業主', 'Household'),
  phone: text('联系电话', '聯絡電話', 'Telephone'),
  matter: text('事项', '事項', 'Matter'),
  handler: text('处理人', '處理人', 'Handled by'),
  opened: text('登记时间', '登記時間', 'Opened'),
  status: text('回访结果', '回訪結果', 'Result'),
  course: text('回访经过', '回訪經過', 'Attempts'),
  at: text('回访时间', '回訪時間', 'Time'),
  by: text('回访人', '回訪人', 'By'),
  outcome: text('结果', '結果', 'Outcome'),
  findings: text('业主意见', '業主意見', 'Comments'),
  satisfaction: text('满意度（1—5）', '滿意度（1—5）', 'Satisfaction (1–5)'),
  caller: text('回访人签字', '回訪人簽字', 'Called by'),
  signer: text('业主签字', '業主簽字', 'Household'),
  version: text('记录版本', '記錄版本', 'Version of the record'),
} as const;

const statusWords: Readonly<Record<ReturnVisit['status'], Text>> = {
  open: text('待回访', '待回訪', 'Open'),
  confirmed: text('已确认解决', '已確認解決', 'Confirmed'),
  'not-fixed': text('未解决，已重新处理', '未解決，已重新處理', 'Not fixed, ticket reopened'),
  unverified: text('未能核实', '未能核實', 'Unverified'),
  cancelled: text('已取消', '已取消', 'Cancelled'),
};

const outcomeWords: Readonly<Record<ReturnVisit['attempts'][number]['outcome'], Text>> = {
  confirmed: text('确认解决', '確認解決', 'Confirmed'),
  'not-fixed': text('未解决', '未解決', 'Not fixed'),
  'no-answer': text('无人接听', '無人接聽', 'No answer'),
};

/** Returns the visit at an earlier version. Only the latest version can be other than open. */
export function atVersion(visit: ReturnVisit, version: number): ReturnVisit {
  if (version >= visit.version) return visit;
  const attempts = visit.attempts.filter((attempt) => attempt.version <= version);
  return { ...visit, attempts, status: 'open', version };
}

/**
 * Returns the printable record (服务回访记录表, D7) of a version of a return visit. The visit stores names, time
 * zone and language, so the same version gives the same bytes while the letterhead stays.
 */
export function returnVisitForm(visit: ReturnVisit, letterhead: Sender, language: Language): string {
  const label = (key: keyof typeof labels) => say(labels[key], language);
  const { household } = visit;
  const title = label('form');
  const sender = { ...letterhead, estateName: visit.estateName };
  const heads = [label('at'), label('by'), label('outcome'), label('satisfaction'), label('findings')];
  const attempts = html`<table class="lines">
<thead><tr>${heads.map((one) => columnHead(one))}</tr></thead>
<tbody>
${visit.attempts.map(
  (attempt) =>
    html`<tr><td class="day">${wallTime(attempt.occurredAt, visit.zone)}</td><td>${attempt.byName ?? shortNumber(attempt.by)}</td><td>${say(outcomeWords[attempt.outcome], language)}</td><td>${attempt.satisfaction}</td>${textCell(attempt.findings)}</tr>\n`,
)}</tbody>
</table>
`;
  const body = html`<h1>${title}</h1>
<table>
${formRow(label('number'), visit.number)}${formRow(label('estate'), visit.estateName)}${formRow(label('unit'), visit.unitLabel)}${formRow(label('household'), household.name)}${formRow(label('phone'), household.phone)}${formRow(label('matter'), visit.title)}${formRow(label('handler'), visit.handlerName)}${formRow(label('opened'), wallTime(visit.openedAt, visit.zone))}${formRow(label('status'), say(statusWords[visit.status], language))}</table>
<h2>${label('course')}</h2>
${wideTable(label('course'), attempts)}${signatureBlock([label('caller'), label('signer')], sender, language)}<p class="soft">${label('version')} ${visit.version}</p>`;
  return paperDocument({ language, title: `${title} ${visit.number}`, sender, body });
}
