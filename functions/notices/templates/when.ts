import { Temporal } from 'temporal-polyfill';
import type { Language } from '../../../shared/kernel/language.ts';

const weekdays: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  'zh-TW': ['週一', '週二', '週三', '週四', '週五', '週六', '週日'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

function local(instant: string, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
}

function day(at: Temporal.ZonedDateTime, language: Language): string {
  const weekday = weekdays[language][at.dayOfWeek - 1];
  return language === 'en'
    ? `${weekday}, ${at.day} ${months[at.month - 1]} ${at.year}`
    : `${at.year}年${at.month}月${at.day}日（${weekday}）`;
}

function time(at: Temporal.ZonedDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: 'minute' });
}

/** Returns the day and time of an instant in a zone, in words of the language. */
export function moment(instant: string, zone: string, language: Language): string {
  const at = local(instant, zone);
  return `${day(at, language)}${language === 'en' ? ', ' : ' '}${time(at)}`;
}

/** Returns a period of time; the day appears once when both ends share it. */
export function span(from: string, to: string, zone: string, language: Language): string {
  const end = local(to, zone);
  const sameDay = local(from, zone).toPlainDate().equals(end.toPlainDate());
  return `${moment(from, zone, language)} – ${sameDay ? time(end) : moment(to, zone, language)}`;
}
