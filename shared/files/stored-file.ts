import * as z from 'zod';
import { setting } from '../kernel/environment.ts';
import { Problem, problemKind } from '../kernel/problem.ts';
import { canBe, tellingBytes } from './file-kind.ts';
import { copyUrl, downloadUrl, readUrl, uploadUrl } from './uploads.ts';

/*
 * A file is announced, uploaded and stored. It is uploaded to a place of its own (`incoming/`), from which
 * files that nobody stores disappear after two days. Storing looks at its first bytes and copies it to its
 * key, for which no upload address is ever given out: what was stored, and perhaps is evidence, stays as it
 * is.
 */

/** What the record of a file says about where it stands. */
export const standing = {
  /** Set by `storeFile`. Absent until then, and on records from before files were checked. */
  storedAt: z.string().optional(),
  /** Absent on records from before files were checked: their files were uploaded to their key. */
  checked: z.literal(true).optional(),
  /** Why nobody may download the file: a scanner or a person found it harmful. */
  withheld: z.object({ by: z.string(), at: z.string(), reason: z.string() }).optional(),
};

/** A file that is new: it will be checked when it is stored. */
export const announced = { checked: true } as const;

interface StoredFile {
  readonly key: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number;
  readonly storedAt?: string | undefined;
  readonly checked?: true | undefined;
  readonly withheld?: object | undefined;
}

const notUploaded = problemKind('file-not-uploaded', 409, {
  'zh-CN': '文件尚未上传，或上传后超过两天。请先用 uploadUrl 上传，再确认。',
  'zh-TW': '檔案尚未上傳，或上傳後超過兩天。請先用 uploadUrl 上傳，再確認。',
  en: 'The file was not uploaded, or more than two days ago. Upload it to its uploadUrl, then confirm it.',
});
const otherKind = problemKind('file-of-another-kind', 422, {
  'zh-CN': '文件内容不是 {contentType}。请以实际类型重新添加。',
  'zh-TW': '檔案內容不是 {contentType}。請以實際類型重新新增。',
  en: 'The content of the file is not {contentType}. Attach it again with its true type.',
});

const incoming = (key: string) => `incoming/${key}`;

/** Returns the address for the upload of an announced file, valid for 15 minutes; none once it is stored. */
export async function addressFor(file: StoredFile): Promise<string | undefined> {
  return file.storedAt === undefined ? uploadUrl({ ...file, key: incoming(file.key) }) : undefined;
}

/** Returns the address at which a stored file can be read for 15 minutes; none while it may not be read. */
export async function addressOf(file: StoredFile): Promise<string | undefined> {
  const isThere = file.storedAt !== undefined || file.checked === undefined;
  return isThere && !file.withheld ? downloadUrl(file) : undefined;
}

/**
 * Checks an uploaded file by its first bytes and copies it to its key. Again for the same file, it changes
 * nothing that can be read.
 * @throws Problem file-not-uploaded (409), file-of-another-kind (422). @throws Error when S3 fails.
 */
export async function storeFile({ key, contentType }: StoredFile): Promise<void> {
  const first = await fetch(await readUrl(incoming(key)), { headers: { range: `bytes=0-${tellingBytes - 1}` } });
  if (first.status === 404) throw new Problem(notUploaded);
  if (!first.ok) throw new Error(`S3 answered ${first.status} for the first bytes of ${key}`);
  if (!canBe(contentType, Buffer.from(await first.arrayBuffer()))) throw new Problem(otherKind, { contentType });
  // The copy is of what was looked at: another upload meanwhile has another ETag.
  const headers = {
    'x-amz-copy-source': `/${setting('UPLOADS_BUCKET')}/${encodeURI(incoming(key))}`,
    'x-amz-copy-source-if-match': first.headers.get('etag') ?? '',
  };
  const copied = await fetch(await copyUrl(key, headers), { method: 'PUT', headers });
  if (!copied.ok) throw new Error(`S3 answered ${copied.status} for the copy of ${key}`);
}
