import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetFromImages, type ImageFile } from './image-folder.ts';
import { type RgbaImage, resizeInto } from './image-resize.ts';

/** A file whose "coding" is width, height and one grey value. */
const file = (path: string, width: number, height: number, value: number): ImageFile => ({
  path,
  bytes: () => Promise.resolve(Uint8Array.of(width, height, value)),
});

const decode = async ([width, height, value]: Uint8Array): Promise<RgbaImage> => {
  if (value === 13) throw new Error('not a picture');
  const data = new Uint8Array(width! * height! * 4);
  for (let p = 0; p < width! * height!; p++) data.set([value!, value!, value!, 255], p * 4);
  return { width: width!, height: height!, data };
};

const options = { name: 'pets', size: 4, channels: 1 as const };
const pets = [
  ...Array.from({ length: 5 }, (_, i) => file(`pets/cat/${i}.png`, 8, 8, 100 + i)),
  ...Array.from({ length: 5 }, (_, i) => file(`pets/dog/${i}.png`, 3, 9, 200 + i)),
];

describe('datasetFromImages', () => {
  it('takes folders as classes and a fifth of each to validate', async () => {
    const { dataset, report } = await datasetFromImages(pets, decode, options);
    expect(report).toEqual({ files: 10, used: 10, classes: ['cat', 'dog'], problems: [], problemCount: 0 });
    expect([dataset.train.samples, dataset.validation.samples]).toEqual([8, 2]);
    const { pixels, label } = dataset.train.columns;
    expect(pixels!.shape).toEqual([4, 4, 1]);
    for (let i = 0; i < 8; i++) {
      const picture = pixels!.data.subarray(i * 16, i * 16 + 16);
      expect(Math.floor(picture[0]! / 100) - 1).toBe(label!.data[i]);
      expect(new Set(picture).size).toBe(1);
    }
  });

  it('reports what it cannot use', async () => {
    const odd = [
      file('pets/cat/bad.png', 2, 2, 13),
      file('loose.png', 2, 2, 1),
      file('pets/cat/0.gif', 0, 5, 1),
    ];
    const { report } = await datasetFromImages([...odd, ...pets], decode, options);
    expect(report.used).toBe(10);
    expect(report.problems).toEqual([
      { path: 'pets/cat/bad.png', message: 'not a picture' },
      { path: 'loose.png', message: 'the picture lies in no folder that names its class' },
      { path: 'pets/cat/0.gif', message: 'a picture has sides of 1 to 8192 pixels, this one 0 x 5' },
    ]);
  });

  it('refuses too little and too much before it reads', async () => {
    await expect(datasetFromImages(pets.slice(0, 5), decode, options)).rejects.toThrow('got 5 in 1');
    const many = new Array<ImageFile>(20_000).fill(pets[0]!);
    const large = datasetFromImages(many, decode, { ...options, size: 224 });
    await expect(large).rejects.toThrow('pets: the pixels must fit into 512 MiB');
    const more = new Array<ImageFile>(50_001).fill(pets[0]!);
    await expect(datasetFromImages(more, decode, options)).rejects.toThrow('at most 50000 files');
  });

  it('stops when told', async () => {
    const signal = AbortSignal.abort();
    await expect(datasetFromImages(pets, decode, options, { signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('resizeInto', () => {
  const resize = (image: RgbaImage, size: number, channels: 1 | 3): Uint8Array => {
    const out = new Uint8Array(size * size * channels);
    resizeInto(image, size, channels, out, 0);
    return out;
  };

  it('averages what a pixel covers, in colour or grey, on black', () => {
    const data = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 0);
    const image = { width: 2, height: 2, data };
    expect(Array.from(resize(image, 1, 3))).toEqual([64, 64, 64]);
    expect(Array.from(resize(image, 2, 1))).toEqual([76, 150, 29, 0]);
  });

  it('keeps every value between the darkest and the brightest, for any size', () => {
    const picture = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) => {
        const length = width * height * 4;
        return fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          data: fc.uint8Array({ minLength: length, maxLength: length }),
        });
      });
    fc.assert(
      fc.property(picture, fc.integer({ min: 1, max: 12 }), (image, size) => {
        const opaque = { ...image, data: image.data.map((v, i) => (i % 4 === 3 ? 255 : v)) };
        const values = opaque.data.filter((_, i) => i % 4 !== 3);
        const out = resize(opaque, size, 3);
        expect(Math.min(...out)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(Math.max(...out)).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});
