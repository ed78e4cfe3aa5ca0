import type { Reply } from '../../../shared/http/call.ts';
import { page, type Route, route } from '../../../shared/http/route.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { behindLink, type LinkCall, linkPath, linkQuery } from '../../../shared/pages/behind-link.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf, personOf } from '../../register/owners/public.ts';
import { expiredTitlePage, titlePage, unknownTitlePage } from './title.page.ts';
import { titleDossiers } from './titles.store.ts';

async function showTitlePage(call: LinkCall): Promise<Reply> {
  const { link, language: asked } = behindLink(call, 'titles');
  if (link === 'invalid') return page(unknownTitlePage(asked), 404);
  if (link === 'expired') return page(expiredTitlePage(asked), 410);
  const dossier = await get(titleDossiers, { dossierId: link.subjectId });
  const estate = dossier && (await estateOf(dossier.estateId));
  if (!dossier || !estate) return page(unknownTitlePage(asked), 404);
  const language = call.query.lang ?? (await personOf(dossier.buyerId))?.language ?? asked;
  return page(titlePage(dossier, dayIn(estate.calendar.zone, call.now.toString()), language));
}

/** Route of the buyer's dossier page behind a link, without login (D20). */
export const titlePageRoute: Route = route({
  method: 'GET',
  path: '/p/titles/{token}',
  operationId: 'showTitlePage',
  summary: 'Show the title dossier page: progress and open items',
  allow: 'public',
  params: linkPath,
  query: linkQuery,
  response: 'html',
  handle: showTitlePage,
});
