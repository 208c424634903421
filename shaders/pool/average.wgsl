// Mean over windows of x [N, H, W, C] → y [N, OH, OW, C]; padding does not count.
// A thread takes one pixel of the result and every `chunk`-th channel of it, four at a time with `vec4_channels`.
import tail::{store, store_four};
import package::conv::window::{Params, pixel_of, taps_inside};

@if(vec4_channels) alias Value = vec4f;
@if(!vec4_channels) alias Value = f32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<Value>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let p = params;
  let thread = (group.y * groups.x + group.x) * 64 + local;
  let row = thread / p.chunk;
  let at = pixel_of(row, p.out_height, p.out_width);
  if (at.n >= p.batch) {
    return;
  }
  @if(vec4_channels) let channels = p.channels / 4;
  @if(!vec4_channels) let channels = p.channels;
  let down = taps_inside(at.y, p.kernel_height, p.stride_y, p.pad_top, p.height);
  let across = taps_inside(at.x, p.kernel_width, p.stride_x, p.pad_left, p.width);
  let top = at.n * p.height + at.y * p.stride_y - p.pad_top;
  let left = at.x * p.stride_x - p.pad_left;
  let share = 1 / f32((down.y - down.x) * (across.y - across.x));
  for (var c = thread % p.chunk; c < channels; c += p.chunk) {
    var sum = Value(0);
    for (var ky = down.x; ky < down.y; ky++) {
      for (var kx = across.x; kx < across.y; kx++) {
        sum += x[((top + ky) * p.width + left + kx) * channels + c];
      }
    }
    store_channels(row, c, sum * share);
  }
}

fn store_channels(row: u32, c: u32, value: Value) {
  @if(!vec4_channels) store(row, c, value);
  @if(vec4_channels) store_four(row, 4 * c, value);
}
