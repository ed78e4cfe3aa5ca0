import { page, type Route, route } from '../../../shared/http/route.ts';
import { linkPath, linkQuery, openLink } from '../../../shared/pages/behind-link.ts';
import { get } from '../../../shared/store/table.ts';
import { personOf, requireEstate } from '../../register/owners/public.ts';
import { workOrders } from './repairs.store.ts';
import { visitPage } from './visit.page.ts';
import { visitOf } from './visit.ts';

/** Route of the page that tells a household who comes and when, behind a link without login (D13). */
export const visitPageRoute: Route = route({
  method: 'GET',
  path: '/p/repairs/{token}',
  operationId: 'showVisitPage',
  summary: 'Show who comes for a repair and when, behind the link in a letter',
  description: 'Name and trade of the technician and the agreed window, as they are now. Opening it changes nothing.',
  allow: 'public',
  throws: ['not-found'],
  params: linkPath,
  query: linkQuery,
  response: 'html',
  handle: async (call) => {
    const found = await openLink(call, 'repairs', {
      load: (workOrderId) => get(workOrders, { workOrderId }),
      language: async ({ requesterId }) => (requesterId ? (await personOf(requesterId))?.language : undefined),
    });
    if ('refusal' in found) return found.refusal;
    const { record: order, language } = found;
    const [visit, estate] = await Promise.all([visitOf(order, language), requireEstate(order.estateId)]);
    return page(visitPage({ order, visit, zone: estate.calendar.zone }, language));
  },
});
