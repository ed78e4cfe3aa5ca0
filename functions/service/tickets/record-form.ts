import type { AnyEvent } from '../../../shared/events/catalogue.ts';
import { eventNamed } from '../../../shared/events/catalogue.ts';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { compareInstants, wallTime } from '../../../shared/kernel/time.ts';
import { html } from '../../../shared/pages/html.ts';
import { paperDocument, type Sender, signatureBlock } from '../../../shared/pages/paper.ts';
import { formRow } from '../../../shared/pages/parts.ts';
import { type Category, defaultCategories } from './category.ts';
import { codeWords } from './responsibility.ts';
import { severityWord } from './severity.ts';

const titles: Readonly<Record<string, Text>> = {
  complaint: text('投诉记录表', '投訴記錄表', 'Complaint record'),
  inquiry: text('咨询记录表', '諮詢記錄表', 'Inquiry record'),
  suggestion: text('建议记录表', '建議記錄表', 'Suggestion record'),
  praise: text('表扬记录表', '表揚記錄表', 'Praise record'),
  repair: text('报修记录表', '報修記錄表', 'Repair record'),
};

const labels = {
  number: text('编号', '編號', 'Number'),
  estate: text('小区', '社區', 'Estate'),
  channel: text('受理渠道', '受理管道', 'Channel'),
  category: text('分类', '分類', 'Category'),
  severity: text('紧急程度', '緊急程度', 'Severity'),
  received: text('接到时间', '接到時間', 'Received'),
  entered: text('登记时间', '登記時間', 'Entered'),
  requester: text('反映人', '反映人', 'Reported by'),
  place: text('房号或位置', '房號或位置', 'Unit or place'),
  title: text('事项', '事項', 'Matter'),
  description: text('内容', '內容', 'Description'),
  reply: text('答复', '答覆', 'Reply'),
  resolution: text('处理结果', '處理結果', 'Result'),
  course: text('处理经过', '處理經過', 'Course of events'),
  version: text('记录版本', '記錄版本', 'Version of the record'),
  handler: text('经办人签字', '經辦人簽字', 'Handled by'),
  signer: text('业主签字', '業主簽字', 'Household'),
} as const;

const channelWords: Readonly<Record<string, Text>> = {
  hotline: text('热线', '熱線', 'Hotline'),
  visit: text('来访', '來訪', 'Visit'),
  letter: text('来信', '來信', 'Letter'),
  email: text('邮件', '郵件', 'E-mail'),
  forum: text('论坛', '論壇', 'Forum'),
  app: text('手机应用', '手機 App', 'App'),
  patrol: text('巡查', '巡查', 'Patrol'),
};

const course: Readonly<Record<string, Text>> = {
  TicketOpened: text('受理', '受理', 'Opened'),
  TicketAcknowledged: text('告知受理', '告知受理', 'Acknowledged'),
  TicketAssigned: text('指派', '指派', 'Assigned'),
  TicketRetyped: text('变更类型', '變更類型', 'Type changed'),
  TicketTargetsAgreed: text('按合同约定时限', '依合約約定時限', 'Times agreed by contract'),
  TicketRecategorised: text('变更分类', '變更分類', 'Category changed'),
  TicketSeverityChanged: text('变更紧急程度', '變更緊急程度', 'Severity changed'),
  TicketReplied: text('答复', '答覆', 'Replied'),
  TicketLetterSent: text('书面答复已寄出', '書面答覆已寄出', 'Letter sent'),
  TicketLetterReturned: text('书面答复未送达', '書面答覆未送達', 'Letter not delivered'),
  TicketWaitingForCustomer: text('等待业主', '等待業主', 'Waiting for the customer'),
  TicketResumed: text('继续处理', '繼續處理', 'Resumed'),
  TicketDispatched: text('派单', '派單', 'Dispatched'),
  TicketAppointed: text('预约', '預約', 'Appointment'),
  TicketVisited: text('到场', '到場', 'On site'),
  TicketResolved: text('处理完成', '處理完成', 'Resolved'),
  TicketClosed: text('办结', '辦結', 'Closed'),
  TicketFollowedUp: text('回访', '回訪', 'Followed up'),
  TicketVerified: text('回访结果', '回訪結果', 'Verified'),
  TicketReopened: text('重新处理', '重新處理', 'Reopened'),
  TicketWithdrawn: text('撤回', '撤回', 'Withdrawn'),
  AttachmentAdded: text('附件', '附件', 'Attachment'),
  AttachmentWithheld: text('附件停用', '附件停用', 'Attachment withheld'),
  TicketEscalated: text('上报', '上報', 'Escalated'),
  TicketWarrantyNoted: text('保修判定，费用承担', '保固判定，費用承擔', 'Warranty decided, paid by'),
  TicketOffered: text('提请移交', '提請移交', 'Offered for acceptance'),
  TicketTakenOver: text('接收移交', '接收移交', 'Taken over'),
  TicketHandedBack: text('退回移交', '退回移交', 'Handed back'),
};

/** The names of the milestones of a complaint (D1). */
const milestoneWords: Readonly<Record<string, Text>> = {
  acknowledgement: text('受理告知书', '受理告知書', 'acknowledgement'),
  interim: text('阶段答复', '階段答覆', 'interim answer'),
  answer: text('最终答复', '最終答覆', 'final answer'),
  'eight-week': text('八周告知书', '八週告知書', 'letter after eight weeks'),
};

const typeWords: Readonly<Record<string, Text>> = {
  complaint: text('投诉', '投訴', 'Complaint'),
  inquiry: text('咨询', '諮詢', 'Inquiry'),
  suggestion: text('建议', '建議', 'Suggestion'),
  praise: text('表扬', '表揚', 'Praise'),
  repair: text('报修', '報修', 'Repair'),
};

/** Returns the name of a category in the tree of the estate or in the built-in one, else its key. */
function categoryName(key: string, tree: readonly Category[], language: Language): string {
  const known = tree.find((one) => one.key === key) ?? defaultCategories.find((one) => one.key === key);
  return known ? say(known.name, language) : key;
}

/** Returns the words of an event, such as its change, reply, question and reason. */
function detailOf(event: AnyEvent, tree: readonly Category[], language: Language): string {
  const word = (code: unknown) => {
    const key = String(code);
    if (event.name === 'TicketRecategorised') return categoryName(key, tree, language);
    if (event.name === 'TicketSeverityChanged') return severityWord(key, language);
    const known = event.name === 'TicketRetyped' ? typeWords[key] : codeWords[key];
    return known ? say(known, language) : key;
  };
  const { text: told, question, answer, resolution, fileName, from, to, payer, milestone } = event.data;
  const named = typeof milestone === 'string' ? milestoneWords[milestone] : undefined;
  const said = [
    named && say(named, language),
    told,
    question,
    answer,
    resolution,
    fileName,
    payer === undefined ? undefined : word(payer),
  ];
  const changed = typeof from === 'string' ? `${word(from)} → ${word(to)}` : undefined;
  return [changed, ...said, event.reason]
    .filter((one) => typeof one === 'string')
    .join(language === 'en' ? '; ' : '；');
}

/**
 * Returns the printable record form (投诉／咨询／建议记录表, D7) of a version of a ticket. Uses the events, and
 * of the estate the letterhead and the names of categories; of people their names. So the same version gives
 * the same bytes while these stay. `events` are those up to that version, oldest first, with actors' names.
 * @throws Error when the events do not begin with `TicketOpened`.
 */
export function recordForm(
  events: readonly AnyEvent[],
  of: { zone: string; sender: Sender; categories: readonly Category[]; requester?: string | undefined },
  language: Language,
): string {
  const { zone, categories } = of;
  const [first, ...later] = events;
  if (!first) throw new Error('a record form needs the events of its ticket');
  const opened = eventNamed('TicketOpened', first);
  const at = (instant: string) => wallTime(instant, zone);
  const latest = (name: string, key: string, otherwise: string): string => {
    const value = later.findLast((event) => event.name === name)?.data[key];
    return typeof value === 'string' ? value : otherwise;
  };
  // The result may also be entered at the closing.
  const result = later.findLast((event) => typeof event.data.resolution === 'string')?.data.resolution;
  const label = (key: keyof typeof labels) => say(labels[key], language);
  const channel = channelWords[opened.data.channel];
  const type = latest('TicketRetyped', 'to', opened.data.ticketType);
  const title = say(titles[type] ?? titles.inquiry ?? labels.title, language);
  // Late entries are listed at the time when they happened.
  const sender = { ...of.sender, estateName: opened.data.estateName };
  const told = events.filter((event) => course[event.name]).sort((a, b) => compareInstants(a.occurredAt, b.occurredAt));
  const body = html`<h1>${title}</h1>
<table>
${formRow(label('number'), opened.data.number)}${formRow(label('estate'), opened.data.estateName)}${formRow(label('channel'), channel ? say(channel, language) : opened.data.channel)}${formRow(label('category'), categoryName(latest('TicketRecategorised', 'to', opened.data.category), categories, language))}${formRow(label('severity'), severityWord(latest('TicketSeverityChanged', 'to', opened.data.severity), language))}${formRow(label('received'), at(opened.data.receivedAt))}${formRow(label('entered'), at(opened.recordedAt))}${formRow(label('requester'), of.requester)}${formRow(label('place'), [opened.data.unitLabel, opened.data.place].filter(Boolean).join(' '))}${formRow(label('title'), opened.data.title)}${formRow(label('description'), opened.data.description)}${formRow(label('reply'), latest('TicketReplied', 'text', ''))}${formRow(label('resolution'), typeof result === 'string' ? result : '')}</table>
<h2>${label('course')}</h2>
<table>
${told.map((event) => formRow(at(event.occurredAt), [say(course[event.name] ?? labels.title, language), event.actor.name, detailOf(event, categories, language)].filter(Boolean).join(' · ')))}</table>
${signatureBlock([label('handler'), label('signer')], sender, language)}<p class="soft">${label('version')} ${events.at(-1)?.version}</p>`;
  return paperDocument({ language, title: `${title} ${opened.data.number}`, sender, body });
}
