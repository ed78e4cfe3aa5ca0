import { type Text, type TextParams, text } from '../kernel/language.ts';
import { formTexts, refinementTexts } from './input-texts.ts';

/** A format that the validator found violated: its name, and its pattern if it has one. */
interface Format {
  readonly format: string;
  readonly pattern?: string | undefined;
}

/** Forms that the validator knows by name. */
const named: Readonly<Record<string, Text>> = {
  date: text('日期，如 2026-03-31', '日期，如 2026-03-31', 'a day, such as 2026-03-31'),
  datetime: text(
    '带时区的时刻，如 2026-03-31T08:00:00Z',
    '帶時區的時刻，如 2026-03-31T08:00:00Z',
    'an instant with its time zone, such as 2026-03-31T08:00:00Z',
  ),
  time: text('时间，如 08:30', '時間，如 08:30', 'a time of day, such as 08:30'),
  email: text('电子邮箱地址', '電子郵件地址', 'an e-mail address, such as li@example.com'),
  url: text('网址', '網址', 'a web address'),
};

/** Returns what a format asks for, or undefined when its pattern has no text. */
export function formText({ format, pattern }: Format): Text | undefined {
  return named[format] ?? formTexts[pattern ?? ''];
}

const placeholder = /\{(\w+)\}/g;

/** Rules by their message in the code. A number in a message, as in `at most {n} a day`, is a parameter. */
const rules = Object.entries(refinementTexts).map(([message, wording]) => {
  const names = [...message.matchAll(placeholder)].map(([, name = '']) => name);
  const parts = message.split(placeholder).filter((_, i) => i % 2 === 0);
  return { names, pattern: new RegExp(`^${parts.map(escaped).join('([\\d.]+)')}$`), wording };
});

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Returns the text of a rule that a schema states in code; undefined if it has none. */
export function refinementText(message: string): readonly [Text, TextParams] | undefined {
  for (const { names, pattern, wording } of rules) {
    const match = pattern.exec(message);
    if (match) return [wording, Object.fromEntries(names.map((name, i) => [name, match[i + 1] ?? '']))];
  }
  return undefined;
}
