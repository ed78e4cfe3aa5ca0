import type { Language } from '../kernel/language.ts';
import { type Html, html } from './html.ts';

const style = `
:root{color-scheme:light;--ink:#1d2733;--soft:#56616e;--line:#d5dbe2;--accent:#0b5cad;--ground:#f4f6f8;--wrong:#b3261e}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:break-word}
main{max-width:40rem;margin:0 auto;padding:1.25rem 1rem 3rem;background:#fff;min-height:100vh}
a{color:var(--accent)}
nav p{margin:0}
nav a{display:inline-block;padding:.35rem .25rem}
h1{font-size:1.4rem;line-height:1.3;margin:.5rem 0 1rem}
h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
fieldset{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1.25rem;padding:.75rem 1rem 1rem}
legend{float:left;width:100%;font-weight:600;line-height:1.4;padding:0 0 .25rem}
legend+*{clear:both}
label{display:flex;align-items:center;gap:.6rem;min-height:2.75rem}
input[type=file]{width:100%;min-height:2.75rem;font:inherit}
input[type=radio]{width:1.5rem;height:1.5rem;margin:0;flex:none;accent-color:var(--accent)}
[role=alert]{border:2px solid var(--wrong);border-radius:.5rem;margin:0 0 1.25rem;padding:.25rem 1rem}
[role=alert] p{margin:.5rem 0;font-weight:600}
[role=alert] ul{list-style:none;margin:0;padding:0}
[role=alert] a{display:inline-block;padding:.35rem 0;color:var(--wrong)}
.wrong{color:var(--wrong);font-weight:600;margin:.25rem 0 .5rem}
fieldset:has(.wrong){border-color:var(--wrong)}
p:has(+textarea){margin:.25rem 0 .5rem}
textarea{width:100%;min-height:7rem;font:inherit;padding:.6rem;border:1px solid #6b7683;border-radius:.4rem}
button,.button{display:inline-block;width:100%;min-height:3rem;border:0;border-radius:.5rem;background:var(--accent);color:#fff;font:inherit;font-weight:600;text-align:center;padding:.75rem 1rem;text-decoration:none}
:focus-visible{outline:3px solid #ffb020;outline-offset:2px}
.soft{color:var(--soft)}
@media(max-width:30rem){th,td{padding:.4rem .3rem}thead th{font-size:.8rem;overflow-wrap:break-word}}
@media print{body{background:#fff;font-size:12pt}main{max-width:none;padding:0}}
`;

/**
 * Returns a page: for phones, printable, readable without scripts. The same content always gives the same
 * bytes.
 */
export function htmlDocument(page: { language: Language; title: string; body: Html; style?: string }): string {
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${html`${page.title}`}</title>
<style>${style}${page.style ?? ''}</style>
</head>
<body>
<main>
${page.body}
</main>
</body>
</html>
`;
}
