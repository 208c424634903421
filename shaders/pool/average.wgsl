// Mean over windows of x [N, H, W, C] → y [N, OH, OW, C]; padding does not count. One thread computes one element.
import tail::store;
import package::conv::window::{Params, pixel_of, input_pixel};

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = params;
  let element = (group.y * groups.x + group.x) * 64 + local;
  let at = pixel_of(element / p.channels, p.out_height, p.out_width);
  if (at.n >= p.batch) {
    return;
  }
  let c = element % p.channels;
  var sum = 0.0;
  var count = 0.0;
  for (var ky = 0u; ky < p.kernel_height; ky++) {
    for (var kx = 0u; kx < p.kernel_width; kx++) {
      let source = input_pixel(p, at, ky, kx);
      if (source >= 0) {
        sum += x[u32(source) * p.channels + c];
        count += 1.0;
      }
    }
  }
  store(element / p.channels, c, sum / count);
}
