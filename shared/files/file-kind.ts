/*
 * What a file is, by its first bytes, whatever its sender calls it. A library would know hundreds of kinds
 * and weigh a hundred kilobytes; these are all that may be uploaded.
 */

type Test = (first: Buffer) => boolean;

const begins =
  (...bytes: number[]): Test =>
  (first) =>
    first.subarray(0, bytes.length).equals(Buffer.from(bytes));
const says = (first: Buffer, from: number, word: string) =>
  first.subarray(from, from + word.length).toString('latin1') === word;
/** ISO base media files (ISO/IEC 14496-12) name their brand after `ftyp`. */
const brandOf = (first: Buffer) => (says(first, 4, 'ftyp') ? first.subarray(8, 12).toString('latin1') : '');
const photoBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

const tests: Readonly<Record<string, Test>> = {
  'image/jpeg': begins(0xff, 0xd8, 0xff),
  'image/png': begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/webp': (first) => says(first, 0, 'RIFF') && says(first, 8, 'WEBP'),
  'image/heic': (first) => photoBrands.includes(brandOf(first)),
  'video/mp4': (first) => brandOf(first) !== '' && !photoBrands.includes(brandOf(first)),
  'audio/mp4': (first) => brandOf(first) !== '' && !photoBrands.includes(brandOf(first)),
  // An ID3 tag, or the eleven set bits of a frame.
  'audio/mpeg': (first) => says(first, 0, 'ID3') || (first[0] === 0xff && ((first[1] ?? 0) & 0xe0) === 0xe0),
  'application/pdf': begins(0x25, 0x50, 0x44, 0x46, 0x2d),
};

/** How many of the first bytes tell what a file is. */
export const tellingBytes = 12;

/** Tells whether a file with these first bytes can be of a content type. False for an unknown type. */
export function canBe(contentType: string, first: Buffer): boolean {
  return tests[contentType]?.(first) ?? false;
}
