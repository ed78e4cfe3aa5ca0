import * as z from 'zod';

/** Supported languages, all complete (domain rules §17). */
export const languages = ['zh-CN', 'zh-TW', 'en'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

/** A text in every supported language. */
export type Text = Readonly<Record<Language, string>>;

/** A text from its three wordings. */
export function text(zhCN: string, zhTW: string, en: string): Text {
  return { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
}

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
};

/** The text in a language, with `{name}` filled in; what is filled in is never read as a placeholder itself. */
export function say(text: Text, language: Language, params: Readonly<Record<string, string | number>> = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : placeholder,
  );
}

function languageOfTag(tag: string): Language | undefined {
  const lower = tag.toLowerCase();
  if (/^zh-(tw|hk|mo|hant)/.test(lower)) return 'zh-TW';
  if (/^zh($|-)/.test(lower)) return 'zh-CN';
  return /^en($|-)/.test(lower) ? 'en' : undefined;
}

/** The language of an Accept-Language header that is supported best, by its q values. */
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
