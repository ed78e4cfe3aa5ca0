import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

const emailSchema = z.email().max(254);

/** Signals an address that cannot receive mail; the register rejects it, too. */
export class BadAddress extends Error {
  override readonly name = 'BadAddress';
}

interface Mailbox {
  name: string;
  address: string;
}

/** One mail to one reader; text and HTML have the same content. */
export interface Mail {
  /** Left part of the Message-ID; the right part is the sender's domain. */
  id: string;
  from: Mailbox;
  to: Mailbox;
  subject: string;
  date: Temporal.Instant;
  text: string;
  html: string;
  /** Address of the unsubscribe page (RFC 8058). */
  unsubscribeUrl?: string | undefined;
}

/**
 * Longest content of an encoded word, in bytes. With its frame and `Subject: ` a line has 76 (RFC 2047, 2).
 */
const wordBytes = 39;

/**
 * Returns a header text in ASCII (RFC 2047): plain where possible, otherwise encoded words of whole
 * characters. Control characters and line breaks become blanks, so that the text cannot start another header.
 */
export function headerText(value: string): string {
  const line = value
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
  if (/^[A-Za-z0-9 .,:;!?'#()/+-]*$/.test(line) && line.length <= 60) return line;
  const words: string[] = [];
  let word = '';
  for (const character of line) {
    if (Buffer.byteLength(word + character) > wordBytes) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((one) => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}

/**
 * Returns a mail-header address, with the encoded name if there is one.
 * @throws BadAddress when `address` is no e-mail address.
 */
export function mailbox({ name, address }: Mailbox): string {
  if (!emailSchema.safeParse(address).success) throw new BadAddress('not an e-mail address');
  const shown = headerText(name);
  if (shown === '') return address;
  // An unencoded name is quoted: a comma in it would begin another mailbox.
  return shown.startsWith('=?') ? `${shown}\r\n <${address}>` : `"${shown}" <${address}>`;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns a date in mail format (RFC 5322), in UTC. */
function mailDate(instant: Temporal.Instant): string {
  const at = instant.toZonedDateTimeISO('UTC');
  const time = at.toPlainTime().toString({ smallestUnit: 'second' });
  return `${weekdays[at.dayOfWeek - 1]}, ${at.day} ${months[at.month - 1]} ${at.year} ${time} +0000`;
}

function folded(text: string): string {
  const encoded = Buffer.from(text.toWellFormed().replace(/\r\n|\r|\n/g, '\r\n')).toString('base64');
  return encoded.replace(/.{76}(?=.)/g, '$&\r\n');
}

function part(type: string, body: string): string {
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${folded(body)}\r\n`;
}

/**
 * Returns the raw message in ASCII; the same mail gives the same bytes.
 * @throws BadAddress when sender or receiver is not an e-mail address.
 */
export function rawMessage(mail: Mail): string {
  const domain = mail.from.address.slice(mail.from.address.lastIndexOf('@') + 1);
  const boundary = `=_${mail.id}`;
  const headers = [
    `From: ${mailbox(mail.from)}`,
    `To: ${mailbox(mail.to)}`,
    `Subject: ${headerText(mail.subject)}`,
    `Date: ${mailDate(mail.date)}`,
    `Message-ID: <${mail.id}@${domain}>`,
    `X-Anju-Notice: ${mail.id}`,
    // Prevents automatic replies (RFC 3834).
    'Auto-Submitted: auto-generated',
    ...(mail.unsubscribeUrl === undefined
      ? []
      : [
          `List-Unsubscribe: <${new URL(mail.unsubscribeUrl).href}>`,
          'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        ]),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ];
  const parts = [part('text/plain', mail.text), part('text/html', mail.html)];
  return `${headers.join('\r\n')}\r\n\r\n${parts.map((one) => `--${boundary}\r\n${one}`).join('')}--${boundary}--\r\n`;
}
