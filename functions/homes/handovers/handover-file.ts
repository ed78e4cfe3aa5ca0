import * as z from 'zod';
import { standing } from '../../../shared/files/stored-file.ts';
import { ownIdSchema } from './inspection/inspection-record.ts';

const megabyte = 1024 * 1024;

/**
 * A photo, proof or signature of a handover.
 * The phone chooses `fileId`, so that records made offline can refer to the file.
 */
export const fileDetailsSchema = z
  .strictObject({
    fileId: ownIdSchema,
    fileName: z.string().min(1).max(200),
    contentType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'video/mp4', 'application/pdf']),
    /** Bytes. The upload URL accepts exactly this size. */
    size: z
      .int()
      .min(1)
      .max(50 * megabyte),
  })
  .meta({ id: 'AttachHandoverFileBody' });

export const handoverFileSchema = z
  .object({
    ...fileDetailsSchema.shape,
    handoverId: z.string(),
    estateId: z.string(),
    /** S3 object key. */
    key: z.string(),
    addedBy: z.string(),
    addedAt: z.string(),
    ...standing,
  })
  .meta({ id: 'HandoverFile' });
export type HandoverFile = z.infer<typeof handoverFileSchema>;
