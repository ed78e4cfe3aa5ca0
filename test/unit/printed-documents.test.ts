import { describe, expect, test } from 'vitest';
import { languages } from '../../shared/kernel/language.ts';
import { filled } from '../filled.ts';
import { printedDocuments, rollDocuments } from '../printed-documents.ts';
import { sender } from '../printed-sender.ts';

const documents = Object.entries({ ...printedDocuments, ...rollDocuments });
const withoutStyle = (page: string) => page.replace(/<style>[\s\S]*?<\/style>/, '').replaceAll(/ style="[^"]*"/g, '');

describe.each(documents)('the document %s', (name, render) => {
  const pages = languages.map((language) => ({ language, page: render(language) }));

  test('has the letterhead, and its title and page numbers on each sheet', () => {
    for (const { page } of filled(pages)) {
      for (const one of [sender.company, sender.estateName, sender.hotline, sender.logo]) {
        expect(page).toContain(one);
      }
      expect(page.includes('counter(pages)')).toBe(!Object.hasOwn(rollDocuments, name));
    }
  });

  test('has no internal ids, keys or placeholders', () => {
    for (const { page } of filled(pages)) {
      const text = withoutStyle(page)
        .replaceAll(/src="[^"]*"/g, '')
        // The number of a receipt is sealed with its entry, so it is printed as it is.
        .replaceAll(/\d{8}-(<wbr>)?[\w]+-(<wbr>)?\d{4}/g, '');
      expect(text.match(/\b[a-z]{3,4}_\w+|\{\w+\}|undefined|\[object|\b[a-z]+\/[a-z]+</)?.[0]).toBeUndefined();
    }
  });

  test('has one title, headings without a gap, and heads in each table of amounts', () => {
    for (const { page } of filled(pages)) {
      const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels[0]).toBe(1);
      for (const [i, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 0) + 1);
      for (const [table] of page.matchAll(/<table[\s\S]*?<\/table>/g)) {
        if (table.includes('<td class="amount">')) expect(table).toContain('<th scope="col" class="amount">');
      }
    }
  });

  test('has no script and gives the same bytes again', () => {
    for (const { language, page } of filled(pages)) {
      expect(page).not.toContain('<script');
      expect(page).toContain(`<html lang="${language}">`);
      expect(render(language)).toBe(page);
    }
  });
});
