// Maximum over windows of x [N, H, W, C] → y [N, OH, OW, C]; argmax [N, OH, OW, C] takes the offset kh·KW + kw in the window of the first maximum.
// Padding never wins.
// A thread takes one pixel of the result and every `chunk`-th channel of it, four at a time with `vec4_channels`.
import tail::{store, store_four};
import package::conv::window::{Params, pixel_of, taps_inside};

@if(vec4_channels) alias Value = vec4f;
@if(!vec4_channels) alias Value = f32;
@if(vec4_channels) alias Offset = vec4i;
@if(!vec4_channels) alias Offset = i32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<Value>;
@if(with_argmax) @group(0) @binding(4) var<storage, read_write> argmax: array<Offset>;

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
  for (var c = thread % p.chunk; c < channels; c += p.chunk) {
    var best = x[((top + down.x) * p.width + left + across.x) * channels + c];
    var best_tap = Offset(i32(down.x * p.kernel_width + across.x));
    for (var ky = down.x; ky < down.y; ky++) {
      for (var kx = across.x; kx < across.y; kx++) {
        let value = x[((top + ky) * p.width + left + kx) * channels + c];
        best_tap = select(best_tap, Offset(i32(ky * p.kernel_width + kx)), value > best);
        best = select(best, value, value > best);
      }
    }
    @if(with_argmax) argmax[row * channels + c] = best_tap;
    store_channels(row, c, best);
  }
}

fn store_channels(row: u32, c: u32, value: Value) {
  @if(!vec4_channels) store(row, c, value);
  @if(vec4_channels) store_four(row, 4 * c, value);
}
