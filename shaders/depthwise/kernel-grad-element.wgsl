// Kernel gradient of a depthwise convolution as partial sums [chunks, KH·KW, C·M], each over `chunk` output pixels:
//   partials[·, kh, kw, o] = Σ_{n, oh, ow} x[n, oh·s + kh·d − p, ow·s + kw·d − p, o / M] · dy[n, oh, ow, o].
// One thread computes one element; y is the chunk. conv/sum-partials adds the chunks.
import package::conv::window::{Params, pixel_of, input_pixel};

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> dy: array<f32>;
@group(0) @binding(5) var<storage, read_write> partials: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let p = params;
  let taps = p.kernel_height * p.kernel_width;
  let tap = id.x / p.out_channels;
  let o = id.x % p.out_channels;
  if (tap >= taps) {
    return;
  }
  let channel = o / (p.out_channels / p.channels);
  let end = min((id.y + 1) * p.chunk, p.batch * p.out_height * p.out_width);
  var sum = 0.0;
  for (var pixel = id.y * p.chunk; pixel < end; pixel++) {
    let at = pixel_of(pixel, p.out_height, p.out_width);
    let source = input_pixel(p, at, tap / p.kernel_width, tap % p.kernel_width);
    if (source >= 0) {
      sum += dy[pixel * p.out_channels + o] * x[u32(source) * p.channels + channel];
    }
  }
  partials[(id.y * taps + tap) * p.out_channels + o] = sum;
}
