/** Writes the files of one data set and describes each as `public/data/manifest.json` lists it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'fflate';
import { buildModel, encode } from './rans.mjs';

const root = fileURLToPath(new URL('../../../public/data/', import.meta.url));
const dtypes = new Map([
  [Uint8Array, 'uint8'],
  [Uint16Array, 'uint16'],
  [Int32Array, 'int32'],
  [Float32Array, 'float32'],
]);

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Name, version and licence of an installed package, as its package.json says. */
export function packageFacts(name) {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  const { version, license } = JSON.parse(readFileSync(file, 'utf8'));
  return { package: name, version, packageLicence: license };
}

export class Output {
  files = [];

  constructor(id) {
    this.id = id;
    rmSync(`${root}${id}`, { recursive: true, force: true });
    mkdirSync(`${root}${id}`, { recursive: true });
  }

  /** Stores an array by gzip. `entry`: split, column, start, samples, shape. */
  // Not `.gz`: servers send such files with `Content-Encoding: gzip`, and the browser would unpack them unasked.
  gzip(name, array, entry) {
    this.#store(`${name}.binz`, array, gzip(bytesOf(array)), { encoding: 'gzip', ...entry });
  }

  /** Stores text as UTF-8 by gzip. */
  json(name, value) {
    const bytes = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
    this.#store(`${name}.jsonz`, bytes, gzip(bytes), { encoding: 'gzip', role: name });
  }

  /** Stores the frequency tables that `images` refers to. */
  imageModel(pixels, height, width) {
    this.model = buildModel(pixels, height, width);
    this.gzip('model', this.model, { role: 'model', shape: [this.model.length / 256, 256] });
  }

  /** Stores images [samples, height, width] by the image coder. */
  images(name, pixels, entry) {
    const [height, width] = entry.shape;
    const coded = encode(pixels, height, width, this.model);
    this.#store(`${name}.rans`, pixels, coded, { encoding: 'rans', ...entry });
  }

  /** Puts the data set's entry into the manifest, in the order of ids. */
  finish(description) {
    const path = `${root}manifest.json`;
    const manifest = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { format: 1, datasets: {} };
    manifest.datasets[this.id] = { ...description, files: this.files };
    const ids = Object.keys(manifest.datasets).sort();
    manifest.datasets = Object.fromEntries(ids.map((id) => [id, manifest.datasets[id]]));
    writeFileSync(path, `${JSON.stringify(manifest, null, 1)}\n`);
    const total = this.files.reduce((sum, file) => sum + file.bytes, 0);
    console.log(`${this.id}: ${this.files.length} files, ${(total / 1e6).toFixed(2)} MB`);
  }

  #store(name, array, coded, entry) {
    const path = `${this.id}/${name}`;
    writeFileSync(root + path, coded);
    const raw = bytesOf(array);
    this.files.push({
      path,
      bytes: coded.length,
      sha256: sha256(coded),
      rawBytes: raw.length,
      rawSha256: sha256(raw),
      dtype: dtypes.get(array.constructor),
      ...entry,
    });
  }
}

function bytesOf(array) {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** The same bytes on every machine: no time, no operating system in the header. */
function gzip(bytes) {
  const coded = gzipSync(bytes, { level: 9, mtime: 0 });
  coded[9] = 255;
  return coded;
}
