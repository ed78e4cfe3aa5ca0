import * as z from 'zod';

/** Supported languages, all complete (R17). */
export const languages = ['zh-CN', 'zh-TW', 'en'] as const;
export const languageSchema = z.enum(languages).meta({ id: 'Language' });
export type Language = z.infer<typeof languageSchema>;

/** A text in every supported language. */
export type Text = Readonly<Record<Language, string>>;

/** Values of the placeholders of a text. A text among them is said in the language of the whole. */
export type TextParams = Readonly<Record<string, string | number | Text>>;

/** Returns a text from its wording in each language. */
export function text(zhCN: string, zhTW: string, en: string): Text {
  return { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
}

/** Name of each language in that language. */
export const languageNames: Readonly<Record<Language, string>> = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
};

/**
 * Returns the text in a language and replaces each `{name}` by its parameter. Placeholders in parameters
 * stay.
 */
export function say(text: Text, language: Language, params: TextParams = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const param = Object.hasOwn(params, name) ? params[name] : placeholder;
    return typeof param === 'object' ? param[language] : String(param);
  });
}

/** Returns the text with its parameters replaced, in every language. */
export function filled(of: Text, params: TextParams): Text {
  return text(say(of, 'zh-CN', params), say(of, 'zh-TW', params), say(of, 'en', params));
}

function languageOfTag(tag: string): Language | undefined {
  const lower = tag.toLowerCase();
  if (/^zh-(tw|hk|mo|hant)/.test(lower)) return 'zh-TW';
  if (/^zh($|-)/.test(lower)) return 'zh-CN';
  return /^en($|-)/.test(lower) ? 'en' : undefined;
}

/** Returns the supported language with the highest q value in an Accept-Language header, else `fallback`. */
export function preferredLanguage(header: string | undefined, fallback: Language): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...settings] = part.trim().split(';');
      const q = settings.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean);
      return { language: languageOfTag(tag.trim()), q: q === undefined ? 1 : Number(q) };
    })
    .filter((one) => one.q > 0)
    .sort((a, b) => b.q - a.q);
  return wanted.find((one) => one.language !== undefined)?.language ?? fallback;
}
