// Kernel gradient of a depthwise convolution as partial sums [chunks, KH·KW, C·M], each over `chunk` lines of dy:
//   partials[·, kh, kw, o] = Σ_{n, oh, ow} x[n, oh·s + kh·d − p, ow·s + kw·d − p, o / M] · dy[n, oh, ow, o].
// A thread takes one tap and one channel, four with `vec4_channels` (only for M = 1), and walks the part of each line whose source lies inside x;
// y is the chunk. conv/sum-partials adds the chunks.
import package::conv::window::Params;

@if(vec4_channels) alias Value = vec4f;
@if(!vec4_channels) alias Value = f32;
@if(vec4_channels) const VECTOR = 4u;
@if(!vec4_channels) const VECTOR = 1u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<Value>;
@group(0) @binding(4) var<storage, read> dy: array<Value>;
@group(0) @binding(5) var<storage, read_write> partials: array<Value>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let p = params;
  let channels = p.channels / VECTOR;
  let out_channels = p.out_channels / VECTOR;
  let taps = p.kernel_height * p.kernel_width;
  let tap = id.x / out_channels;
  let o = id.x % out_channels;
  if (tap >= taps) {
    return;
  }
  let c = o / (p.out_channels / p.channels);
  let offset_y = i32(tap / p.kernel_width * p.dilation_y) - i32(p.pad_top);
  let offset_x = i32(tap % p.kernel_width * p.dilation_x) - i32(p.pad_left);
  let stride = i32(p.stride_x);
  let first = max(0, stride - 1 - offset_x) / stride;
  let end = clamp((i32(p.width) - offset_x + stride - 1) / stride, 0, i32(p.out_width));
  let last_line = min((id.y + 1) * p.chunk, p.batch * p.out_height);
  var sum = Value(0);
  for (var line = id.y * p.chunk; line < last_line; line++) {
    let n = line / p.out_height;
    let y = i32((line - n * p.out_height) * p.stride_y) + offset_y;
    if (y >= 0 && y < i32(p.height)) {
      var source = (i32(n * p.height) + y) * i32(p.width) + first * stride + offset_x;
      for (var ox = first; ox < end; ox++) {
        sum += dy[(line * p.out_width + u32(ox)) * out_channels + o] * x[u32(source) * channels + c];
        source += stride;
      }
    }
  }
  partials[(id.y * taps + tap) * out_channels + o] = sum;
}
