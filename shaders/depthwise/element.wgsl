// Depthwise convolution y[n, oh, ow, c·M + m] = Σ_{kh, kw} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · w[kh, kw, c, m]; x [N, H, W, C], w [KH, KW, C, M],
// or with `transpose` its input gradient dx[n, h, w, c] from dy in place of x. One thread computes one element.
import tail::store;
import package::conv::window::{Params, Pixel, pixel_of, input_pixel, output_pixel};

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> w: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = params;
  let element = (group.y * groups.x + group.x) * 64 + local;
  let multiplier = p.out_channels / p.channels;
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
      let tap = (ky * p.kernel_width + kx) * p.out_channels;
      @if(!transpose) {
        let source = input_pixel(p, at, ky, kx);
        if (source >= 0) {
          sum += x[u32(source) * p.channels + col / multiplier] * w[tap + col];
        }
      }
      @if(transpose) {
        let source = output_pixel(p, at, ky, kx);
        if (source >= 0) {
          for (var m = col * multiplier; m < (col + 1) * multiplier; m++) {
            sum += x[u32(source) * p.out_channels + m] * w[tap + m];
          }
        }
      }
    }
  }
  store(element / cols, col, sum);
}
