import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedPage, surveyPage, thanksPage } from '../../../../functions/service/surveys/survey.page.ts';
import { readForm } from '../../../../functions/service/surveys/survey-form.ts';
import { scoreWords, words } from '../../../../functions/service/surveys/survey-words.ts';
import { languages, say } from '../../../../shared/kernel/language.ts';
import { filled } from '../../../filled.ts';

const repair = { number: 'YG-10042-7', title: '厨房漏水', ticketType: 'repair' };
const complaint = { ...repair, ticketType: 'complaint' };

describe('the survey page', () => {
  test('names the ticket in every language and has no unfilled placeholder', () => {
    for (const language of filled(languages)) {
      const pages = [
        surveyPage(repair, language),
        thanksPage(repair, language, 'taken'),
        thanksPage(repair, language, 'taken-not-fixed'),
        thanksPage(repair, language, 'already'),
        closedPage(language),
      ];
      for (const text of pages) {
        expect(text).toContain(`<html lang="${language}">`);
        expect(text).not.toMatch(/\{\w+\}/);
        expect(text.match(/<h1>/g)).toHaveLength(1);
        expect(text).not.toContain('<script');
      }
      expect(pages[0]).toContain('YG-10042-7');
    }
  });

  test('has every text in three languages', () => {
    for (const text of filled([...Object.values(words), ...scoreWords])) {
      for (const language of languages) expect(text[language]).not.toBe('');
    }
  });

  test('has a label for every choice and a legend for every group', () => {
    const text = surveyPage(repair, 'en');
    expect(text.match(/<fieldset/g)).toHaveLength(3);
    expect(text.match(/<legend>/g)).toHaveLength(3);
    const radios = text.match(/<input type="radio"/g)?.length;
    expect(radios).toBe(2 + 5 + 11 + 3);
    expect(text.match(/<label[^>]*><input type="radio"[^>]*>[^<]+<\/label>/g)).toHaveLength(radios ?? 0);
    expect(text).toContain('<label for="comment">');
  });

  test('asks only about repairs whether they are fixed', () => {
    expect(surveyPage(repair, 'zh-CN')).toContain('name="fixed"');
    expect(surveyPage(complaint, 'zh-CN')).not.toContain('name="fixed"');
  });

  test('escapes markup in the title', () => {
    const text = surveyPage({ ...repair, title: '<script>alert(1)</script>{number}' }, 'zh-CN');
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('{number}');
  });

  test('keeps the typed values after an error and shows the message at its field', () => {
    const typed = { fixed: 'no', satisfaction: '9', comment: '</textarea><b>还在漏' };
    const read = readForm(typed, repair);
    if (!('errors' in read)) throw new Error('9 is no score');
    const text = surveyPage(repair, 'zh-TW', typed, read.errors);
    expect(text).toContain('role="alert"');
    expect(text).toContain('aria-describedby="satisfaction-error"');
    expect(text).toContain(say(words.chooseOne, 'zh-TW'));
    expect(text).toContain('name="fixed" value="no" checked');
    expect(text).toContain('&lt;/textarea&gt;&lt;b&gt;还在漏');
  });
});

describe('a submitted form', () => {
  test('gives an answer with all fields', () => {
    const typed = { fixed: 'yes', satisfaction: '5', recommend: '10', comment: ' 很好\r\n谢谢 ' };
    expect(readForm(typed, repair)).toEqual({
      answer: { fixed: true, satisfaction: 5, recommend: 10, comment: '很好\n谢谢' },
    });
  });

  test('R14.1 omits skipped questions from the answer', () => {
    expect(readForm({ recommend: '0', satisfaction: '', fixed: '' }, repair)).toEqual({ answer: { recommend: 0 } });
  });

  test('is rejected when it is empty', () => {
    expect(readForm({}, repair)).toHaveProperty('errors');
    expect(readForm({ comment: '  \r\n ' }, repair)).toHaveProperty('errors');
    expect(readForm({ fixed: 'yes' }, complaint)).toHaveProperty('errors');
  });

  test('may have a comment of 2000 characters with any line ends, but not of 2001', () => {
    expect(readForm({ comment: `${'字'.repeat(999)}\r\n${'字'.repeat(1_000)}` }, repair)).toHaveProperty('answer');
    expect(readForm({ comment: '字'.repeat(2_001) }, repair)).toHaveProperty('errors.comment');
  });

  test('gives only valid scores for any input', () => {
    const value = fc.oneof(fc.string(), fc.integer({ min: -20, max: 20 }).map(String));
    const or = (...valid: string[]) => fc.oneof(value, fc.constantFrom(...valid));
    const form = fc.record({
      fixed: or('yes', 'no'),
      satisfaction: or('1', '5'),
      recommend: or('0', '10'),
      comment: fc.string(),
    });
    let answers = 0;
    fc.assert(
      fc.property(form, (typed) => {
        const read = readForm(typed, repair);
        if ('errors' in read) return;
        answers += 1;
        const { satisfaction = 1, recommend = 0 } = read.answer;
        expect([1, 2, 3, 4, 5]).toContain(satisfaction);
        expect(recommend >= 0 && recommend <= 10 && Number.isInteger(recommend)).toBe(true);
      }),
    );
    expect(answers).toBeGreaterThan(0);
  });

  test('is shown again with its comment escaped', () => {
    fc.assert(
      fc.property(fc.string(), (comment) => {
        const text = surveyPage(repair, 'en', { comment });
        const [, inside = ''] = /<textarea[^>]*>\n([\s\S]*)<\/textarea>/.exec(text) ?? [];
        expect(inside).not.toMatch(/[<>"']/);
      }),
    );
  });
});
