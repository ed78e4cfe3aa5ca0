import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { setting } from '../kernel/environment.ts';

/** Seconds for which a presigned address can be used. */
const goodFor = 15 * 60;

/** SHA-256 of Node.js, with the interface that the request signer of the AWS SDK expects. */
export class Sha256 {
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

/** Escapes all but the unreserved characters of RFC 3986, as the signature requires. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Presigns an address with the signing library of the SDK. The S3 client itself has a hundred kilobytes that
 * the API's functions need for nothing else.
 */
async function presigned(
  method: 'GET' | 'PUT',
  key: string,
  more: { headers?: Record<string, string>; query?: Record<string, string> },
  now: Date,
): Promise<string> {
  const region = setting('AWS_REGION');
  const base = new URL(setting('UPLOADS_ADDRESS'));
  const path = [base.pathname.replace(/\/$/, ''), ...key.split('/').map(escaped)].join('/');
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
    {
      expiresIn: goodFor,
      signableHeaders: new Set(Object.keys(more.headers ?? {})),
      // The headers of a copy must be sent as headers.
      unhoistableHeaders: new Set(Object.keys(more.headers ?? {})),
      signingDate: now,
    },
  );
  const text = Object.entries(query).map(([name, value]) => `${name}=${escaped(String(value))}`);
  return `${base.origin}${path}?${text.join('&')}`;
}

/**
 * Returns the address to which a client uploads a file of exactly this type and size. Valid for 15 minutes.
 */
export function uploadUrl(
  file: { key: string; contentType: string; size: number },
  now: Date = new Date(),
): Promise<string> {
  const headers = { 'content-type': file.contentType, 'content-length': String(file.size) };
  return presigned('PUT', file.key, { headers }, now);
}

/** Returns the address at which a function reads a file, or a part of it by a `Range` header. */
export function readUrl(key: string, now: Date = new Date()): Promise<string> {
  return presigned('GET', key, {}, now);
}

/** Returns the address to which another file of the bucket is copied by a request with these headers. */
export function copyUrl(key: string, headers: Record<string, string>, now: Date = new Date()): Promise<string> {
  return presigned('PUT', key, { headers }, now);
}

/**
 * Returns the download address of a file. Valid for 15 minutes. The browser saves the file under `fileName`.
 */
export function downloadUrl(file: { key: string; fileName: string }, now: Date = new Date()): Promise<string> {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`;
  return presigned('GET', file.key, { query: { 'response-content-disposition': disposition } }, now);
}
