import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';

/** The content of a notice, from which text and HTML are both rendered. */
export interface Letter {
  subject: string;
  /** What the letter is about, in one or a few sentences. */
  paragraphs: readonly string[];
  /** Facts at a glance; those without a value are left out. */
  facts?: readonly { label: string; value: string | undefined }[];
  /** Quoted words of another person: an answer, a question. */
  quote?: string;
  button?: { label: string; url: string };
  /** Several pages to read, in a list. */
  links?: readonly { label: string; url: string }[];
  after?: readonly string[];
}

/** Recipient and sender of a letter. */
export interface Envelope {
  language: Language;
  recipientName: string;
  estateName: string;
  /** Set for marketing, which must carry an unsubscribe link (R15.5). */
  unsubscribeUrl?: string | undefined;
}

const words = {
  greeting: text('{name}，您好：', '{name}，您好：', 'Dear {name},'),
  sender: text('{estate} 客户服务中心', '{estate} 客戶服務中心', '{estate} Customer Service'),
  automatic: text(
    '本邮件由系统自动发出，回复本邮件我们无法看到；请致电客服热线或使用手机应用。',
    '本郵件由系統自動發出，回覆本郵件我們無法看到；請致電客服專線或使用手機 App。',
    'This message was sent automatically, and replies to it are not read. Please call our hotline or use the app.',
  ),
  marketing: text(
    '您同意接收推广信息，因此收到本邮件。不想再收到？请点这里退订：',
    '您同意接收推廣資訊，因此收到本郵件。不想再收到？請點這裡退訂：',
    'You receive this e-mail because you agreed to receive our offers. To stop them, unsubscribe here:',
  ),
  unsubscribe: text('退订', '退訂', 'Unsubscribe'),
  colon: text('：', '：', ': '),
} as const;

/** A letter as it is sent: the same content as plain text and as HTML. */
export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

/** Renders a letter for its reader. The HTML escapes everything that people typed. */
export function render(letter: Letter, envelope: Envelope): Rendered {
  return { subject: letter.subject, text: asText(letter, envelope), html: asHtml(letter, envelope).text };
}

function factsOf(letter: Letter): { label: string; value: string }[] {
  return (letter.facts ?? []).flatMap(({ label, value }) => (value ? [{ label, value }] : []));
}

function asText(letter: Letter, envelope: Envelope): string {
  const { language, recipientName: name, estateName: estate, unsubscribeUrl } = envelope;
  const facts = factsOf(letter).map(({ label, value }) => `${label}${say(words.colon, language)}${value}`);
  const quoted = letter.quote?.split(/\r\n|\r|\n/).map((line) => `> ${line}`.trimEnd());
  const blocks = [
    say(words.greeting, language, { name }),
    ...letter.paragraphs,
    ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...(quoted ? [quoted.join('\n')] : []),
    ...(letter.button ? [`${letter.button.label}\n${letter.button.url}`] : []),
    ...(letter.links ?? []).map(({ label, url }) => `${label}\n${url}`),
    ...(letter.after ?? []),
    say(words.sender, language, { estate }),
    ...(unsubscribeUrl === undefined ? [] : [`${say(words.marketing, language)}\n${unsubscribeUrl}`]),
    say(words.automatic, language),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/* Mail programs drop style sheets: all styles are inline, and the layout is a column of blocks. */
const style = {
  body: 'margin:0;padding:16px 8px;background:#f4f6f8;color:#1d2733;font:16px/1.7 -apple-system,"Segoe UI",Roboto,Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif',
  card: 'max-width:560px;margin:0 auto;padding:24px 20px;background:#ffffff;border:1px solid #d5dbe2;border-radius:8px',
  estate: 'margin:0 0 16px;padding:0 0 12px;border-bottom:2px solid #0b5cad;color:#0b5cad;font-weight:600',
  paragraph: 'margin:0 0 16px;white-space:pre-line;overflow-wrap:anywhere',
  facts: 'margin:0 0 16px;padding:12px 16px;background:#f4f6f8;border-radius:6px',
  fact: 'margin:0 0 4px;overflow-wrap:anywhere',
  label: 'color:#56616e',
  quote: 'margin:0 0 16px;padding:4px 16px;border-left:4px solid #0b5cad;white-space:pre-line;overflow-wrap:anywhere',
  button:
    'display:inline-block;padding:12px 28px;background:#0b5cad;color:#ffffff;border-radius:6px;font-weight:600;text-decoration:none',
  link: 'display:inline-block;padding:6px 0;color:#0b5cad',
  address: 'margin:8px 0 16px;color:#56616e;font-size:13px;overflow-wrap:anywhere',
  foot: 'max-width:560px;margin:12px auto 0;padding:0 20px;color:#56616e;font-size:13px',
} as const;

function paragraphs(all: readonly string[]): Html[] {
  return all.map((one) => html`<p style="${style.paragraph}">${one}</p>\n`);
}

function asHtml(letter: Letter, envelope: Envelope): Html {
  const { language, recipientName: name, estateName: estate, unsubscribeUrl } = envelope;
  const facts = factsOf(letter);
  const colon = say(words.colon, language);
  const { quote, button, links = [], after = [] } = letter;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${letter.subject}</title>
</head>
<body style="${style.body}">
<div style="${style.card}">
<p style="${style.estate}">${estate}</p>
${paragraphs([say(words.greeting, language, { name }), ...letter.paragraphs])}${
  facts.length > 0 &&
  html`<div style="${style.facts}">\n${facts.map(
    ({ label, value }) =>
      html`<p style="${style.fact}"><span style="${style.label}">${label}${colon}</span>${value}</p>\n`,
  )}</div>\n`
}${quote !== undefined && html`<blockquote style="${style.quote}">${quote}</blockquote>\n`}${
  button &&
  html`<p style="margin:0"><a href="${button.url}" style="${style.button}">${button.label}</a></p>
<p style="${style.address}">${button.url}</p>\n`
}${links.map(({ label, url }) => html`<p style="${style.fact}"><a href="${url}" style="${style.link}">${label}</a></p>\n`)}${paragraphs(after)}<p style="margin:0">${say(words.sender, language, { estate })}</p>
</div>
<div style="${style.foot}">
${
  unsubscribeUrl !== undefined &&
  html`<p>${say(words.marketing, language)} <a href="${unsubscribeUrl}" style="color:#0b5cad">${say(words.unsubscribe, language)}</a></p>\n`
}<p>${say(words.automatic, language)}</p>
</div>
</body>
</html>
`;
}
