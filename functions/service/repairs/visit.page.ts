import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { dayIn, wallTime } from '../../../shared/kernel/time.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { html } from '../../../shared/pages/html.ts';
import { formRow, languageLinks } from '../../../shared/pages/parts.ts';
import type { Visit } from './visit.ts';
import { isUnfinished, type WorkOrder } from './work-order.ts';

const words = {
  title: text('上门维修安排', '到府維修安排', 'Your repair visit'),
  number: text('受理编号', '受理編號', 'Number'),
  matter: text('事项', '事項', 'Subject'),
  who: text('维修人员', '維修人員', 'Technician'),
  when: text('上门时间', '到府時間', 'Visit'),
  nobodyYet: text('正在安排，确定后会通知您', '正在安排，確定後會通知您', 'Being arranged; we will tell you'),
  noTimeYet: text(
    '尚未约定。请在手机应用中选择，或致电客服热线',
    '尚未約定。請在手機 App 中選擇，或致電客服專線',
    'Not agreed yet. Please choose a time in the app, or call our hotline',
  ),
  onSite: text('维修人员已到场。', '維修人員已到場。', 'The technician is on site.'),
  completed: text('此次维修已完工。', '此次維修已完工。', 'This repair is finished.'),
  cancelled: text('此次上门已取消。', '此次到府已取消。', 'This visit is cancelled.'),
  check: text(
    '开门前请核对姓名。来人不符，请不要开门，并致电客服热线。',
    '開門前請核對姓名。來人不符，請不要開門，並致電客服專線。',
    'Please check the name before you open the door. If somebody else comes, keep it closed and call our hotline.',
  ),
} as const;

function standingOf({ status }: WorkOrder, language: Language): string | undefined {
  if (status === 'arrived') return say(words.onSite, language);
  if (status === 'completed') return say(words.completed, language);
  return status === 'cancelled' ? say(words.cancelled, language) : undefined;
}

/** Renders the page that tells a household who comes and when (D13), for a phone, without script. */
export function visitPage(
  { order, visit, zone }: { order: WorkOrder; visit: Visit; zone: string },
  language: Language,
): string {
  const label = (key: keyof typeof words) => say(words[key], language);
  const { technician, from, to } = visit;
  const timeOf = (instant: string) => wallTime(instant, zone).slice('YYYY-MM-DD '.length);
  const when =
    from !== undefined && to !== undefined ? `${dayIn(zone, from)} ${timeOf(from)}–${timeOf(to)}` : undefined;
  const standing = standingOf(order, language);
  const isAhead = isUnfinished(order);
  const title = `${label('title')} ${order.number}`;
  const body = html`${languageLinks(language)}
<h1>${label('title')}</h1>
${standing !== undefined && html`<p role="status"><strong>${standing}</strong></p>\n`}<table>
${formRow(label('number'), order.number)}${formRow(label('matter'), order.title)}${isAhead && formRow(label('who'), technician ? `${technician.name} · ${technician.trade}` : label('nobodyYet'))}${isAhead && formRow(label('when'), when ?? label('noTimeYet'))}</table>
${technician !== undefined && html`<p class="soft">${label('check')}</p>\n`}`;
  return htmlDocument({ language, title, body });
}
