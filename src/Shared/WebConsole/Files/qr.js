// A QR code (ISO/IEC 18004) of a text of up to 213 bytes: byte mode, error correction M, versions 1 to 10. Drawn here, so that no one else sees the text.

import { h, svg } from './dom.js';

const CHECKS = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const QUIET = 4;

/** The drawing; a sentence where the text is too long for it. */
export function qr(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = CHECKS.findIndex((_, index) => bytes.length + (index < 9 ? 2 : 3) <= dataWords(index + 1)) + 1;
  if (version === 0) return h('p', { class: 'hint' }, 'It is too long for one.');
  const grid = draw(version, spread(version, encode(version, bytes)));
  const size = grid.length + QUIET * 2;
  const path = grid.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ''))).join('');
  return svg(
    'svg',
    { class: 'qr', viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': 'The URL as a QR code' },
    svg('rect', { width: size, height: size, class: 'paper' }),
    svg('path', { d: path, class: 'ink' }),
  );
}

const alignments = (version) => {
  if (version === 1) return [];
  const size = version * 4 + 17;
  return version < 7 ? [6, size - 7] : [6, Math.floor((size - 1) / 4) * 2, size - 7];
};

// Every module of a symbol that is not a pattern, in codewords.
function allWords(version) {
  const marks = alignments(version).length;
  const fixed = marks === 0 ? 0 : (25 * marks - 10) * marks - 55 + (version >= 7 ? 36 : 0);
  return Math.floor(((16 * version + 128) * version + 64 - fixed) / 8);
}

const dataWords = (version) => allWords(version) - CHECKS[version - 1] * BLOCKS[version - 1];

function encode(version, bytes) {
  const bits = [];
  const put = (value, length) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  const room = dataWords(version) * 8;
  put(0, Math.min(4, room - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, index) => parseInt(bits.slice(index * 8, index * 8 + 8).join(''), 2));
}

function multiply(one, other) {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((other >>> i) & 1) * one;
  }
  return product;
}

function divisor(degree) {
  const result = Array.from({ length: degree }, (_, index) => (index === degree - 1 ? 1 : 0));
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) result[j] = multiply(result[j], root) ^ (result[j + 1] ?? 0);
    root = multiply(root, 2);
  }
  return result;
}

function remainder(data, by) {
  const result = by.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ result.shift();
    result.push(0);
    by.forEach((coefficient, index) => {
      result[index] ^= multiply(coefficient, factor);
    });
  }
  return result;
}

// Blocks of data, each with its check words, one word of each in turn.
function spread(version, data) {
  const count = BLOCKS[version - 1];
  const checks = CHECKS[version - 1];
  const short = count - (allWords(version) % count);
  const length = Math.floor(allWords(version) / count) - checks;
  const by = divisor(checks);
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const own = data.slice(at, (at += length + (i < short ? 0 : 1)));
    blocks.push({ own, check: remainder(own, by) });
  }
  const result = [];
  for (let i = 0; i <= length; i++) for (const block of blocks) if (i < block.own.length) result.push(block.own[i]);
  for (let i = 0; i < checks; i++) for (const block of blocks) result.push(block.check[i]);
  return result;
}

function draw(version, words) {
  const size = version * 4 + 17;
  const grid = Array.from({ length: size }, () => Array(size).fill(false));
  const taken = Array.from({ length: size }, () => Array(size).fill(false));
  const set = (x, y, dark) => {
    grid[y][x] = dark;
    taken[y][x] = true;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ]) {
    for (let dy = -4; dy <= 4; dy++) {
      for (let dx = -4; dx <= 4; dx++) {
        const [x, y, far] = [cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy))];
        if (x >= 0 && x < size && y >= 0 && y < size) set(x, y, far !== 2 && far !== 4);
      }
    }
  }
  const marks = alignments(version);
  marks.forEach((cx, i) =>
    marks.forEach((cy, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === marks.length - 1) || (i === marks.length - 1 && j === 0)) return;
      for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }),
  );
  writeFormat(size, set);
  if (version >= 7) writeVersion(version, size, set);
  fill(size, taken, grid, words);
  return grid;
}

// Level M and mask 0: one mask is right for what a camera sees of a short text.
function writeFormat(size, set) {
  let rest = 0;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((0 << 10) | rest) ^ 0x5412;
  const bit = (i) => ((bits >>> i) & 1) !== 0;
  for (let i = 0; i <= 5; i++) set(8, i, bit(i));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i));
  set(8, size - 8, true);
}

function writeVersion(version, size, set) {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const [dark, far, near] = [((bits >>> i) & 1) !== 0, size - 11 + (i % 3), Math.floor(i / 3)];
    set(far, near, dark);
    set(near, far, dark);
  }
}

function fill(size, taken, grid, words) {
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      for (let side = 0; side < 2; side++) {
        const x = right - side;
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (taken[y][x]) continue;
        const bit = at < words.length * 8 ? (words[at >>> 3] >>> (7 - (at & 7))) & 1 : 0;
        at++;
        grid[y][x] = ((x + y) % 2 === 0) !== (bit === 1);
      }
    }
  }
}
