/** Returns the HTML of a sent mail. */
export function htmlOf(raw: string): string {
  const [, body] = /Content-Type: text\/html[\s\S]*?base64\r\n\r\n([\w+/=\r\n]+)/.exec(raw) ?? [];
  if (body === undefined) throw new Error('the mail has no HTML');
  return Buffer.from(body, 'base64').toString('utf8');
}
