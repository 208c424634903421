// Kernel and bias gradient of a convolution on adapters that are a CPU: an implicit matrix product in big register tiles, without
// workgroup memory and barriers. x [N, H, W, Cin], dy [N, OH, OW, Cout] → dw [KH·KW·Cin, Cout], db [Cout]:
//   dw[r, o] = Σ_pixel x[source(pixel, tap), c] · dy[pixel, o] with r = (tap, c), db[o] = Σ_pixel dy[pixel, o].
//
// A thread computes ROW_BLOCKS × COL_BLOCKS blocks of 4×4 elements, each a mat4x4f whose columns are rows of dw; a step of four output pixels
// is one matrix product per block. The four threads of a workgroup take interleaved column blocks of the same rows; with `share` they
// are a subgroup: each finds and loads one pixel and broadcasts it. z is the share of the pixels: `chunk` of them, a multiple of 4.
//
// Conditions: vec4_x, vec4_dy (Cin, Cout are multiples of 4); k_edge (the pixels are not); share; bias; rows_2, rows_4, cols_2, cols_4 (at
// least so many blocks); split (several chunks: results go to `partials` [chunk, rows + bias, Cout], conv/sum-partials adds them).
import package::conv::window::Params;

@if(share) enable subgroups;

@group(0) @binding(0) var<uniform> params: Params;
@if(vec4_x) @group(0) @binding(3) var<storage, read> x: array<vec4f>;
@if(!vec4_x) @group(0) @binding(3) var<storage, read> x: array<f32>;
@if(vec4_dy) @group(0) @binding(4) var<storage, read> dy: array<vec4f>;
@if(!vec4_dy) @group(0) @binding(4) var<storage, read> dy: array<f32>;
// dw, or with `split` the partial sums of dw and db.
@group(0) @binding(5) var<storage, read_write> result: array<f32>;
@if(bias && !split) @group(0) @binding(6) var<storage, read_write> db: array<f32>;

@if(rows_4) const ROW_BLOCKS = 4u;
@if(rows_2 && !rows_4) const ROW_BLOCKS = 2u;
@if(!rows_2) const ROW_BLOCKS = 1u;
@if(cols_4) const COL_BLOCKS = 4u;
@if(cols_2 && !cols_4) const COL_BLOCKS = 2u;
@if(!cols_2) const COL_BLOCKS = 1u;

// What a thread holds of the four pixels of a step: its own one, or all.
@if(share) alias Lines = i32;
@if(!share) alias Lines = vec4i;
// Of the four rows of a block: they share their tap and stand side by side, or each has its own.
@if(vec4_x) alias Rows = i32;
@if(!vec4_x) alias Rows = vec4i;

const FOUR = vec4u(0, 1, 2, 3);

// Tap and channel of the rows of a block: how far the tap lies from the window's corner, and the place of the channel.
struct Taps {
  y: Rows,
  x: Rows,
  channel: Rows,
}

fn kernel_rows() -> u32 {
  return params.kernel_height * params.kernel_width * params.channels;
}

fn taps_of(row: u32) -> Taps {
  @if(vec4_x) let r = Rows(i32(min(row, kernel_rows() - 4)));
  @if(!vec4_x) let r = Rows(min(vec4u(row) + FOUR, vec4u(kernel_rows() - 1)));
  let tap = r / Rows(i32(params.channels));
  let ky = tap / Rows(i32(params.kernel_width));
  let kx = tap - ky * Rows(i32(params.kernel_width));
  let c = r - tap * Rows(i32(params.channels));
  @if(vec4_x) let channel = c / Rows(4);
  @if(!vec4_x) let channel = c;
  return Taps(ky * Rows(i32(params.dilation_y)) - Rows(i32(params.pad_top)),
    kx * Rows(i32(params.dilation_x)) - Rows(i32(params.pad_left)), channel);
}

// Output pixels: the first line of x of their image, and the corner of their window in it (padding counted in).
struct Windows {
  top: Lines,
  y: Lines,
  x: Lines,
}

fn windows_of(pixel: u32, lane: u32) -> Windows {
  @if(k_edge) let last = Lines(i32(params.batch * params.out_height * params.out_width - 1));
  @if(share) let own = Lines(i32(pixel + lane));
  @if(!share) let own = Lines(vec4u(pixel) + FOUR);
  @if(k_edge) let i = min(own, last);
  @if(!k_edge) let i = own;
  let line = i / Lines(i32(params.out_width));
  let n = line / Lines(i32(params.out_height));
  return Windows(n * Lines(i32(params.height)), (line - n * Lines(i32(params.out_height))) * Lines(i32(params.stride_y)),
    (i - line * Lines(i32(params.out_width))) * Lines(i32(params.stride_x)));
}

// Four rows of im2col(x)ᵀ at one pixel, zero outside the input.
fn line_x(top: i32, y: i32, x0: i32, taps: Taps) -> vec4f {
  let at_y = Rows(y) + taps.y;
  let at_x = Rows(x0) + taps.x;
  let inside = (at_y >= Rows(0)) & (at_y < Rows(i32(params.height))) & (at_x >= Rows(0)) & (at_x < Rows(i32(params.width)));
  let pixel = select(Rows(0), (Rows(top) + at_y) * Rows(i32(params.width)) + at_x, inside);
  @if(vec4_x) return select(vec4f(), x[u32(pixel * i32(params.channels / 4) + taps.channel)], inside);
  @if(!vec4_x) {
    let i = vec4u(pixel * i32(params.channels) + taps.channel);
    return select(vec4f(), vec4f(x[i.x], x[i.y], x[i.z], x[i.w]), inside);
  }
}

// The block of im2col(x)ᵀ as columns = rows of dw, rows = pixels.
fn block_x(w: Windows, taps: Taps) -> mat4x4f {
  @if(share) {
    let own = line_x(w.top, w.y, w.x, taps);
    return transpose(mat4x4f(subgroupBroadcast(own, 0u), subgroupBroadcast(own, 1u), subgroupBroadcast(own, 2u),
      subgroupBroadcast(own, 3u)));
  }
  @if(!share) {
    return transpose(mat4x4f(line_x(w.top.x, w.y.x, w.x.x, taps), line_x(w.top.y, w.y.y, w.x.y, taps),
      line_x(w.top.z, w.y.z, w.x.z, taps), line_x(w.top.w, w.y.w, w.x.w, taps)));
  }
}

// Four channels of dy at one pixel, zero behind the last one.
fn line_dy(pixel: u32, col: u32) -> vec4f {
  @if(k_edge) let pixels = params.batch * params.out_height * params.out_width;
  @if(k_edge) let line = min(pixel, pixels - 1) * params.out_channels;
  @if(!k_edge) let line = pixel * params.out_channels;
  @if(vec4_dy) let value = dy[(line + min(col, params.out_channels - 4)) / 4];
  @if(!vec4_dy) let i = vec4u(line) + min(col + FOUR, vec4u(params.out_channels - 1));
  @if(!vec4_dy) let value = vec4f(dy[i.x], dy[i.y], dy[i.z], dy[i.w]);
  @if(k_edge) return select(vec4f(), value, pixel < pixels);
  @if(!k_edge) return value;
}

// The block of dy as columns = pixels, rows = channels.
fn block_dy(pixel: u32, col: u32) -> mat4x4f {
  return mat4x4f(line_dy(pixel, col), line_dy(pixel + 1, col), line_dy(pixel + 2, col), line_dy(pixel + 3, col));
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * ROW_BLOCKS * 4;
  // First column of column block 0; the others follow 16 columns apart.
  let col = group.x * COL_BLOCKS * 16 + lane * 4;

  let t0 = taps_of(row);
  @if(rows_2) let t1 = taps_of(row + 4);
  @if(rows_4) let t2 = taps_of(row + 8);
  @if(rows_4) let t3 = taps_of(row + 12);

  var c00 = mat4x4f();
  @if(cols_2) var c01 = mat4x4f();
  @if(cols_4) var c02 = mat4x4f();
  @if(cols_4) var c03 = mat4x4f();
  @if(rows_2) var c10 = mat4x4f();
  @if(rows_2 && cols_2) var c11 = mat4x4f();
  @if(rows_2 && cols_4) var c12 = mat4x4f();
  @if(rows_2 && cols_4) var c13 = mat4x4f();
  @if(rows_4) var c20 = mat4x4f();
  @if(rows_4 && cols_2) var c21 = mat4x4f();
  @if(rows_4 && cols_4) var c22 = mat4x4f();
  @if(rows_4 && cols_4) var c23 = mat4x4f();
  @if(rows_4) var c30 = mat4x4f();
  @if(rows_4 && cols_2) var c31 = mat4x4f();
  @if(rows_4 && cols_4) var c32 = mat4x4f();
  @if(rows_4 && cols_4) var c33 = mat4x4f();
  @if(bias) var s0 = vec4f();
  @if(bias && cols_2) var s1 = vec4f();
  @if(bias && cols_4) var s2 = vec4f();
  @if(bias && cols_4) var s3 = vec4f();

  let pixels = params.batch * params.out_height * params.out_width;
  let end = min((group.z + 1) * params.chunk, pixels);
  for (var pixel = group.z * params.chunk; pixel < end; pixel += 4) {
    let windows = windows_of(pixel, lane);
    let y0 = block_dy(pixel, col);
    @if(cols_2) let y1 = block_dy(pixel, col + 16);
    @if(cols_4) let y2 = block_dy(pixel, col + 32);
    @if(cols_4) let y3 = block_dy(pixel, col + 48);
    @if(bias) s0 += y0 * vec4f(1);
    @if(bias && cols_2) s1 += y1 * vec4f(1);
    @if(bias && cols_4) s2 += y2 * vec4f(1);
    @if(bias && cols_4) s3 += y3 * vec4f(1);
    let x0 = block_x(windows, t0);
    c00 += y0 * x0;
    @if(cols_2) c01 += y1 * x0;
    @if(cols_4) c02 += y2 * x0;
    @if(cols_4) c03 += y3 * x0;
    @if(rows_2) let x1 = block_x(windows, t1);
    @if(rows_2) c10 += y0 * x1;
    @if(rows_2 && cols_2) c11 += y1 * x1;
    @if(rows_2 && cols_4) c12 += y2 * x1;
    @if(rows_2 && cols_4) c13 += y3 * x1;
    @if(rows_4) let x2 = block_x(windows, t2);
    @if(rows_4) c20 += y0 * x2;
    @if(rows_4 && cols_2) c21 += y1 * x2;
    @if(rows_4 && cols_4) c22 += y2 * x2;
    @if(rows_4 && cols_4) c23 += y3 * x2;
    @if(rows_4) let x3 = block_x(windows, t3);
    @if(rows_4) c30 += y0 * x3;
    @if(rows_4 && cols_2) c31 += y1 * x3;
    @if(rows_4 && cols_4) c32 += y2 * x3;
    @if(rows_4 && cols_4) c33 += y3 * x3;
  }

  // Only from here on the blocks are an array: indexed in a loop, the code that writes them stands once.
  var blocks: array<mat4x4f, ROW_BLOCKS * COL_BLOCKS>;
  blocks[0] = c00;
  @if(cols_2) blocks[1] = c01;
  @if(cols_4) blocks[2] = c02;
  @if(cols_4) blocks[3] = c03;
  @if(rows_2) blocks[COL_BLOCKS] = c10;
  @if(rows_2 && cols_2) blocks[COL_BLOCKS + 1] = c11;
  @if(rows_2 && cols_4) blocks[COL_BLOCKS + 2] = c12;
  @if(rows_2 && cols_4) blocks[COL_BLOCKS + 3] = c13;
  @if(rows_4) blocks[2 * COL_BLOCKS] = c20;
  @if(rows_4 && cols_2) blocks[2 * COL_BLOCKS + 1] = c21;
  @if(rows_4 && cols_4) blocks[2 * COL_BLOCKS + 2] = c22;
  @if(rows_4 && cols_4) blocks[2 * COL_BLOCKS + 3] = c23;
  @if(rows_4) blocks[3 * COL_BLOCKS] = c30;
  @if(rows_4 && cols_2) blocks[3 * COL_BLOCKS + 1] = c31;
  @if(rows_4 && cols_4) blocks[3 * COL_BLOCKS + 2] = c32;
  @if(rows_4 && cols_4) blocks[3 * COL_BLOCKS + 3] = c33;
  for (var r = 0u; r < ROW_BLOCKS; r++) {
    for (var c = 0u; c < COL_BLOCKS; c++) {
      write_block(group.z, row + r * 4, col + c * 16, blocks[r * COL_BLOCKS + c]);
    }
  }
  @if(bias) {
    if (group.y == 0) {
      write_sums(group.z, col, s0);
      @if(cols_2) write_sums(group.z, col + 16, s1);
      @if(cols_4) write_sums(group.z, col + 32, s2);
      @if(cols_4) write_sums(group.z, col + 48, s3);
    }
  }
}

// Rows of one chunk of partial sums before it: `split` alone has more than one.
fn first_row(chunk: u32) -> u32 {
  @if(!split) return 0;
  @if(split && bias) return chunk * (kernel_rows() + 1);
  @if(split && !bias) return chunk * kernel_rows();
}

fn write_block(chunk: u32, row: u32, col: u32, block: mat4x4f) {
  write_row(chunk, row, col, block[0]);
  write_row(chunk, row + 1, col, block[1]);
  write_row(chunk, row + 2, col, block[2]);
  write_row(chunk, row + 3, col, block[3]);
}

fn write_row(chunk: u32, row: u32, col: u32, value: vec4f) {
  if (row < kernel_rows()) {
    let at = (first_row(chunk) + row) * params.out_channels + col;
    write(at, col, value.x);
    write(at + 1, col + 1, value.y);
    write(at + 2, col + 2, value.z);
    write(at + 3, col + 3, value.w);
  }
}

fn write(at: u32, col: u32, value: f32) {
  if (col < params.out_channels) {
    result[at] = value;
  }
}

@if(bias)
fn write_sums(chunk: u32, col: u32, value: vec4f) {
  write_sum(chunk, col, value.x);
  write_sum(chunk, col + 1, value.y);
  write_sum(chunk, col + 2, value.z);
  write_sum(chunk, col + 3, value.w);
}

@if(bias)
fn write_sum(chunk: u32, col: u32, value: f32) {
  if (col < params.out_channels) {
    @if(split) result[(first_row(chunk) + kernel_rows()) * params.out_channels + col] = value;
    @if(!split) db[col] = value;
  }
}
