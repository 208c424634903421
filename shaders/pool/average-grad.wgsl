// Gradient of average pooling: dx[n, h, w, c] = Σ dy[n, oh, ow, c] / (real elements of the window) over the windows that hold (h, w).
// One thread gathers one element.
import tail::store;
import package::conv::window::{Params, Pixel, pixel_of, output_pixel};

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> dy: array<f32>;

// How many positions of the window that starts `origin` (padding counted in) lie inside an axis of `size`.
fn inside(origin: u32, kernel: u32, pad: u32, size: u32) -> u32 {
  return min(origin + kernel, size + pad) - max(origin, pad);
}

fn window_count(p: Params, o: Pixel) -> u32 {
  let rows = inside(o.y * p.stride_y, p.kernel_height, p.pad_top, p.height);
  return rows * inside(o.x * p.stride_x, p.kernel_width, p.pad_left, p.width);
}

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
        let window = pixel_of(u32(source), p.out_height, p.out_width);
        sum += dy[u32(source) * p.channels + c] / f32(window_count(p, window));
      }
    }
  }
  store(element / p.channels, c, sum);
}
