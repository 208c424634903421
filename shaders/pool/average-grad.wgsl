// Gradient of average pooling: dx[n, h, w, c] = Σ dy[n, oh, ow, c] / (real elements of the window) over the windows that hold (h, w).
// A thread takes one pixel of the result and every `chunk`-th channel of it, four at a time with `vec4_channels`.
import tail::{store, store_four};
import package::conv::window::{Params, pixel_of, taps_inside, windows_over};

@if(vec4_channels) alias Value = vec4f;
@if(!vec4_channels) alias Value = f32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> dy: array<Value>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let p = params;
  let thread = (group.y * groups.x + group.x) * 64 + local;
  let row = thread / p.chunk;
  let at = pixel_of(row, p.height, p.width);
  if (at.n >= p.batch) {
    return;
  }
  @if(vec4_channels) let channels = p.channels / 4;
  @if(!vec4_channels) let channels = p.channels;
  let down = windows_over(at.y, p.kernel_height, p.stride_y, p.pad_top, p.out_height);
  let across = windows_over(at.x, p.kernel_width, p.stride_x, p.pad_left, p.out_width);
  for (var c = thread % p.chunk; c < channels; c += p.chunk) {
    var sum = Value(0);
    for (var oy = down.x; oy < down.y; oy++) {
      let rows = taps_inside(oy, p.kernel_height, p.stride_y, p.pad_top, p.height);
      for (var ox = across.x; ox < across.y; ox++) {
        let cols = taps_inside(ox, p.kernel_width, p.stride_x, p.pad_left, p.width);
        let share = 1 / f32((rows.y - rows.x) * (cols.y - cols.x));
        sum += share * dy[((at.n * p.out_height + oy) * p.out_width + ox) * channels + c];
      }
    }
    store_channels(row, c, sum);
  }
}

fn store_channels(row: u32, c: u32, value: Value) {
  @if(!vec4_channels) store(row, c, value);
  @if(vec4_channels) store_four(row, 4 * c, value);
}
