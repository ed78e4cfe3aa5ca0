import * as z from 'zod';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { ref, type TitleChange, type TitleContext, written } from './save-title.ts';
import type { TitleDossier } from './title-dossier.ts';

const noSuchPaper = problemKind('unknown-document', 400, {
  'zh-CN': '本档案没有「{document}」这一材料。document 可填：{known}。',
  'zh-TW': '本檔案沒有「{document}」這一材料。document 可填：{known}。',
  en: 'This dossier has no document {document}. Choose document from: {known}.',
});

function paperOf(dossier: TitleDossier, document: string): TitleDossier['documents'][number] {
  const found = dossier.documents.find(({ key }) => key === document);
  if (!found) throw new Problem(noSuchPaper, { document, known: dossier.documents.map(({ key }) => key).join(', ') });
  return found;
}

function withPaper(dossier: TitleDossier, paper: TitleDossier['documents'][number]): TitleDossier {
  return { ...dossier, documents: dossier.documents.map((one) => (one.key === paper.key ? paper : one)) };
}

export const submissionSchema = z.strictObject({ document: z.string().max(40) });

/**
 * Records that a document was handed in, also again after a rejection. @throws Problem unknown-document,
 * illegal-state.
 */
export function submitDocument(context: TitleContext, { document }: z.output<typeof submissionSchema>): TitleChange {
  const dossier = context.before;
  const paper = paperOf(dossier, document);
  if (paper.state === 'accepted' || paper.state === 'submitted')
    throw illegalState(paper.state, ['missing', 'rejected']);
  const { recordedAt: at, actor } = context.act;
  const submitted = { ...paper, state: 'submitted' as const, submissions: paper.submissions + 1, at, by: actor.id };
  return written(context, withPaper(dossier, submitted), 'TitleDocumentSubmitted', {
    ...ref(dossier),
    document,
  });
}

export const judgementSchema = z
  .discriminatedUnion('accepted', [
    z.strictObject({ accepted: z.literal(true), document: z.string().max(40) }),
    z.strictObject({ accepted: z.literal(false), document: z.string().max(40), reason: reasonSchema(500) }),
  ])
  .meta({ id: 'JudgeTitleDocumentBody' });

/**
 * Accepts a document, or rejects it with a reason that the buyer reads. @throws Problem unknown-document,
 * illegal-state.
 */
export function judgeDocument(context: TitleContext, judgement: z.output<typeof judgementSchema>): TitleChange {
  const dossier = context.before;
  const paper = paperOf(dossier, judgement.document);
  if (paper.state !== 'submitted') throw illegalState(paper.state, ['submitted']);
  const { accepted, document } = judgement;
  const reason = judgement.accepted ? undefined : judgement.reason;
  const { recordedAt: at, actor } = context.act;
  const judged = {
    ...paper,
    state: accepted ? ('accepted' as const) : ('rejected' as const),
    reason,
    at,
    by: actor.id,
  };
  const data = { ...ref(dossier), document, accepted };
  return written(context, withPaper(dossier, judged), 'TitleDocumentJudged', data, reason);
}
