// Depthwise convolution y[n, oh, ow, c·M + m] = Σ_{kh, kw} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · w[kh, kw, c, m]; x [N, H, W, C], w [KH, KW, C, M],
// or with `transpose` its input gradient dx[n, h, w, c] from dy in place of x, for strides or dilation but not both at once.
// A thread takes one pixel of the result and every `chunk`-th channel of it, four at a time with `vec4_channels` (only for M = 1).
import tail::store;
import package::conv::window::{Params, pixel_of};

@if(vec4_channels) alias Value = vec4f;
@if(!vec4_channels) alias Value = f32;
@if(vec4_channels) const VECTOR = 4u;
@if(!vec4_channels) const VECTOR = 1u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<Value>;
@group(0) @binding(4) var<storage, read> w: array<Value>;

// The taps of one axis that reach a source pixel: from, to (exclusive) and distance; the source pixel of `from` and the way from one to the next.
struct Walk {
  from_tap: u32,
  to_tap: u32,
  step: u32,
  source: i32,
  source_step: i32,
}

@if(!transpose)
fn walk(at: u32, kernel: u32, stride: u32, pad: u32, dilation: u32, size: u32, out_size: u32) -> Walk {
  let origin = i32(at * stride) - i32(pad);
  let d = i32(dilation);
  let first = max(0, d - 1 - origin) / d;
  let end = clamp((i32(size) - origin + d - 1) / d, 0, i32(kernel));
  return Walk(u32(first), u32(end), 1, origin + first * d, d);
}

@if(transpose)
fn walk(at: u32, kernel: u32, stride: u32, pad: u32, dilation: u32, size: u32, out_size: u32) -> Walk {
  let place = at + pad;
  // Taps before this one look behind the last output; those that divide without rest are `stride` apart.
  let past = select(0, (place - (out_size - 1) * stride + dilation - 1) / dilation, place >= (out_size - 1) * stride);
  let rest = place % stride;
  let first = rest + (max(past, rest) - rest + stride - 1) / stride * stride;
  let end = min(kernel, place / dilation + 1);
  let source = (i32(place) - i32(first * dilation)) / i32(stride);
  return Walk(first, end, stride, source, -i32(select(1, dilation, stride == 1)));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let p = params;
  let thread = (group.y * groups.x + group.x) * 64 + local;
  let row = thread / p.chunk;
  @if(!transpose) let at = pixel_of(row, p.out_height, p.out_width);
  @if(transpose) let at = pixel_of(row, p.height, p.width);
  if (at.n >= p.batch) {
    return;
  }
  let multiplier = p.out_channels / p.channels;
  let down = walk(at.y, p.kernel_height, p.stride_y, p.pad_top, p.dilation_y, p.height, p.out_height);
  let across = walk(at.x, p.kernel_width, p.stride_x, p.pad_left, p.dilation_x, p.width, p.out_width);
  @if(!transpose) let lines = at.n * p.height;
  @if(!transpose) let width = p.width;
  @if(!transpose) let source_channels = p.channels / VECTOR;
  @if(!transpose) let channels = p.out_channels / VECTOR;
  @if(transpose) let lines = at.n * p.out_height;
  @if(transpose) let width = p.out_width;
  @if(transpose) let source_channels = p.out_channels / VECTOR;
  @if(transpose) let channels = p.channels / VECTOR;
  let kernel_channels = p.out_channels / VECTOR;
  for (var c = thread % p.chunk; c < channels; c += p.chunk) {
    var sum = Value(0);
    var y = down.source;
    for (var ky = down.from_tap; ky < down.to_tap; ky += down.step) {
      var source = i32((lines + u32(y)) * width) + across.source;
      for (var kx = across.from_tap; kx < across.to_tap; kx += across.step) {
        let i = u32(source) * source_channels;
        let tap = (ky * p.kernel_width + kx) * kernel_channels;
        @if(vec4_channels) sum += x[i + c] * w[tap + c];
        @if(!vec4_channels && !transpose) sum += x[i + c / multiplier] * w[tap + c];
        @if(!vec4_channels && transpose) {
          for (var m = c * multiplier; m < (c + 1) * multiplier; m++) {
            sum += x[i + m] * w[tap + m];
          }
        }
        source += across.source_step;
      }
      y += down.source_step;
    }
    store_channels(row, c, sum);
  }
}

fn store_channels(row: u32, c: u32, value: Value) {
  @if(!vec4_channels) store(row, c, value);
  @if(vec4_channels) {
    store(row, 4 * c, value.x);
    store(row, 4 * c + 1, value.y);
    store(row, 4 * c + 2, value.z);
    store(row, 4 * c + 3, value.w);
  }
}
