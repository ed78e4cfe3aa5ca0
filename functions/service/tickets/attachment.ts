import * as z from 'zod';
import { standing } from '../../../shared/files/stored-file.ts';

/** Content types that residents and staff may upload. */
const contentTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'video/mp4',
  'audio/mpeg',
  'audio/mp4',
  'application/pdf',
] as const;
const megabyte = 1024 * 1024;

export const attachmentDetailsSchema = z
  .strictObject({
    fileName: z.string().min(1).max(200),
    contentType: z.enum(contentTypes),
    /** Bytes. The upload URL accepts exactly this many. */
    size: z
      .number()
      .int()
      .min(1)
      .max(50 * megabyte),
  })
  .meta({ id: 'AttachFileBody' });

export const attachmentSchema = z
  .object({
    ...attachmentDetailsSchema.shape,
    attachmentId: z.string(),
    ticketId: z.string(),
    estateId: z.string(),
    key: z.string(),
    addedBy: z.string(),
    addedAt: z.string(),
    ...standing,
  })
  .meta({ id: 'AttachmentRecord' });
export type Attachment = z.infer<typeof attachmentSchema>;
