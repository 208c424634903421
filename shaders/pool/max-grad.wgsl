// Gradient of max pooling: dx[n, h, w, c] = Σ dy[n, oh, ow, c] over the windows that hold (h, w) and whose argmax it is; dy and argmax [N, OH, OW, C].
// A thread takes one pixel of the result and every `chunk`-th channel of it, four at a time with `vec4_channels`.
import tail::{store, store_four};
import package::conv::window::{Params, pixel_of, windows_over};

@if(vec4_channels) alias Value = vec4f;
@if(!vec4_channels) alias Value = f32;
@if(vec4_channels) alias Offset = vec4i;
@if(!vec4_channels) alias Offset = i32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> dy: array<Value>;
@group(0) @binding(4) var<storage, read> argmax: array<Offset>;

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
      for (var ox = across.x; ox < across.y; ox++) {
        let i = ((at.n * p.out_height + oy) * p.out_width + ox) * channels + c;
        let ky = at.y + p.pad_top - oy * p.stride_y;
        let kx = at.x + p.pad_left - ox * p.stride_x;
        sum += select(Value(0), dy[i], argmax[i] == Offset(i32(ky * p.kernel_width + kx)));
      }
    }
    store_channels(row, c, sum);
  }
}

fn store_channels(row: u32, c: u32, value: Value) {
  @if(!vec4_channels) store(row, c, value);
  @if(vec4_channels) store_four(row, 4 * c, value);
}
