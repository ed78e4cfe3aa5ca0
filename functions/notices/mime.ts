import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

const emailSchema = z.email().max(254);

/** An address that no mail should go to; the register refuses such, and so do we. */
export class BadAddress extends Error {
  override readonly name = 'BadAddress';
}

interface Mailbox {
  name: string;
  address: string;
}

/** One mail to one reader, its text and HTML saying the same. */
export interface Mail {
  /** Left part of the Message-ID; the right one is the sender's domain. */
  id: string;
  from: Mailbox;
  to: Mailbox;
  subject: string;
  date: Temporal.Instant;
  text: string;
  html: string;
  /** Address of a page that stops such mails (RFC 8058). */
  unsubscribeUrl?: string | undefined;
}

/** Longest content of an encoded word, in bytes: with its frame and `Subject: ` before it, a line of 76 (RFC 2047, 2). */
const wordBytes = 39;

/**
 * A header's text in ASCII (RFC 2047): plain where it can be, encoded words of whole characters otherwise. Line breaks and
 * other control characters become blanks, so that nothing in it can start a header of its own.
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

/** A display name and its address. @throws BadAddress. */
export function mailbox({ name, address }: Mailbox): string {
  if (!emailSchema.safeParse(address).success) throw new BadAddress('not an e-mail address');
  const shown = headerText(name);
  if (shown === '') return address;
  // What is not encoded stands in quotes: a comma in a name would begin another mailbox.
  return shown.startsWith('=?') ? `${shown}\r\n <${address}>` : `"${shown}" <${address}>`;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date as mail writes it (RFC 5322), in UTC. */
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
 * The raw message: ASCII throughout, the same bytes for the same mail.
 * @throws BadAddress when sender or receiver is no e-mail address.
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
    // No machine is to answer a machine (RFC 3834).
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
