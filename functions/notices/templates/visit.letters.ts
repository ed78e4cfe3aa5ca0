import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { severityWord } from '../../service/tickets/public.ts';
import type { Letter } from './letter.ts';
import type { AboutTicket } from './ticket.letters.ts';
import { labels } from './ticket-words.ts';
import { span } from './when.ts';

const words = {
  booked: text(
    '上门时间已约定：{number} {title}',
    '到府時間已約定：{number} {title}',
    'Visit booked: {number} {title}',
  ),
  bookedBody: text(
    '您的事项 {number}「{title}」已约定上门时间，请安排家中有人。',
    '您的事項 {number}「{title}」已約定到府時間，請安排家中有人。',
    'A visit about {number}, “{title}”, has been booked. Please make sure that someone is at home.',
  ),
  bookedChange: text(
    '如需改期，请在手机应用中更改，或致电客服热线并报编号 {number}。',
    '如需改期，請在手機 App中更改，或致電客服專線並報編號 {number}。',
    'To change the time, use the app, or call our hotline and give the number {number}.',
  ),
  assigned: text(
    '已安排维修人员：{number} {title}',
    '已安排維修人員：{number} {title}',
    'Technician assigned: {number} {title}',
  ),
  assignedBody: text(
    '您的事项 {number}「{title}」已安排维修人员上门处理。',
    '您的事項 {number}「{title}」已安排維修人員到府處理。',
    'A technician has been assigned to {number}, “{title}”, and will visit you.',
  ),
  assignedEmergency: text(
    '此事按紧急情况处理，维修人员会尽快到场，请保持电话畅通。',
    '此事按緊急情況處理，維修人員會盡快到場，請保持電話暢通。',
    'This is being handled as an emergency. The technician will come as soon as possible. Please keep your telephone at hand.',
  ),
  assignedBook: text(
    '请在手机应用中选择上门时间，或致电客服热线并报编号 {number}。',
    '請在手機 App中選擇到府時間，或致電客服專線並報編號 {number}。',
    'Please choose a time in the app, or call our hotline and give the number {number}.',
  ),
  see: text('查看谁来、何时来', '查看誰來、何時來', 'See who comes and when'),
  given: text('新派工单：{number} {title}', '新派工單：{number} {title}', 'New work order: {number} {title}'),
  givenBody: text(
    '您有一张新的派工单，请在手机应用中接单或说明不能接单的原因。',
    '您有一張新的派工單，請在手機 App中接單或說明不能接單的原因。',
    'You have a new work order. Please accept it in the app, or give the reason why you cannot.',
  ),
} as const;

/** Returns the letter about a booked visit (预约上门). */
export function appointmentBooked(
  about: AboutTicket & { from: string; to: string; zone: string; technician: string | undefined; url: string },
  language: Language,
): Letter {
  const { number, title } = about;
  return {
    subject: say(words.booked, language, { number, title }),
    paragraphs: [say(words.bookedBody, language, { number, title })],
    facts: [
      { label: say(labels.when, language), value: span(about.from, about.to, about.zone, language) },
      { label: say(labels.technician, language), value: about.technician },
    ],
    button: { label: say(words.see, language), url: about.url },
    after: [say(words.bookedChange, language, { number })],
  };
}

/** Returns the letter to the household about the assigned technician. */
export function technicianAssigned(
  about: AboutTicket & { technician: string; emergency: boolean; url: string },
  language: Language,
): Letter {
  const { number, title, technician, emergency, url } = about;
  return {
    subject: say(words.assigned, language, { number, title }),
    paragraphs: [say(words.assignedBody, language, { number, title })],
    facts: [
      { label: say(labels.number, language), value: number },
      { label: say(labels.technician, language), value: technician },
    ],
    button: { label: say(words.see, language), url },
    after: [emergency ? say(words.assignedEmergency, language) : say(words.assignedBook, language, { number })],
  };
}

/** Returns the letter to the technician about a work order (派工单), with everything needed to go there. */
export function workOrderGiven(
  about: AboutTicket & {
    severity: string;
    description: string;
    place: string | undefined;
    requester: string | undefined;
    phone: string | undefined;
  },
  language: Language,
): Letter {
  const { number, title } = about;
  return {
    subject: say(words.given, language, { number, title }),
    paragraphs: [say(words.givenBody, language)],
    facts: [
      { label: say(labels.number, language), value: number },
      { label: say(labels.title, language), value: title },
      { label: say(labels.severity, language), value: severityWord(about.severity, language) },
      { label: say(labels.place, language), value: about.place },
      { label: say(labels.requester, language), value: about.requester },
      { label: say(labels.requesterPhone, language), value: about.phone },
    ],
    ...(about.description !== '' && { quote: about.description }),
  };
}
