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

/** How far the file of a journal is uploaded. */
type Uploaded = Pick<StoredJournal, 'uploadId' | 'parts'>;

/** The upload in parts is there no more: it was ended, or given up; the file is to be written from its beginning. */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}

const placeOf = (journal: StoredJournal) => ({ Bucket: setting('UPLOADS_BUCKET'), Key: journalFile(journal).key });
const contentType = 'text/plain; charset=utf-8';

/** Uploads one more part; a last one ends the file. The same part again takes the place of the first. @throws UploadGone. */
export async function uploadNext(journal: StoredJournal, text: string, isLast: boolean): Promise<Uploaded> {
  const place = placeOf(journal);
  if (isLast && journal.uploadId === undefined) {
    await s3().send(new PutObjectCommand({ ...place, ContentType: contentType, Body: text }));
    return { parts: [] };
  }
  try {
    const UploadId = journal.uploadId ?? (await begun(place));
    const PartNumber = journal.parts.length + 1;
    const { ETag = '' } = await s3().send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body: text }));
    const parts = [...journal.parts, ETag];
    if (isLast) {
      const Parts = parts.map((tag, i) => ({ ETag: tag, PartNumber: i + 1 }));
      await s3().send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
    }
    return { uploadId: UploadId, parts };
  } catch (error) {
    if (isGone(error)) throw new UploadGone();
    throw error;
  }
}

async function begun(place: ReturnType<typeof placeOf>): Promise<string> {
  const { UploadId = '' } = await s3().send(new CreateMultipartUploadCommand({ ...place, ContentType: contentType }));
  return UploadId;
}

const isGone = (error: unknown) =>
  error instanceof NoSuchUpload || (error instanceof S3ServiceException && error.name === 'NoSuchUpload');
