import { filled, text } from '../kernel/language.ts';
import { Problem, problemKind } from '../kernel/problem.ts';

const range = text(
  '日期超出范围。请选择 {from} 至 {to} 之间的日期。',
  '日期超出範圍。請選擇 {from} 至 {to} 之間的日期。',
  'The day is out of range. Choose a day from {from} to {to}.',
);
const dayOutOfRange = problemKind('day-out-of-range', 400, range);

/**
 * Rejects a day outside of a range; `field` is its body field.
 * @throws Problem day-out-of-range (400) with both ends.
 */
export function mustLieIn(day: string, { from, to }: { from: string; to: string }, field: string): void {
  if (from <= day && day <= to) return;
  const message = filled(range, { from, to });
  const errors = [{ in: 'body' as const, pointer: `/${field}`, code: 'day-out-of-range', message }];
  throw new Problem(dayOutOfRange, { from, to }, { errors });
}

const dayInTheFuture = problemKind('day-in-the-future', 400, {
  'zh-CN': '日期 {day} 晚于今天。请填写今天或更早的日期。',
  'zh-TW': '日期 {day} 晚於今天。請填寫今天或更早的日期。',
  en: '{day} is in the future. Enter today or an earlier day.',
});

/** Rejects a day after today. @throws Problem day-in-the-future (400). */
export function mustHaveCome(day: string, today: string): void {
  if (day > today) throw new Problem(dayInTheFuture, { day });
}
