import { expect, test } from 'vitest';
import type { Attachment } from '../../../../functions/service/tickets/attachment.ts';
import { attachmentViewOf } from '../../../../functions/service/tickets/attachment-view.ts';
import type { Caller, Role } from '../../../../shared/http/auth.ts';

const photo: Attachment = {
  attachmentId: 'att_1',
  ticketId: 'tkt_1',
  estateId: 'e',
  key: 'tickets/e/tkt_1/att_1',
  fileName: '照片.jpg',
  contentType: 'image/jpeg',
  size: 100,
  addedBy: 'stf_plumber',
  addedAt: '2026-03-04T02:00:00Z',
};
const caller = (role: Role, personId: string): Caller => ({
  id: personId,
  personId,
  name: undefined,
  roles: [role],
  estates: ['e'],
});

test('a resident reads a file and sees of its author only whether it was themselves', () => {
  expect(attachmentViewOf(photo, caller('resident', 'per_1')).addedBy).toBe('staff');
  expect(attachmentViewOf({ ...photo, addedBy: 'per_1' }, caller('resident', 'per_1')).addedBy).toBe('per_1');
  expect(attachmentViewOf(photo, caller('operator', 'stf_op')).addedBy).toBe('stf_plumber');
});
