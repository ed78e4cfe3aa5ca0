import * as z from 'zod';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { attachmentOf, tooManyEntries } from '../tickets/public.ts';
import { happened, type InputOf, type Operation, record, ref, written } from './change-work-order.ts';
import { materialSchema, mustAllow, photoSchema, verdicts } from './work-order.ts';

const unknownAttachment = problemKind('unknown-attachment', 400, {
  'zh-CN': '此工单没有附件“{attachmentId}”，请先上传。',
  'zh-TW': '此工單沒有附件「{attachmentId}」，請先上傳。',
  en: 'The ticket has no file {attachmentId}. Add it to the ticket first.',
});

/** Limits that keep the order below the size limit of a DynamoDB item. */
const mostMaterials = 200;
const mostPhotos = 50;

export const arriveSchema = z.strictObject(lateEntry).meta({ id: 'ArriveOnSiteBody' });

/** Records that the technician arrived (到场). @throws Problem illegal-state. */
export const arriveOnSite: Operation<InputOf<typeof arriveSchema>> = (order, _, act) => {
  mustAllow(order, 'arrive');
  const after = happened({ ...order, status: 'arrived' }, act);
  const technicianId = order.technicianId ?? act.actor.id;
  return record(written(order, after, act), 'TechnicianArrived', { ...ref(order), technicianId }, act);
};

export const verifySchema = z
  .strictObject({
    ...lateEntry,
    verdict: z.enum(verdicts),
    findings: z.string().min(1).max(5_000),
  })
  .meta({ id: 'VerifyFaultBody' });

/** Records whether the fault was confirmed on site (上门核实, D13). @throws Problem illegal-state. */
export const verifyFault: Operation<InputOf<typeof verifySchema>> = (order, { verdict, findings }, act) => {
  mustAllow(order, 'verify');
  const after = happened({ ...order, verification: { verdict, findings } }, act);
  return record(written(order, after, act), 'FaultVerified', { ...ref(order), verdict, findings }, act);
};

export const materialsSchema = z
  .strictObject({
    ...lateEntry,
    /** Materials added now, one line each. */
    lines: z.array(materialSchema).min(1).max(50),
  })
  .meta({ id: 'RecordMaterialsBody' });

/** Adds materials used to those already recorded (领料). @throws Problem too-many-entries, illegal-state. */
export const useMaterials: Operation<InputOf<typeof materialsSchema>> = (order, { lines }, act) => {
  mustAllow(order, 'materials');
  const materials = [...order.materials, ...lines];
  if (materials.length > mostMaterials) throw new Problem(tooManyEntries);
  const after = happened({ ...order, materials }, act);
  return record(written(order, after, act), 'MaterialsUsed', { ...ref(order), lines }, act);
};

export const addPhotoSchema = z.strictObject({ ...lateEntry, ...photoSchema.shape }).meta({ id: 'AddPhotoBody' });

/**
 * Marks a file of the ticket as a photo before or after the work. @throws Problem unknown-attachment,
 * illegal-state.
 */
export const addPhoto: Operation<InputOf<typeof addPhotoSchema>> = async (order, { attachmentId, when }, act) => {
  mustAllow(order, 'photos');
  if (!(await attachmentOf(order.ticketId, attachmentId))) throw new Problem(unknownAttachment, { attachmentId });
  const others = order.photos.filter((photo) => photo.attachmentId !== attachmentId);
  if (others.length >= mostPhotos) throw new Problem(tooManyEntries);
  const after = happened({ ...order, photos: [...others, { attachmentId, when }] }, act);
  return record(written(order, after, act), 'PhotoAdded', { ...ref(order), attachmentId, when }, act);
};
