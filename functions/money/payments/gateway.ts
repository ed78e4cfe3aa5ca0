import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

/** The header with the signature of a gateway. */
export const signatureHeader = 'x-anju-signature';

const notSigned = problemKind('signature-wrong', 400, {
  'zh-CN': '签名缺失或不符。请以该渠道的密钥对请求体原文作 HMAC-SHA256，十六进制写入 X-Anju-Signature。',
  'zh-TW': '簽名缺失或不符。請以該渠道的金鑰對請求本文原文作 HMAC-SHA256，以十六進位寫入 X-Anju-Signature。',
  en: 'The signature is missing or wrong. Send the HMAC-SHA256 of the raw body with the key of the channel, in hex, in X-Anju-Signature.',
});

/**
 * Returns the key of a channel, in hex. No channel can sign for another. `secret` is the secret of the stage.
 */
export function keyOfChannel(secret: string, channel: string): string {
  return createHmac('sha256', secret).update(channel).digest('hex');
}

/** Returns the value of the signature header: the HMAC-SHA256 of the raw body, in hex. */
export function signBody(bodyText: string, key: string): string {
  return createHmac('sha256', key).update(bodyText).digest('hex');
}

/** Rejects a body that the gateway of the channel did not sign. @throws Problem signature-wrong. */
export function mustBeSigned(bodyText: string, signature: string | undefined, key: string): void {
  const expected = Buffer.from(signBody(bodyText, key), 'hex');
  // The hex decoder drops everything after the last digit.
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature ?? '') ? String(signature) : '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem(notSigned);
}
