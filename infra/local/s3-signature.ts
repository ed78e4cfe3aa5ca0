import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../shared/files/uploads.ts';
import { localCredentials, region } from './names.ts';

/** A request to S3. `url` is its path and query as they arrived. */
interface S3Request {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A refusal, with the status and the code of S3. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What a request says about its signature, in its query or in its Authorization header. */
interface Signing {
  readonly algorithm: string | null | undefined;
  readonly credential: string | null | undefined;
  readonly signedHeaders: string | null | undefined;
  readonly signature: string | null | undefined;
  readonly date: string | null | undefined;
  readonly payloadHash: string | undefined;
}

const algorithm = 'AWS4-HMAC-SHA256';
const hashHeader = 'x-amz-content-sha256';
/** S3 refuses a request that was signed more than 15 minutes before or after its own time. */
const mostSkewMs = 15 * 60_000;
const mostSeconds = 7 * 86_400;

const refused = (status: number, code: string, message: string): Refusal => ({ status, code, message });

/** Signs a request that has arrived once more, with the parts that the signing library of the SDK signs. */
class Signer extends SignatureV4 {
  async signatureOf({ method, url, headers }: S3Request, by: Signing, at: Date, scope: string): Promise<string> {
    const { pathname: path, searchParams } = pathAndQuery(url);
    const names = by.signedHeaders?.split(';') ?? [];
    const trimmed = names.map((name) => [
      name,
      String(headers[name] ?? '')
        .trim()
        .replace(/\s+/g, ' '),
    ]);
    const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
    const canonical = this.createCanonicalRequest(
      { method, protocol: 'http:', hostname: '', path, query, headers: {} },
      Object.fromEntries(trimmed),
      by.payloadHash ?? '',
    );
    const { longDate } = this.formatDate(at);
    return this.sign(await this.createStringToSign(longDate, scope, canonical, algorithm), { signingDate: at });
  }
}

const signer = new Signer({
  service: 's3',
  region,
  credentials: localCredentials,
  sha256: Sha256,
  uriEscapePath: false,
});

function pathAndQuery(url: string): { pathname: string; searchParams: URLSearchParams } {
  const [pathname = '/', search] = url.split(/\?(.*)/s);
  return { pathname, searchParams: new URLSearchParams(search) };
}

/**
 * Returns the refusal of a request whose signature S3 would not accept: none, one of other credentials or of
 * another request, or one that is out of time. Type and size are checked where they are signed headers.
 */
export async function refusalBySignature(request: S3Request, now: Date): Promise<Refusal | undefined> {
  const { headers, url } = request;
  const { searchParams: query } = pathAndQuery(url);
  const { authorization } = headers;
  const isPresigned = query.has('X-Amz-Signature');
  if (!isPresigned && !authorization) return refused(403, 'AccessDenied', 'Access Denied');
  const by = isPresigned ? signingOfQuery(query) : signingOfHeader(headers);
  const malformed = (text: string) =>
    refused(400, isPresigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed', text);
  if (by.algorithm !== algorithm || !by.signature) return malformed(`The request must be signed with ${algorithm}.`);
  const at = new Date((by.date ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(at.getTime())) return malformed('X-Amz-Date must be in the format yyyyMMddTHHmmssZ.');
  const scope = `${by.date?.slice(0, 8)}/${region}/s3/aws4_request`;
  const [accessKeyId, ...rest] = by.credential?.split('/') ?? [];
  if (rest.join('/') !== scope) return malformed(`The scope of the credential must be ${scope}.`);
  if (accessKeyId !== localCredentials.accessKeyId)
    return refused(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  const late = isPresigned ? outOfTime(query.get('X-Amz-Expires'), at, now) : skewed(at, now);
  if (late) return late;
  if (!by.payloadHash) return refused(400, 'InvalidRequest', `Missing required header for this request: ${hashHeader}`);
  const signed = by.signedHeaders?.split(';') ?? [];
  const unsigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))].filter(
    (name) => !signed.includes(name),
  );
  if (unsigned.length > 0)
    return refused(403, 'AccessDenied', `There were headers present in the request which were not signed: ${unsigned}`);
  const expected = Buffer.from(await signer.signatureOf(request, by, at, scope));
  const given = Buffer.from(by.signature);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
  const text = 'The request signature we calculated does not match the signature you provided.';
  return refused(403, 'SignatureDoesNotMatch', `${text} Check your key and signing method.`);
}

function signingOfQuery(query: URLSearchParams): Signing {
  return {
    algorithm: query.get('X-Amz-Algorithm'),
    credential: query.get('X-Amz-Credential'),
    signedHeaders: query.get('X-Amz-SignedHeaders'),
    signature: query.get('X-Amz-Signature'),
    date: query.get('X-Amz-Date'),
    payloadHash: 'UNSIGNED-PAYLOAD',
  };
}

function signingOfHeader(headers: IncomingHttpHeaders): Signing {
  const [kind, ...parts] = headers.authorization?.split(/[\s,]+/) ?? [];
  const part = (name: string) => parts.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  return {
    algorithm: kind,
    credential: part('Credential'),
    signedHeaders: part('SignedHeaders'),
    signature: part('Signature'),
    date: headers['x-amz-date']?.toString(),
    payloadHash: headers[hashHeader]?.toString(),
  };
}

/** Returns the refusal of a presigned address that is not valid yet, or no longer. */
function outOfTime(expires: string | null, at: Date, now: Date): Refusal | undefined {
  const seconds = Number(expires);
  if (!(Number.isInteger(seconds) && seconds >= 1 && seconds <= mostSeconds))
    return refused(400, 'AuthorizationQueryParametersError', `X-Amz-Expires must be 1 to ${mostSeconds} seconds.`);
  if (at.getTime() > now.getTime() + mostSkewMs) return refused(403, 'AccessDenied', 'Request is not valid yet');
  return at.getTime() + seconds * 1000 < now.getTime()
    ? refused(403, 'AccessDenied', 'Request has expired')
    : undefined;
}

function skewed(at: Date, now: Date): Refusal | undefined {
  const text = 'The difference between the request time and the current time is too large.';
  return Math.abs(at.getTime() - now.getTime()) > mostSkewMs ? refused(403, 'RequestTimeTooSkewed', text) : undefined;
}

/** Returns the refusal of a body that is not the one whose hash was signed. */
export function refusalByPayload({ headers }: Pick<S3Request, 'headers'>, body: unknown): Refusal | undefined {
  const signed = headers[hashHeader]?.toString() ?? 'UNSIGNED-PAYLOAD';
  if (signed === 'UNSIGNED-PAYLOAD') return undefined;
  if (!/^[0-9a-f]{64}$/.test(signed))
    return refused(501, 'NotImplemented', `The local run does not support the payload ${signed}.`);
  const hash = createHash('sha256')
    .update(Buffer.isBuffer(body) ? body : '')
    .digest('hex');
  const text = `The provided '${hashHeader}' header does not match what was computed.`;
  return hash === signed ? undefined : refused(400, 'XAmzContentSHA256Mismatch', text);
}

/** Returns a refusal as S3 writes it. */
export function refusalXml({ code, message }: Refusal): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}
