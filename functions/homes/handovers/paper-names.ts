import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';

/** Names of the documents that every buyer gets by law (两书一表, R3.1). */
const papers: readonly Text[] = [
  text('住宅质量保证书', '住宅品質保證書', 'Quality warranty of the home'),
  text('住宅使用说明书', '住宅使用說明書', 'User manual of the home'),
  text('竣工验收备案表', '竣工驗收備案表', 'Filing form of the completion acceptance'),
];

/**
 * Returns the name of a document in the reader's language. One that an estate added stays as it was written.
 */
export function paperName(name: string, language: Language): string {
  const known = papers.find((one) => say(one, 'zh-CN') === name);
  return known ? say(known, language) : name;
}
