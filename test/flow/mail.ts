/** Returns the HTML of a sent mail. */
export function htmlOf(raw: string): string {
  const [, body] = /Content-Type: text\/html[\s\S]*?base64\r\n\r\n([\w+/=\r\n]+)/.exec(raw) ?? [];
  if (body === undefined) throw new Error('the mail has no HTML');
  return Buffer.from(body, 'base64').toString('utf8');
}

/** Returns the subject of a mail as its HTML has it, not encoded. */
export function subjectOf(raw: string): string {
  return /<title>(.*?)<\/title>/.exec(htmlOf(raw))?.[1] ?? '';
}
