import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

/** The header in which a gateway signs what it sends. */
export const signatureHeader = 'x-anju-signature';

const notSigned = problemKind('signature-wrong', 400, {
  'zh-CN': '签名缺失或不符：请以该渠道的密钥对请求体原文作 HMAC-SHA256，十六进制写入 X-Anju-Signature。',
  'zh-TW': '簽名缺失或不符：請以該渠道的密鑰對請求體原文作 HMAC-SHA256，十六進制寫入 X-Anju-Signature。',
  en: 'The signature is missing or wrong: send the HMAC-SHA256 of the body as sent, by the key of the channel, in hex in X-Anju-Signature.',
});

/** The key of a channel, hex: none can sign for another. `secret` is that of the stage. */
export function keyOfChannel(secret: string, channel: string): string {
  return createHmac('sha256', secret).update(channel).digest('hex');
}

/** What a gateway writes into the header: the HMAC-SHA256 of the body as it is sent, hex. */
export function signed(bodyText: string, key: string): string {
  return createHmac('sha256', key).update(bodyText).digest('hex');
}

/** Stops what the gateway of a channel has not signed. @throws Problem signature-wrong. */
export function mustBeSigned(bodyText: string, signature: string | undefined, key: string): void {
  const expected = Buffer.from(signed(bodyText, key), 'hex');
  // The decoder drops whatever follows the last digit.
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature ?? '') ? String(signature) : '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem(notSigned);
}
