import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test, vi } from 'vitest';
import { downloadUrl, uploadUrl } from '../../../shared/files/uploads.ts';

const now = new Date('2026-03-01T02:03:04Z');
const region = 'ap-southeast-1';
const Bucket = 'anju-uploads';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI', sessionToken: 'session/token==' };
vi.stubEnv('AWS_REGION', region);
vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
vi.stubEnv('AWS_SESSION_TOKEN', credentials.sessionToken);

/** Returns the SDK's client for an address of S3. */
function sdkClient(of: { region: string; endpoint?: string }): S3Client {
  const client = new S3Client({ ...of, credentials, requestChecksumCalculation: 'WHEN_REQUIRED' });
  // The SDK also signs the name of its operation into the address, which S3 does not require.
  client.middlewareStack.add(
    (next) => (args) => {
      const request: unknown = args.request;
      if (typeof request === 'object' && request && 'query' in request)
        Reflect.deleteProperty(Object(request.query), 'x-id');
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  return client;
}

test.each([
  { of: 'of AWS', address: `https://${Bucket}.s3.${region}.amazonaws.com`, client: { region } },
  {
    of: 'in mainland China',
    address: `https://${Bucket}.s3.cn-north-1.amazonaws.com.cn`,
    client: { region: 'cn-north-1' },
  },
  {
    of: 'on this machine',
    address: `http://127.0.0.1:4503/${Bucket}`,
    client: { region, endpoint: 'http://127.0.0.1:4503' },
  },
])('an upload address of a bucket $of equals that of the SDK presigner', async (at) => {
  vi.stubEnv('AWS_REGION', at.client.region);
  vi.stubEnv('UPLOADS_ADDRESS', at.address);
  const file = { key: 'tickets/e/t/照片 (1).jpg', contentType: 'image/jpeg', size: 12 };
  const theirs = await getSignedUrl(
    sdkClient(at.client),
    new PutObjectCommand({ Bucket, Key: file.key, ContentType: file.contentType, ContentLength: file.size }),
    { expiresIn: 900, signingDate: now, signableHeaders: new Set(['content-type', 'content-length']) },
  );
  const [mine, oracle] = [new URL(await uploadUrl(file, now)), new URL(theirs)];
  expect(mine.origin + mine.pathname).toBe(oracle.origin + oracle.pathname);
  expect(Object.fromEntries(mine.searchParams)).toEqual(Object.fromEntries(oracle.searchParams));
});

test('a download address keeps the file name and is valid for 15 minutes', async () => {
  vi.stubEnv('UPLOADS_ADDRESS', `https://${Bucket}.s3.${region}.amazonaws.com`);
  const address = new URL(await downloadUrl({ key: 'a/b', fileName: '照片.jpg' }, now));
  expect(address.searchParams.get('response-content-disposition')).toBe(
    "attachment; filename*=UTF-8''%E7%85%A7%E7%89%87.jpg",
  );
  expect(address.searchParams.get('X-Amz-Expires')).toBe('900');
});
