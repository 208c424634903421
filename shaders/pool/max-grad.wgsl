// Gradient of max pooling: dx[n, h, w, c] = Σ dy[n, oh, ow, c] over the windows that hold (h, w) and whose argmax it is; dy and argmax [N, OH, OW, C].
// One thread gathers one element.
import tail::store;
import package::conv::window::{Params, pixel_of, output_pixel};

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> dy: array<f32>;
@group(0) @binding(4) var<storage, read> argmax: array<i32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = params;
  let element = (group.y * groups.x + group.x) * 64 + local;
  let at = pixel_of(element / p.channels, p.height, p.width);
  if (at.n >= p.batch) {
    return;
  }
  let c = element % p.channels;
  var sum = 0.0;
  for (var ky = 0u; ky < p.kernel_height; ky++) {
    for (var kx = 0u; kx < p.kernel_width; kx++) {
      let source = output_pixel(p, at, ky, kx);
      if (source >= 0) {
        let i = u32(source) * p.channels + c;
        sum += select(0.0, dy[i], argmax[i] == i32(ky * p.kernel_width + kx));
      }
    }
  }
  store(element / p.channels, c, sum);
}
