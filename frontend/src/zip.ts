/** A file with its place in the archive: slashes between folders, no leading one. */
export interface Entry {
  path: string;
  file: File;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const b of bytes) c = (CRC[(c ^ b) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Little-endian fields: [width in bytes, value]. */
function fields(...pairs: [number, number][]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(pairs.reduce((n, [width]) => n + width, 0));
  let at = 0;
  for (const [width, value] of pairs) {
    for (let i = 0; i < width; i++) out[at++] = Math.floor(value / 256 ** i) & 0xff;
  }
  return out;
}

const UTF8_NAME = 0x0800;
const DEFLATED = 8;
const FIRST_OF_1980 = 0x0021;

/** The fields that stand before a file and once more in the directory at the end. */
function common(crc: number, packed: number, real: number, name: number): [number, number][] {
  return [[2, 20], [2, UTF8_NAME], [2, DEFLATED], [2, 0], [2, FIRST_OF_1980], [4, crc], [4, packed], [4, real], [2, name], [2, 0]];
}

/** Packs files the same way each time: the same folder gives the same archive. */
export async function zip(entries: Entry[]): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const real = new Uint8Array(await entry.file.arrayBuffer());
    const packed = await deflated(real);
    const name = new TextEncoder().encode(entry.path);
    const shared = common(crc32(real), packed.length, real.length, name.length);
    const header = fields([4, 0x04034b50], ...shared);
    parts.push(header, name, packed);
    directory.push(fields([4, 0x02014b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    offset += header.length + name.length + packed.length;
  }
  const size = directory.reduce((n, part) => n + part.length, 0);
  const count = entries.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}
