/* Boxes and arrows of a picture in SVG. Lengths are pixels. */

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
type Point = readonly [x: number, y: number];

const fills = { plain: '#f6f8fa', aws: '#fff4e5', code: '#e8f1ff', data: '#e9f7ec' };

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Draws a box: its first line is bold, the others are small. Empty lines are left out. */
export function box(
  { kind = 'plain', ...at }: Rectangle & { kind?: keyof typeof fills },
  lines: readonly string[],
): string {
  const [head = '', ...rest] = lines.filter((line) => line !== '');
  const x = at.x + at.width / 2;
  const first = at.y + at.height / 2 + 5 - rest.length * 8.5;
  const small = rest.map(
    (line, nth) => `<text class="small" x="${x}" y="${first + 18 + nth * 17}">${escaped(line)}</text>`,
  );
  return `<rect x="${at.x}" y="${at.y}" width="${at.width}" height="${at.height}" rx="6" fill="${fills[kind]}" stroke="#8c959f"/>
<text class="head" x="${x}" y="${first}">${escaped(head)}</text>${small.map((line) => `\n${line}`).join('')}`;
}

/** Draws a dashed frame around boxes. */
export function frame({ x, y, width, height }: Rectangle): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="none" stroke="#8c959f" stroke-dasharray="5 4"/>`;
}

/** Draws an arrow along some points. */
export function arrow(points: readonly Point[]): string {
  return `<polyline class="arrow" points="${points.map((point) => point.join(',')).join(' ')}"/>`;
}

/** Writes a small text that begins at a point. */
export function label(x: number, y: number, text: string): string {
  return `<text class="label" x="${x}" y="${y}">${escaped(text)}</text>`;
}

/** Returns an SVG document of drawn parts, with a title for people who cannot see it. */
export function document(
  { width, height, title }: { readonly width: number; readonly height: number; readonly title: string },
  parts: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<style>text{font:600 13.5px system-ui,sans-serif;fill:#1f2328;text-anchor:middle}.small{font-weight:400;font-size:12.5px}.label{font-weight:400;font-size:12.5px;text-anchor:start;fill:#57606a}.arrow{fill:none;stroke:#57606a;stroke-width:1.4;marker-end:url(#end)}</style>
<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#57606a"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}
