import type { ReplayCase, ReplaySource } from './replay-case.ts';

/**
 * Service requests of San Francisco (DataSF 311).
 * Times are UTC; repairs are those of public housing, sewers and streets.
 */
export const sf311: ReplaySource = {
  estate: { estateId: 'replay-sf311', code: 'SF', name: 'San Francisco 311', zone: 'America/Los_Angeles' },
  language: 'en',
  caseOf: (row) => {
    const { unique_key: id, category, complaint_type: kind, descriptor, status_notes: notes } = row;
    if (!id || !category || !row.created_date) throw new Error('The row lacks unique_key, category or created_date.');
    const address = row.incident_address;
    const closedAt = row.closed_date ? instant(row.closed_date) : undefined;
    return {
      id,
      type: typeOf(category),
      channel: channels[row.source ?? ''] ?? 'hotline',
      category: categoryOf(category),
      ...severityOf(descriptor ?? ''),
      title: `${category}: ${kind}`.slice(0, 200),
      description: descriptor ?? '',
      ...(address && { place: address.slice(0, 500) }),
      receivedAt: instant(row.created_date),
      ...(category === 'SFHA Requests' && address && { requester: { key: address, name: `Tenant of ${address}` } }),
      ...(closedAt && { closed: { resolution: notes || 'Closed', at: closedAt } }),
    };
  },
};

const channels: Readonly<Record<string, ReplayCase['channel']>> = {
  Phone: 'hotline',
  Web: 'app',
  'Mobile/Open311': 'app',
  Twitter: 'forum',
  'Integrated Agency': 'letter',
  'Other Department': 'letter',
  Email: 'email',
};

function typeOf(category: string): ReplayCase['type'] {
  if (['SFHA Requests', 'Sewer Issues', 'Street Defects'].includes(category)) return 'repair';
  return ['MUNI Feedback', 'Noise Report'].includes(category) ? 'complaint' : 'inquiry';
}

function categoryOf(category: string): string {
  if (category === 'SFHA Requests') return 'home/doors-windows';
  if (category === 'Sewer Issues') return 'home/water';
  if (category === 'Street Defects') return 'common-area';
  if (category === 'Noise Report') return 'neighbours';
  return category === 'MUNI Feedback' ? 'service' : 'other';
}

/** Returns the severity by the last word of a descriptor such as `Glazier - Urgent`. */
function severityOf(descriptor: string): Pick<ReplayCase, 'severity'> {
  if (/Emergency$/.test(descriptor)) return { severity: 'emergency' };
  if (/Urgent$/.test(descriptor)) return { severity: 'urgent' };
  return /Preventive$/.test(descriptor) ? { severity: 'low' } : {};
}

function instant(text: string): string {
  return new Date(text.replace(' ', 'T')).toISOString();
}
