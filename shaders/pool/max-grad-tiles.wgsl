// Gradient of max pooling with windows side by side (stride = window, no padding before the first): dx[n, h, w, c] = dy[n, oh, ow, c] where (h, w)
// is the argmax of its window (oh, ow), else 0; dy and argmax [N, OH, OW, C].
// A thread takes one window, or what is left of one at the edge, and every `chunk`-th channel of it, four at a time with `vec4_channels`: it reads
// dy and argmax once and writes all pixels of the window.
import tail::{store, store_four};
import package::conv::window::{Params, pixel_of};

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
  let down = (p.height + p.stride_y - 1) / p.stride_y;
  let across = (p.width + p.stride_x - 1) / p.stride_x;
  let at = pixel_of(thread / p.chunk, down, across);
  if (at.n >= p.batch) {
    return;
  }
  @if(vec4_channels) let channels = p.channels / 4;
  @if(!vec4_channels) let channels = p.channels;
  let whole = at.y < p.out_height && at.x < p.out_width;
  let window = select(0, (at.n * p.out_height + at.y) * p.out_width + at.x, whole);
  let corner = (at.n * p.height + at.y * p.stride_y) * p.width + at.x * p.stride_x;
  let rows = min(p.stride_y, p.height - at.y * p.stride_y);
  let cols = min(p.stride_x, p.width - at.x * p.stride_x);
  for (var c = thread % p.chunk; c < channels; c += p.chunk) {
    let value = select(Value(0), dy[window * channels + c], whole);
    let place = argmax[window * channels + c];
    for (var y = 0u; y < rows; y++) {
      for (var x = 0u; x < cols; x++) {
        let result = select(Value(0), value, place == Offset(i32(y * p.kernel_width + x)));
        store_channels(corner + y * p.width + x, c, result);
      }
    }
  }
}

fn store_channels(row: u32, c: u32, value: Value) {
  @if(!vec4_channels) store(row, c, value);
  @if(vec4_channels) store_four(row, 4 * c, value);
}
