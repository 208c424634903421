// Convolution y[n, oh, ow, o] = Σ_{kh, kw, c} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · w[kh, kw, c, o]; x [N, H, W, Cin], w [KH, KW, Cin, Cout],
// or with `transpose` its input gradient dx[n, h, w, c] from dy in place of x. One thread computes one element.
// The variant for any shape, and the oracle of the others.
import tail::store;
import package::conv::window::{Params, Pixel, pixel_of, input_pixel, output_pixel};

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> w: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = params;
  let element = (group.y * groups.x + group.x) * 64 + local;
  @if(!transpose) let cols = p.out_channels;
  @if(!transpose) let at = pixel_of(element / cols, p.out_height, p.out_width);
  @if(transpose) let cols = p.channels;
  @if(transpose) let at = pixel_of(element / cols, p.height, p.width);
  if (at.n >= p.batch) {
    return;
  }
  let col = element % cols;
  var sum = 0.0;
  for (var ky = 0u; ky < p.kernel_height; ky++) {
    for (var kx = 0u; kx < p.kernel_width; kx++) {
      let tap = ky * p.kernel_width + kx;
      @if(!transpose) let source = input_pixel(p, at, ky, kx);
      @if(transpose) let source = output_pixel(p, at, ky, kx);
      if (source >= 0) {
        @if(!transpose) {
          for (var c = 0u; c < p.channels; c++) {
            sum += x[u32(source) * p.channels + c] * w[(tap * p.channels + c) * p.out_channels + col];
          }
        }
        @if(transpose) {
          for (var o = 0u; o < p.out_channels; o++) {
            sum += x[u32(source) * p.out_channels + o] * w[(tap * p.channels + col) * p.out_channels + o];
          }
        }
      }
    }
  }
  store(element / cols, col, sum);
}
