// Convolution and its input gradient on adapters that are a CPU, for windows of three or five columns that move by one: strips of a line, whose
// pixels stay in registers under all taps of a line of the window, without workgroup memory and barriers.
// x [N, H, W, Cin], w [KH, KW, Cin, Cout] → y [N, OH, OW, Cout]; with `transpose` dy in place of x → dx, the window turned round.
//
//   y[n, h, first + p, o] = Σ_{kh, c} Σ_kw x[n, h + kh·d − pad, first + p + kw − pad, c] · w[kh, kw, c, o], p = 0..7
// A step of the loop takes one line of the window and one channel: 8 + KW − 1 pixels of x and KW lines of w give 8 pixels × 4 or 8 (`cols_8`)
// channels. Few channels leave nothing half empty, as steps of four along them would.
//
// A thread computes one strip of eight pixels. The four threads of a workgroup take neighbouring strips and the same channels; with `share` they are
// a subgroup: each loads one weight of four and broadcasts it.
//
// Conditions: transpose; share; taps_5 (KW is 5, not 3); cols_8; cols_edge (the channels of the result are no multiple of 4).
import tail::{store, store_four};
import package::conv::window::Params;

@if(share) enable subgroups;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> w: array<f32>;

@if(taps_5) const TAPS = 5u;
@if(!taps_5) const TAPS = 3u;
@if(cols_8) const COL_BLOCKS = 2u;
@if(!cols_8) const COL_BLOCKS = 1u;
const FOUR = vec4i(0, 1, 2, 3);

// Of what is computed, and of what it is computed from.
struct Image {
  height: u32,
  width: u32,
  channels: u32,
}

fn result_image() -> Image {
  @if(!transpose) return Image(params.out_height, params.out_width, params.out_channels);
  @if(transpose) return Image(params.height, params.width, params.channels);
}

fn source_image() -> Image {
  @if(!transpose) return Image(params.height, params.width, params.channels);
  @if(transpose) return Image(params.out_height, params.out_width, params.out_channels);
}

// Four pixels of a line of the source: where they lie in it, and 1 where they are inside, else 0.
struct Places {
  at: vec4u,
  inside: vec4f,
}

fn places_of(left: i32, source: Image) -> Places {
  let x = vec4i(left) + FOUR;
  let last = vec4i(i32(source.width) - 1);
  let inside = (x >= vec4i(0)) & (x <= last);
  return Places(vec4u(clamp(x, vec4i(0), last)) * source.channels, select(vec4f(0), vec4f(1), inside));
}

fn pixels(places: Places, first: u32, there: f32) -> vec4f {
  let at = vec4u(first) + places.at;
  return select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), places.inside * there > vec4f(0));
}

// Where the weights of four channels of the result begin: of the thread's own one, or of all.
@if(share) alias Weights = u32;
@if(!share) alias Weights = vec4u;

fn weights_of(col: u32, lane: u32, channels: u32) -> Weights {
  @if(share) let own = min(col + lane, channels - 1);
  @if(!share) let own = min(vec4u(col) + vec4u(FOUR), vec4u(channels - 1));
  @if(!transpose) return own;
  @if(transpose) return own * params.out_channels;
}

fn weights(base: Weights, tap: u32) -> vec4f {
  @if(share) {
    let own = w[base + tap];
    return vec4f(subgroupBroadcast(own, 0u), subgroupBroadcast(own, 1u), subgroupBroadcast(own, 2u), subgroupBroadcast(own, 3u));
  }
  @if(!share) return vec4f(w[base.x + tap], w[base.y + tap], w[base.z + tap], w[base.w + tap]);
}

@compute @workgroup_size(4)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let result = result_image();
  let source = source_image();
  let col_tiles = (result.channels + COL_BLOCKS * 4 - 1) / (COL_BLOCKS * 4);
  let tile = group.y * groups.x + group.x;
  let col = tile % col_tiles * COL_BLOCKS * 4;
  let strip = tile / col_tiles * 4 + lane;
  let strips = (result.width + 7) / 8;
  let line = strip / strips;
  let first = (strip - line * strips) * 8;
  let n = line / result.height;
  let grid_y = i32(line - n * result.height);
  let missing = n >= params.batch;

  @if(!transpose) let y = grid_y - i32(params.pad_top);
  @if(!transpose) let left = i32(first) - i32(params.pad_left);
  @if(transpose) let y = grid_y + i32(params.pad_top);
  @if(transpose) let left = i32(first + params.pad_left) - i32(TAPS - 1);
  let p0 = places_of(left, source);
  let p1 = places_of(left + 4, source);
  let p2 = places_of(left + 8, source);

  // Distance of the weights from tap to tap, and from channel to channel of the source.
  let tap = params.channels * params.out_channels;
  @if(!transpose) let pitch = params.out_channels;
  @if(transpose) let pitch = 1u;
  // The taps that stand over the strip's first pixels, from left to right.
  @if(!transpose) let tap0 = 0u;
  @if(transpose) let tap0 = (TAPS - 1) * tap;
  @if(!transpose) let next = tap;
  @if(transpose) let next = 0u - tap;
  let base0 = weights_of(col, lane, result.channels);
  @if(cols_8) let base1 = weights_of(col + 4, lane, result.channels);

  var a0 = vec4f();
  var a1 = vec4f();
  var a2 = vec4f();
  var a3 = vec4f();
  var a4 = vec4f();
  var a5 = vec4f();
  var a6 = vec4f();
  var a7 = vec4f();
  @if(cols_8) var b0 = vec4f();
  @if(cols_8) var b1 = vec4f();
  @if(cols_8) var b2 = vec4f();
  @if(cols_8) var b3 = vec4f();
  @if(cols_8) var b4 = vec4f();
  @if(cols_8) var b5 = vec4f();
  @if(cols_8) var b6 = vec4f();
  @if(cols_8) var b7 = vec4f();

  // One loop over lines of the window and channels: two nested ones would carry the sums across twice as many edges.
  var ky = 0u;
  var c = 0u;
  var start = 0u;
  var there = 0.0;
  for (var i = params.kernel_height * source.channels; i > 0; i--) {
    if (c == 0) {
      @if(!transpose) let at_y = y + i32(ky * params.dilation_y);
      @if(transpose) let at_y = y - i32(ky * params.dilation_y);
      let inside = at_y >= 0 && at_y < i32(source.height) && !missing;
      there = select(0.0, 1.0, inside);
      start = select(0, (n * source.height + u32(at_y)) * source.width * source.channels, inside);
    }
    let l = ky * TAPS * tap + c * pitch + tap0;
    let u0 = weights(base0, l);
    let u1 = weights(base0, l + next);
    let u2 = weights(base0, l + 2 * next);
    @if(taps_5) let u3 = weights(base0, l + 3 * next);
    @if(taps_5) let u4 = weights(base0, l + 4 * next);
    @if(cols_8) let v0 = weights(base1, l);
    @if(cols_8) let v1 = weights(base1, l + next);
    @if(cols_8) let v2 = weights(base1, l + 2 * next);
    @if(cols_8 && taps_5) let v3 = weights(base1, l + 3 * next);
    @if(cols_8 && taps_5) let v4 = weights(base1, l + 4 * next);
    let x0 = pixels(p0, start + c, there);
    let x1 = pixels(p1, start + c, there);
    let x2 = pixels(p2, start + c, there);
    a0 += u0 * x0.x + u1 * x0.y + u2 * x0.z;
    a1 += u0 * x0.y + u1 * x0.z + u2 * x0.w;
    a2 += u0 * x0.z + u1 * x0.w + u2 * x1.x;
    a3 += u0 * x0.w + u1 * x1.x + u2 * x1.y;
    a4 += u0 * x1.x + u1 * x1.y + u2 * x1.z;
    a5 += u0 * x1.y + u1 * x1.z + u2 * x1.w;
    a6 += u0 * x1.z + u1 * x1.w + u2 * x2.x;
    a7 += u0 * x1.w + u1 * x2.x + u2 * x2.y;
    @if(cols_8) b0 += v0 * x0.x + v1 * x0.y + v2 * x0.z;
    @if(cols_8) b1 += v0 * x0.y + v1 * x0.z + v2 * x0.w;
    @if(cols_8) b2 += v0 * x0.z + v1 * x0.w + v2 * x1.x;
    @if(cols_8) b3 += v0 * x0.w + v1 * x1.x + v2 * x1.y;
    @if(cols_8) b4 += v0 * x1.x + v1 * x1.y + v2 * x1.z;
    @if(cols_8) b5 += v0 * x1.y + v1 * x1.z + v2 * x1.w;
    @if(cols_8) b6 += v0 * x1.z + v1 * x1.w + v2 * x2.x;
    @if(cols_8) b7 += v0 * x1.w + v1 * x2.x + v2 * x2.y;
    @if(taps_5) a0 += u3 * x0.w + u4 * x1.x;
    @if(taps_5) a1 += u3 * x1.x + u4 * x1.y;
    @if(taps_5) a2 += u3 * x1.y + u4 * x1.z;
    @if(taps_5) a3 += u3 * x1.z + u4 * x1.w;
    @if(taps_5) a4 += u3 * x1.w + u4 * x2.x;
    @if(taps_5) a5 += u3 * x2.x + u4 * x2.y;
    @if(taps_5) a6 += u3 * x2.y + u4 * x2.z;
    @if(taps_5) a7 += u3 * x2.z + u4 * x2.w;
    @if(cols_8 && taps_5) b0 += v3 * x0.w + v4 * x1.x;
    @if(cols_8 && taps_5) b1 += v3 * x1.x + v4 * x1.y;
    @if(cols_8 && taps_5) b2 += v3 * x1.y + v4 * x1.z;
    @if(cols_8 && taps_5) b3 += v3 * x1.z + v4 * x1.w;
    @if(cols_8 && taps_5) b4 += v3 * x1.w + v4 * x2.x;
    @if(cols_8 && taps_5) b5 += v3 * x2.x + v4 * x2.y;
    @if(cols_8 && taps_5) b6 += v3 * x2.y + v4 * x2.z;
    @if(cols_8 && taps_5) b7 += v3 * x2.z + v4 * x2.w;
    c++;
    if (c == source.channels) {
      c = 0;
      ky++;
    }
  }
  if (missing) {
    return;
  }

  // Only from here on the sums are an array: indexed in a loop, the tail's code stands once.
  var sums: array<vec4f, 8 * COL_BLOCKS>;
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = a2;
  sums[3] = a3;
  sums[4] = a4;
  sums[5] = a5;
  sums[6] = a6;
  sums[7] = a7;
  @if(cols_8) sums[8] = b0;
  @if(cols_8) sums[9] = b1;
  @if(cols_8) sums[10] = b2;
  @if(cols_8) sums[11] = b3;
  @if(cols_8) sums[12] = b4;
  @if(cols_8) sums[13] = b5;
  @if(cols_8) sums[14] = b6;
  @if(cols_8) sums[15] = b7;
  for (var i = 0u; i < 8 * COL_BLOCKS; i++) {
    let pixel = first + i % 8;
    if (pixel < result.width) {
      store_pixel(line * result.width + pixel, col + i / 8 * 4, result.channels, sums[i]);
    }
  }
}

// Four channels of a pixel, those that there are.
fn store_pixel(row: u32, col: u32, channels: u32, values: vec4f) {
  @if(!cols_edge) {
    if (col < channels) {
      store_four(row, col, values);
    }
  }
  @if(cols_edge) {
    for (var i = 0u; i < 4; i++) {
      if (col + i < channels) {
        store(row, col + i, values[i]);
      }
    }
  }
}
