// Kernel and bias gradient of a convolution on adapters that are a CPU, for windows that move by one and for few channels: strips of a line in
// registers, without workgroup memory and barriers. x [N, H, W, Cin], dy [N, OH, OW, Cout] → dw [KH, KW, Cin, Cout], db [Cout]:
//   dw[kh, kw, c, o] = Σ_{n, h, w} x[n, h + kh·d − pad, w + kw − pad, c] · dy[n, h, w, o], db[o] = Σ dy[n, h, w, o].
//
// A thread computes nine taps (three lines of the window, three columns) of one channel of x and four channels of dy. It walks over strips of four
// pixels: of each it reads dy, and three times six pixels of x that serve three columns of taps. The four threads of a workgroup differ in
// the share of the strips that they take, `chunk` of them: a thread for each row of dw would leave most idle where there are few.
// With `together` they take the same strips, four channels of x and eight of dy: a subgroup, of which each thread loads dy at one pixel of a strip and
// broadcasts it. x counts tiles of channels, y groups of taps, z shares.
//
// Conditions: together; bias; split (several shares: results go to `partials` [share, rows + bias, Cout], conv/sum-partials adds them).
import package::conv::window::Params;

@if(together) enable subgroups;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> dy: array<f32>;
// dw, or with `split` the partial sums of dw and db.
@group(0) @binding(5) var<storage, read_write> result: array<f32>;
@if(bias && !split) @group(0) @binding(6) var<storage, read_write> db: array<f32>;

@if(together) const COLS = 8u;
@if(!together) const COLS = 4u;
const FOUR = vec4i(0, 1, 2, 3);

// A line of x under a line of the window: where it begins, and whether it is there.
struct Line {
  first: u32,
  inside: bool,
}

fn line_of(n: u32, y: i32) -> Line {
  let inside = y >= 0 && y < i32(params.height);
  return Line(select(0, (n * params.height + u32(y)) * params.width * params.channels, inside), inside);
}

// Four pixels of a line at `left`, in one channel, zero outside.
fn pixels(line: Line, left: i32, c: u32) -> vec4f {
  let place = vec4i(left) + FOUR;
  let last = vec4i(i32(params.width) - 1);
  let inside = (place >= vec4i(0)) & (place <= last) & vec4<bool>(line.inside);
  let at = vec4u(line.first + c) + vec4u(clamp(place, vec4i(0), last)) * params.channels;
  return select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), inside);
}

// Four channels of dy at one pixel, zero behind the end of the line.
fn line_dy(pixel: u32, col: u32, inside: bool) -> vec4f {
  let at = vec4u(select(0, pixel, inside) * params.out_channels) + min(vec4u(col) + vec4u(FOUR), vec4u(params.out_channels - 1));
  return select(vec4f(), vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]), inside);
}

// Four channels of dy at the four pixels of a strip.
struct Strip {
  d0: vec4f,
  d1: vec4f,
  d2: vec4f,
  d3: vec4f,
}

fn strip_dy(pixel: u32, left: u32, col: u32, lane: u32) -> Strip {
  @if(together) {
    let own = line_dy(pixel + lane, col, lane < left);
    return Strip(subgroupBroadcast(own, 0u), subgroupBroadcast(own, 1u), subgroupBroadcast(own, 2u), subgroupBroadcast(own, 3u));
  }
  @if(!together) {
    return Strip(line_dy(pixel, col, true), line_dy(pixel + 1, col, left > 1), line_dy(pixel + 2, col, left > 2),
      line_dy(pixel + 3, col, left > 3));
  }
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  @if(together) let tiles = (params.channels + 3) / 4;
  @if(!together) let tiles = params.channels;
  @if(together) let c = group.x % tiles * 4 + lane;
  @if(!together) let c = group.x % tiles;
  let read_c = min(c, params.channels - 1);
  let col = group.x / tiles * COLS;
  let across = (params.kernel_width + 2) / 3;
  let ky = group.y / across * 3;
  let kx = group.y % across * 3;
  @if(together) let share = group.z;
  @if(!together) let share = group.z * 4 + lane;

  var a0 = vec4f();
  var a1 = vec4f();
  var a2 = vec4f();
  var a3 = vec4f();
  var a4 = vec4f();
  var a5 = vec4f();
  var a6 = vec4f();
  var a7 = vec4f();
  var a8 = vec4f();
  @if(together) var b0 = vec4f();
  @if(together) var b1 = vec4f();
  @if(together) var b2 = vec4f();
  @if(together) var b3 = vec4f();
  @if(together) var b4 = vec4f();
  @if(together) var b5 = vec4f();
  @if(together) var b6 = vec4f();
  @if(together) var b7 = vec4f();
  @if(together) var b8 = vec4f();
  @if(bias) var total = vec4f();
  @if(bias && together) var total_b = vec4f();

  let strips = (params.out_width + 3) / 4;
  let all = params.batch * params.out_height * strips;
  let end = min((share + 1) * params.chunk, all);
  for (var strip = share * params.chunk; strip < end; strip++) {
    let line = strip / strips;
    let first = (strip - line * strips) * 4;
    let n = line / params.out_height;
    let y = i32(line - n * params.out_height + ky * params.dilation_y) - i32(params.pad_top);
    let left = i32(first + kx) - i32(params.pad_left);
    let pixel = line * params.out_width + first;
    let d = strip_dy(pixel, params.out_width - first, col, lane);
    @if(together) let e = strip_dy(pixel, params.out_width - first, col + 4, lane);
    @if(bias) total += d.d0 + d.d1 + d.d2 + d.d3;
    @if(bias && together) total_b += e.d0 + e.d1 + e.d2 + e.d3;
    let line0 = line_of(n, y);
    let p0 = pixels(line0, left, read_c);
    let q0 = pixels(line0, left + 4, read_c);
    a0 += d.d0 * p0.x + d.d1 * p0.y + d.d2 * p0.z + d.d3 * p0.w;
    @if(together) b0 += e.d0 * p0.x + e.d1 * p0.y + e.d2 * p0.z + e.d3 * p0.w;
    a1 += d.d0 * p0.y + d.d1 * p0.z + d.d2 * p0.w + d.d3 * q0.x;
    @if(together) b1 += e.d0 * p0.y + e.d1 * p0.z + e.d2 * p0.w + e.d3 * q0.x;
    a2 += d.d0 * p0.z + d.d1 * p0.w + d.d2 * q0.x + d.d3 * q0.y;
    @if(together) b2 += e.d0 * p0.z + e.d1 * p0.w + e.d2 * q0.x + e.d3 * q0.y;
    let line1 = line_of(n, y + 1 * i32(params.dilation_y));
    let p1 = pixels(line1, left, read_c);
    let q1 = pixels(line1, left + 4, read_c);
    a3 += d.d0 * p1.x + d.d1 * p1.y + d.d2 * p1.z + d.d3 * p1.w;
    @if(together) b3 += e.d0 * p1.x + e.d1 * p1.y + e.d2 * p1.z + e.d3 * p1.w;
    a4 += d.d0 * p1.y + d.d1 * p1.z + d.d2 * p1.w + d.d3 * q1.x;
    @if(together) b4 += e.d0 * p1.y + e.d1 * p1.z + e.d2 * p1.w + e.d3 * q1.x;
    a5 += d.d0 * p1.z + d.d1 * p1.w + d.d2 * q1.x + d.d3 * q1.y;
    @if(together) b5 += e.d0 * p1.z + e.d1 * p1.w + e.d2 * q1.x + e.d3 * q1.y;
    let line2 = line_of(n, y + 2 * i32(params.dilation_y));
    let p2 = pixels(line2, left, read_c);
    let q2 = pixels(line2, left + 4, read_c);
    a6 += d.d0 * p2.x + d.d1 * p2.y + d.d2 * p2.z + d.d3 * p2.w;
    @if(together) b6 += e.d0 * p2.x + e.d1 * p2.y + e.d2 * p2.z + e.d3 * p2.w;
    a7 += d.d0 * p2.y + d.d1 * p2.z + d.d2 * p2.w + d.d3 * q2.x;
    @if(together) b7 += e.d0 * p2.y + e.d1 * p2.z + e.d2 * p2.w + e.d3 * q2.x;
    a8 += d.d0 * p2.z + d.d1 * p2.w + d.d2 * q2.x + d.d3 * q2.y;
    @if(together) b8 += e.d0 * p2.z + e.d1 * p2.w + e.d2 * q2.x + e.d3 * q2.y;
  }
  if (share * params.chunk >= all || c >= params.channels) {
    return;
  }

  // Only from here on the sums are an array: indexed in a loop, the code that writes them stands once.
  var sums: array<vec4f, 9 * COLS / 4>;
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = a2;
  sums[3] = a3;
  sums[4] = a4;
  sums[5] = a5;
  sums[6] = a6;
  sums[7] = a7;
  sums[8] = a8;
  @if(together) sums[9] = b0;
  @if(together) sums[10] = b1;
  @if(together) sums[11] = b2;
  @if(together) sums[12] = b3;
  @if(together) sums[13] = b4;
  @if(together) sums[14] = b5;
  @if(together) sums[15] = b6;
  @if(together) sums[16] = b7;
  @if(together) sums[17] = b8;
  let rows = params.kernel_height * params.kernel_width * params.channels;
  for (var i = 0u; i < 9 * COLS / 4; i++) {
    let y = ky + i % 9 / 3;
    let x = kx + i % 3;
    if (y < params.kernel_height && x < params.kernel_width) {
      write(share, (y * params.kernel_width + x) * params.channels + c, col + i / 9 * 4, sums[i]);
    }
  }
  @if(bias) {
    if (c == 0 && group.y == 0) {
      write_sums(share, rows, col, total);
      @if(together) write_sums(share, rows, col + 4, total_b);
    }
  }
}

// Four elements of a row of dw, those that there are.
fn write(share: u32, row: u32, col: u32, values: vec4f) {
  @if(!split) let line = row;
  @if(split) var line = share * params.kernel_height * params.kernel_width * params.channels + row;
  @if(split && bias) line += share;
  for (var i = 0u; i < 4; i++) {
    if (col + i < params.out_channels) {
      result[line * params.out_channels + col + i] = values[i];
    }
  }
}

@if(bias)
fn write_sums(share: u32, row: u32, col: u32, values: vec4f) {
  @if(split) write(share, row, col, values);
  @if(!split) {
    for (var i = 0u; i < 4; i++) {
      if (col + i < params.out_channels) {
        db[col + i] = values[i];
      }
    }
  }
}
