import { expect, test } from 'vitest';
import { canBe, tellingBytes } from '../../../shared/files/file-kind.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const ftyp = (brand: string) => Buffer.concat([hex('0000001c'), Buffer.from(`ftyp${brand}`)]);

test.each([
  ['image/jpeg', hex('ffd8ffe0 00104a46 49460001')],
  ['image/png', hex('89504e47 0d0a1a0a 0000000d')],
  ['image/webp', Buffer.concat([Buffer.from('RIFF'), hex('24000000'), Buffer.from('WEBP')])],
  ['image/heic', ftyp('heic')],
  ['image/heic', ftyp('mif1')],
  ['video/mp4', ftyp('isom')],
  ['video/mp4', ftyp('mp42')],
  ['audio/mp4', ftyp('M4A ')],
  ['audio/mpeg', Buffer.from('ID3\u0004\u0000\u0000\u0000\u0000')],
  ['audio/mpeg', hex('fffb9064 00000000')],
  ['application/pdf', Buffer.from('%PDF-1.7\n')],
])('a file of type %s is known by its first bytes', (contentType, first) => {
  expect(canBe(contentType, first.subarray(0, tellingBytes))).toBe(true);
});

test.each([
  ['image/jpeg', Buffer.from('<html><body>')],
  ['image/jpeg', hex('89504e47 0d0a1a0a')],
  ['image/png', Buffer.from('MZ\u0090\u0000')],
  ['image/webp', Buffer.concat([Buffer.from('RIFF'), hex('24000000'), Buffer.from('WAVE')])],
  ['image/heic', ftyp('isom')],
  ['video/mp4', ftyp('heic')],
  ['audio/mpeg', Buffer.from('PK\u0003\u0004')],
  ['application/pdf', Buffer.from('#!/bin/sh\n')],
  ['image/jpeg', Buffer.alloc(0)],
  ['text/html', Buffer.from('<html>')],
])('a file that is no %s is refused', (contentType, first) => {
  expect(canBe(contentType, first)).toBe(false);
});
