// A ThumbHash read into a tiny picture; after Evan Wallace's reference decoder
// (https://github.com/evanw/thumbhash, MIT), drawn by a canvas.

interface Head {
  hasAlpha: boolean;
  landscape: boolean;
  lx: number;
  ly: number;
  dc: [number, number, number, number];
  scales: [number, number, number, number];
}

const LONG_SIDE = 32;

function readHead(hash: Uint8Array): Head {
  const at = (index: number): number => hash[index] ?? 0;
  const head24 = at(0) | (at(1) << 8) | (at(2) << 16);
  const head16 = at(3) | (at(4) << 8);
  const hasAlpha = head24 >> 23 !== 0;
  const landscape = head16 >> 15 !== 0;
  return {
    hasAlpha,
    landscape,
    lx: Math.max(3, landscape ? (hasAlpha ? 5 : 7) : head16 & 7),
    ly: Math.max(3, landscape ? head16 & 7 : hasAlpha ? 5 : 7),
    dc: [(head24 & 63) / 63, ((head24 >> 6) & 63) / 31.5 - 1, ((head24 >> 12) & 63) / 31.5 - 1, hasAlpha ? (at(5) & 15) / 15 : 1],
    scales: [((head24 >> 18) & 31) / 31, (((head16 >> 3) & 63) / 63) * 1.25, (((head16 >> 9) & 63) / 63) * 1.25, (at(5) >> 4) / 15],
  };
}

/** Cosine coefficients of one channel, in the order they are stored. */
function channel(hash: Uint8Array, cursor: { nibble: number }, nx: number, ny: number, scale: number): number[] {
  const found: number[] = [];
  for (let cy = 0; cy < ny; cy++)
    for (let cx = cy ? 0 : 1; cx * ny < nx * (ny - cy); cx++) {
      const byte = hash[cursor.nibble >> 1] ?? 0;
      found.push((((cursor.nibble & 1 ? byte >> 4 : byte & 15) / 7.5 - 1) * scale));
      cursor.nibble++;
    }
  return found;
}

function sum(ac: number[], nx: number, ny: number, fx: number[], fy: number[]): number {
  let total = 0;
  let index = 0;
  for (let cy = 0; cy < ny; cy++)
    for (let cx = cy ? 0 : 1; cx * ny < nx * (ny - cy); cx++) total += (ac[index++] ?? 0) * (fx[cx] ?? 0) * (fy[cy] ?? 0) * 2;
  return total;
}

/** The placeholder as a `data:` address. Throws where the text is not base64. */
export function thumbHashToDataURL(base64: string): string {
  const hash = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const { hasAlpha, landscape, lx, ly, dc, scales } = readHead(hash);
  const cursor = { nibble: hasAlpha ? 12 : 10 };
  const l = channel(hash, cursor, lx, ly, scales[0]);
  const p = channel(hash, cursor, 3, 3, scales[1]);
  const q = channel(hash, cursor, 3, 3, scales[2]);
  const a = hasAlpha ? channel(hash, cursor, 5, 5, scales[3]) : [];
  const ratio = (landscape ? (hasAlpha ? 5 : 7) : lx) / (landscape ? ly : hasAlpha ? 5 : 7);
  const width = Math.round(ratio > 1 ? LONG_SIDE : LONG_SIDE * ratio);
  const height = Math.round(ratio > 1 ? LONG_SIDE / ratio : LONG_SIDE);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = context.createImageData(width, height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i += 4) {
      const fx = [0, 1, 2, 3, 4, 5, 6].map((cx) => Math.cos((Math.PI / width) * (x + 0.5) * cx));
      const fy = [0, 1, 2, 3, 4, 5, 6].map((cy) => Math.cos((Math.PI / height) * (y + 0.5) * cy));
      const light = dc[0] + sum(l, lx, ly, fx, fy);
      const yellow = dc[1] + sum(p, 3, 3, fx, fy);
      const green = dc[2] + sum(q, 3, 3, fx, fy);
      const b = light - (2 / 3) * yellow;
      const r = (3 * light - b + green) / 2;
      image.data[i] = 255 * r;
      image.data[i + 1] = 255 * (r - green);
      image.data[i + 2] = 255 * b;
      image.data[i + 3] = 255 * (hasAlpha ? dc[3] + sum(a, 5, 5, fx, fy) : 1);
    }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
