import type { WorkOrder } from '../../../../functions/service/repairs/work-order.ts';

/** A work order that its technician has accepted and visits. */
export const aWorkOrder: WorkOrder = {
  workOrderId: 'wo_1',
  estateId: 'est_1',
  ticketId: 'tkt_1',
  number: 'YG-10001-7',
  trade: 'water',
  severity: 'normal',
  mode: 'assign',
  status: 'accepted',
  technicianId: 'stf_1',
  refusedBy: [],
  title: '水龙头滴水',
  description: '',
  requesterId: 'per_1',
  appointment: { from: '2025-03-05T05:30:00Z', to: '2025-03-05T07:30:00Z', technicianId: 'stf_1' },
  notAtHomeCount: 0,
  materials: [],
  photos: [],
  openedAt: '2025-03-05T01:00:00Z',
  lastOccurredAt: '2025-03-05T01:00:00Z',
  updatedAt: '2025-03-05T01:00:00Z',
  version: 3,
};
