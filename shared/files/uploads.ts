import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { setting } from '../kernel/environment.ts';

/** Seconds that a presigned address is good for. */
const goodFor = 15 * 60;

/** SHA-256 of the runtime in the form that the signer asks for. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('a signature is made once');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** Escaped as the signature counts it: everything but the unreserved characters of RFC 3986. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Signs an address with the library that the SDK's clients sign with. The S3 client itself is a hundred kilobytes that
 * the functions of the API would load for nothing else.
 */
async function presigned(
  method: 'GET' | 'PUT',
  key: string,
  more: { headers?: Record<string, string>; query?: Record<string, string> },
  now: Date,
): Promise<string> {
  const region = setting('AWS_REGION');
  // Path style on one machine, where names of hosts do not resolve.
  const base = new URL(process.env.AWS_ENDPOINT_URL_S3 ?? `https://s3.${region}.amazonaws.com`);
  const path = `/${[setting('UPLOADS_BUCKET'), ...key.split('/')].map(escaped).join('/')}`;
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: {
      accessKeyId: setting('AWS_ACCESS_KEY_ID'),
      secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
      ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
    },
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const { query = {} } = await signer.presign(
    {
      method,
      protocol: base.protocol,
      hostname: base.hostname,
      ...(base.port && { port: Number(base.port) }),
      path,
      query: { ...more.query },
      headers: { host: base.host, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD', ...more.headers },
    },
    { expiresIn: goodFor, signableHeaders: new Set(Object.keys(more.headers ?? {})), signingDate: now },
  );
  const text = Object.entries(query).map(([name, value]) => `${name}=${escaped(String(value))}`);
  return `${base.origin}${path}?${text.join('&')}`;
}

/** Address to which the client itself puts a file of just this type and size, for a quarter of an hour. */
export function uploadUrl(
  file: { key: string; contentType: string; size: number },
  now: Date = new Date(),
): Promise<string> {
  const headers = { 'content-type': file.contentType, 'content-length': String(file.size) };
  return presigned('PUT', file.key, { headers }, now);
}

/** Address from which a file is read, for a quarter of an hour; the browser saves it under its name. */
export function downloadUrl(file: { key: string; fileName: string }, now: Date = new Date()): Promise<string> {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`;
  return presigned('GET', file.key, { query: { 'response-content-disposition': disposition } }, now);
}
