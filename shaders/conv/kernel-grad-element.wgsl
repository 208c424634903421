// Kernel gradient of a convolution as partial sums [chunks, rows, Cout], each over `chunk` output pixels:
//   partials[·, r, o] = Σ_{n, oh, ow} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · dy[n, oh, ow, o] with r = (kh, kw, c),
// and with `bias` one more row, Σ dy. One thread computes one element; y is the chunk.
// The variant for any shape, and the oracle of the others. With `split` there are several chunks, which conv/sum-partials adds; else the one is dw and db.
import package::conv::window::{Params, pixel_of, input_pixel};

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> dy: array<f32>;
// dw, or with `split` the partial sums of dw and db.
@group(0) @binding(5) var<storage, read_write> result: array<f32>;
@if(bias && !split) @group(0) @binding(6) var<storage, read_write> db: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let p = params;
  let kernel_rows = p.kernel_height * p.kernel_width * p.channels;
  var rows = kernel_rows;
  @if(bias) rows += 1;
  let row = id.x / p.out_channels;
  let o = id.x % p.out_channels;
  if (row >= rows) {
    return;
  }
  let tap = row / p.channels;
  let end = min((id.y + 1) * p.chunk, p.batch * p.out_height * p.out_width);
  var sum = 0.0;
  for (var pixel = id.y * p.chunk; pixel < end; pixel++) {
    let at = pixel_of(pixel, p.out_height, p.out_width);
    let source = input_pixel(p, at, tap / p.kernel_width, tap % p.kernel_width);
    let value = dy[pixel * p.out_channels + o];
    if (row == kernel_rows) {
      sum += value;
    } else if (source >= 0) {
      sum += value * x[u32(source) * p.channels + row % p.channels];
    }
  }
  @if(bias && !split) {
    if (row == kernel_rows) {
      db[o] = sum;
      return;
    }
  }
  result[(id.y * rows + row) * p.out_channels + o] = sum;
}
