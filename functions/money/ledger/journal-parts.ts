import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  PutObjectCommand,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { s3 } from '../../../shared/files/s3.ts';
import { setting } from '../../../shared/kernel/environment.ts';
import { journalFile, type StoredJournal } from './stored-journal.ts';

/** The progress of the upload of a journal. */
type Uploaded = Pick<StoredJournal, 'uploadId' | 'parts'>;

/**
 * The multipart upload no longer exists: it was completed or aborted. The file must be written from the
 * start.
 */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}

const objectOf = (journal: StoredJournal) => ({
  Bucket: setting('UPLOADS_BUCKET'),
  Key: journalFile(journal).key,
});
const contentType = ({ format }: StoredJournal) => `text/${format === 'vouchers' ? 'csv' : 'plain'}; charset=utf-8`;

/**
 * Uploads one more part; the last part completes the file. Uploading a part again replaces it.
 * @throws UploadGone.
 */
export async function uploadNext(journal: StoredJournal, text: string, isLast: boolean): Promise<Uploaded> {
  const object = objectOf(journal);
  if (isLast && journal.uploadId === undefined) {
    await s3().send(new PutObjectCommand({ ...object, ContentType: contentType(journal), Body: text }));
    return { parts: [] };
  }
  try {
    const UploadId = journal.uploadId ?? (await beginUpload(journal));
    const PartNumber = journal.parts.length + 1;
    const { ETag = '' } = await s3().send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body: text }));
    const parts = [...journal.parts, ETag];
    if (isLast) {
      const Parts = parts.map((tag, i) => ({ ETag: tag, PartNumber: i + 1 }));
      await s3().send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
    }
    return { uploadId: UploadId, parts };
  } catch (error) {
    if (isGone(error)) throw new UploadGone();
    throw error;
  }
}

async function beginUpload(journal: StoredJournal): Promise<string> {
  const wanted = { ...objectOf(journal), ContentType: contentType(journal) };
  const { UploadId = '' } = await s3().send(new CreateMultipartUploadCommand(wanted));
  return UploadId;
}

const isGone = (error: unknown) =>
  error instanceof NoSuchUpload || (error instanceof S3ServiceException && error.name === 'NoSuchUpload');
