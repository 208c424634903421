/** Writes the splits of a set of labelled greyscale images: labels whole, pixels in shards. */

/** `splits[name] = { shards: samples per shard, pixels [samples, height, width], labels [samples] }`, all u8. */
export function writeImages(output, height, width, splits) {
  const all = Object.values(splits);
  output.imageModel(Buffer.concat(all.map((split) => split.pixels)), height, width);
  const described = {};
  for (const [split, { shards, pixels, labels }] of Object.entries(splits)) {
    const samples = labels.length;
    if (shards.reduce((a, b) => a + b, 0) !== samples || pixels.length !== samples * height * width) {
      throw new Error(`${output.id}: shards and pixels must cover ${samples} samples of ${split}`);
    }
    described[split] = { samples };
    output.gzip(`${split}-label`, labels, { split, column: 'label', start: 0, samples, shape: [] });
    writeShards(output, split, shards, pixels, [height, width]);
  }
  return described;
}

function writeShards(output, split, shards, pixels, shape) {
  const size = shape[0] * shape[1];
  let start = 0;
  for (const [i, samples] of shards.entries()) {
    const part = pixels.subarray(start * size, (start + samples) * size);
    output.images(`${split}-pixels-${i}`, part, { split, column: 'pixels', start, samples, shape });
    start += samples;
  }
}
