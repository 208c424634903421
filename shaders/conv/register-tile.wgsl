// Convolution and its input gradient on adapters that are a CPU: an implicit matrix product in big register tiles, without
// workgroup memory and barriers. x [N, H, W, Cin], w [KH, KW, Cin, Cout] → y [N, OH, OW, Cout]; with `transpose` dy in place of x → dx.
//
//   y[pixel, o] = Σ_segment Σ_k x[source(pixel, segment) + k] · w[segment, k, o]
// A segment is a tap of the window and k runs over the channels under it; with `runs` a segment is a line of the window, whose
// taps and channels are one run of memory in x and in w (few channels would leave steps of four half empty).
//
// A thread computes ROW_BLOCKS × COL_BLOCKS blocks of 4 pixels × 4 channels, each a mat4x4f whose columns are pixels; a step of four along k
// is one matrix product per block. The four threads of a workgroup take interleaved channel blocks of the same pixels; with `share`
// they are a subgroup: each finds and loads one pixel of a block and broadcasts it to the others. Where there are few channels
// (`upright`) they take the same channels of different pixels, and share lines of w.
// z counts the residue classes of pixels (conv/grid).
//
// Conditions: transpose; strided (transpose with strides); upright; runs; vec4_x, vec4_w (the channels under a tap, and the contiguous axis of
// w, are a multiple of 4); cols_edge (the channels of the result are not); k_edge (the length of a segment is not); share; rows_2,
// rows_4, cols_2, cols_4 (at least so many blocks).
import tail::store;
import package::conv::window::Params;
import package::conv::grid::{
  Grid, Taps, grid_of, result_channels, shift_of, source_channels, source_height, source_width, taps_across, taps_down,
};

@if(share) enable subgroups;

@group(0) @binding(0) var<uniform> params: Params;
@if(vec4_x) @group(0) @binding(3) var<storage, read> x: array<vec4f>;
@if(!vec4_x) @group(0) @binding(3) var<storage, read> x: array<f32>;
@if(vec4_w) @group(0) @binding(4) var<storage, read> w: array<vec4f>;
@if(!vec4_w) @group(0) @binding(4) var<storage, read> w: array<f32>;

@if(rows_4) const ROW_BLOCKS = 4u;
@if(rows_2 && !rows_4) const ROW_BLOCKS = 2u;
@if(!rows_2) const ROW_BLOCKS = 1u;
@if(cols_4) const COL_BLOCKS = 4u;
@if(cols_2 && !cols_4) const COL_BLOCKS = 2u;
@if(!cols_2) const COL_BLOCKS = 1u;
// Distance of the channel blocks of a thread.
@if(!upright) const COL_PITCH = 16u;
@if(upright) const COL_PITCH = 4u;

// What a thread holds of the four pixels of a block: its own one, or all.
@if(share && !upright) alias Lines = i32;
@if(!share || upright) alias Lines = vec4i;
@if(share && !upright) alias Flags = bool;
@if(!share || upright) alias Flags = vec4<bool>;

const FOUR = vec4u(0, 1, 2, 3);
const OUTSIDE = -0x40000000;
const NONE = 0xffffffffu;

// Pixels of the source side at shift (0, 0): their image's first line, line and place in it.
struct Sources {
  top: Lines,
  y: Lines,
  x: Lines,
}

fn sources_of(grid: Grid, row: u32, lane: u32) -> Sources {
  @if(share && !upright) let i = Lines(i32(row + lane));
  @if(!share || upright) let i = Lines(vec4u(row) + FOUR);
  let line = i / Lines(i32(grid.width));
  let n = line / Lines(i32(grid.height));
  let missing = n >= Lines(i32(params.batch));
  let grid_y = line - n * Lines(i32(grid.height));
  let grid_x = i - line * Lines(i32(grid.width));
  let top = n * Lines(source_height(params));
  @if(!transpose) let y = grid_y * Lines(i32(params.stride_y)) - Lines(i32(params.pad_top));
  @if(!transpose) let x = grid_x * Lines(i32(params.stride_x)) - Lines(i32(params.pad_left));
  @if(transpose) let y = grid_y;
  @if(transpose) let x = grid_x;
  return Sources(select(top, Lines(0), missing), select(y, Lines(OUTSIDE), missing), x);
}

// Where the segment of each pixel begins in x (in elements, or in vec4 where x is read so), and whether it is there at all.
struct Starts {
  at: Lines,
  inside: Flags,
  // With `runs`: the place of the run's first element in its line of x.
  @if(runs) place: Lines,
}

fn starts(s: Sources, shift: vec2i) -> Starts {
  let y = s.y + Lines(shift.y);
  let x = s.x + Lines(shift.x);
  let line = (y >= Lines(0)) & (y < Lines(source_height(params)));
  let first = (s.top + select(Lines(0), y, line)) * Lines(source_width(params));
  @if(runs) return Starts(first * Lines(source_channels(params)), line, x * Lines(source_channels(params)));
  @if(!runs) {
    let inside = line & (x >= Lines(0)) & (x < Lines(source_width(params)));
    let pixel = select(Lines(0), first + x, inside);
    @if(vec4_x) return Starts(pixel * Lines(source_channels(params) / 4), inside);
    @if(!vec4_x) return Starts(pixel * Lines(source_channels(params)), inside);
  }
}

// Four elements of one segment at step `l`, zero outside the input.
fn line_x(at: i32, inside: bool, place: i32, l: u32, length: u32) -> vec4f {
  @if(vec4_x) return select(vec4f(), x[u32(at) + l], inside);
  @if(!vec4_x && !runs) {
    let i = vec4u(u32(at)) + min(4 * l + FOUR, vec4u(length - 1));
    return select(vec4f(), vec4f(x[i.x], x[i.y], x[i.z], x[i.w]), inside);
  }
  @if(runs) {
    let j = vec4i(place) + vec4i(min(4 * l + FOUR, vec4u(length - 1)));
    let last = vec4i(source_width(params) * source_channels(params) - 1);
    let there = (j >= vec4i(0)) & (j <= last) & vec4<bool>(inside);
    let i = vec4u(vec4i(at) + clamp(j, vec4i(0), last));
    return select(vec4f(), vec4f(x[i.x], x[i.y], x[i.z], x[i.w]), there);
  }
}

// The block of x as columns = pixels, rows = steps along k.
fn block_x(s: Starts, l: u32, length: u32) -> mat4x4f {
  @if(runs) let place = s.place;
  @if(!runs) let place = Lines(0);
  @if(share && !upright) {
    let own = line_x(s.at, s.inside, place, l, length);
    return mat4x4f(subgroupBroadcast(own, 0u), subgroupBroadcast(own, 1u), subgroupBroadcast(own, 2u),
      subgroupBroadcast(own, 3u));
  }
  @if(!share || upright) {
    return mat4x4f(line_x(s.at.x, s.inside.x, place.x, l, length), line_x(s.at.y, s.inside.y, place.y, l, length),
      line_x(s.at.z, s.inside.z, place.z, l, length), line_x(s.at.w, s.inside.w, place.w, l, length));
  }
}

// The block of w as columns = steps along k, rows = channels of the result; zero behind the end of the segment.
fn block_w(segment: u32, col: u32, l: u32, length: u32, lane: u32) -> mat4x4f {
  @if(share && upright) {
    @if(transpose) let own = line_w((segment * params.channels + min(col + lane, params.channels - 1)) * params.out_channels, l, length);
    @if(!transpose) let own = line_w(segment * length, 4 * l + lane, length, col);
    let all = mat4x4f(subgroupBroadcast(own, 0u), subgroupBroadcast(own, 1u), subgroupBroadcast(own, 2u),
      subgroupBroadcast(own, 3u));
    @if(transpose) return transpose(all);
    @if(!transpose) return all;
  }
  @if((!share || !upright) && transpose) {
    let lines = (segment * params.channels + min(col + FOUR, vec4u(params.channels - 1))) * params.out_channels;
    return transpose(mat4x4f(line_w(lines.x, l, length), line_w(lines.y, l, length), line_w(lines.z, l, length),
      line_w(lines.w, l, length)));
  }
  @if((!share || !upright) && !transpose) {
    let first = segment * length;
    return mat4x4f(line_w(first, 4 * l, length, col), line_w(first, 4 * l + 1, length, col),
      line_w(first, 4 * l + 2, length, col), line_w(first, 4 * l + 3, length, col));
  }
}

@if(transpose)
fn line_w(line: u32, l: u32, length: u32) -> vec4f {
  @if(vec4_w) return w[line / 4 + l];
  @if(!vec4_w) {
    let k = 4 * l + FOUR;
    let i = vec4u(line) + min(k, vec4u(length - 1));
    return select(vec4f(), vec4f(w[i.x], w[i.y], w[i.z], w[i.w]), k < vec4u(length));
  }
}

@if(!transpose)
fn line_w(first: u32, k: u32, length: u32, col: u32) -> vec4f {
  @if(k_edge) let line = (first + min(k, length - 1)) * params.out_channels;
  @if(!k_edge) let line = (first + k) * params.out_channels;
  @if(vec4_w) let value = w[(line + min(col, params.out_channels - 4)) / 4];
  @if(!vec4_w) let i = vec4u(line) + min(col + FOUR, vec4u(params.out_channels - 1));
  @if(!vec4_w) let value = vec4f(w[i.x], w[i.y], w[i.z], w[i.w]);
  @if(k_edge) return select(vec4f(), value, k < length);
  @if(!k_edge) return value;
}

@compute @workgroup_size(4)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let cols = result_channels(params);
  let col_tiles = (cols + COL_BLOCKS * COL_PITCH - 1) / (COL_BLOCKS * COL_PITCH);
  let tile = group.y * groups.x + group.x;
  // First pixel, and first channel of channel block 0.
  @if(!upright) let row = tile / col_tiles * ROW_BLOCKS * 4;
  @if(!upright) let col = tile % col_tiles * COL_BLOCKS * COL_PITCH + lane * 4;
  @if(upright) let row = (tile / col_tiles * 4 + lane) * ROW_BLOCKS * 4;
  @if(upright) let col = tile % col_tiles * COL_BLOCKS * COL_PITCH;
  let grid = grid_of(params, group.z);
  let s0 = sources_of(grid, row + 0, lane);
  @if(rows_2) let s1 = sources_of(grid, row + 4, lane);
  @if(rows_4) let s2 = sources_of(grid, row + 8, lane);
  @if(rows_4) let s3 = sources_of(grid, row + 12, lane);

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
  var t0: Starts;
  @if(rows_2) var t1: Starts;
  @if(rows_4) var t2: Starts;
  @if(rows_4) var t3: Starts;

  @if(runs) let length = params.kernel_width * params.channels;
  @if(!runs) let length = u32(source_channels(params));
  let steps = (length + 3) / 4;
  let down = taps_down(params, grid);
  @if(runs) let across = Taps(0, 1, 1);
  @if(!runs) let across = taps_across(params, grid);
  let last_x = across.first + (across.count - 1) * across.step;

  // One loop over taps and steps: two nested ones would carry the sums across twice as many edges, which costs more here than they add.
  var ky = down.first;
  var kx = across.first;
  var l = 0u;
  for (var i = down.count * across.count * steps; i > 0; i--) {
    if (l == 0) {
      let shift = shift_of(params, grid, ky, kx);
      t0 = starts(s0, shift);
      @if(rows_2) t1 = starts(s1, shift);
      @if(rows_4) t2 = starts(s2, shift);
      @if(rows_4) t3 = starts(s3, shift);
    }
    @if(runs) let segment = ky;
    @if(!runs) let segment = ky * params.kernel_width + kx;
    let w0 = block_w(segment, col, l, length, lane);
    @if(cols_2) let w1 = block_w(segment, col + COL_PITCH, l, length, lane);
    @if(cols_4) let w2 = block_w(segment, col + 2 * COL_PITCH, l, length, lane);
    @if(cols_4) let w3 = block_w(segment, col + 3 * COL_PITCH, l, length, lane);
    let x0 = block_x(t0, l, length);
    c00 += w0 * x0;
    @if(cols_2) c01 += w1 * x0;
    @if(cols_4) c02 += w2 * x0;
    @if(cols_4) c03 += w3 * x0;
    @if(rows_2) let x1 = block_x(t1, l, length);
    @if(rows_2) c10 += w0 * x1;
    @if(rows_2 && cols_2) c11 += w1 * x1;
    @if(rows_2 && cols_4) c12 += w2 * x1;
    @if(rows_2 && cols_4) c13 += w3 * x1;
    @if(rows_4) let x2 = block_x(t2, l, length);
    @if(rows_4) c20 += w0 * x2;
    @if(rows_4 && cols_2) c21 += w1 * x2;
    @if(rows_4 && cols_4) c22 += w2 * x2;
    @if(rows_4 && cols_4) c23 += w3 * x2;
    @if(rows_4) let x3 = block_x(t3, l, length);
    @if(rows_4) c30 += w0 * x3;
    @if(rows_4 && cols_2) c31 += w1 * x3;
    @if(rows_4 && cols_4) c32 += w2 * x3;
    @if(rows_4 && cols_4) c33 += w3 * x3;
    l++;
    if (l == steps) {
      l = 0;
      ky += select(0, down.step, kx == last_x);
      kx = select(kx + across.step, across.first, kx == last_x);
    }
  }

  // Only from here on the blocks are an array: indexed in a loop, the tail's code stands once.
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
    let rows = result_rows(grid, row + r * 4);
    for (var c = 0u; c < COL_BLOCKS; c++) {
      store_block(rows, col + c * COL_PITCH, cols, blocks[r * COL_BLOCKS + c]);
    }
  }
}

// Rows of the result that pixels `first`.. of the grid are, or NONE.
fn result_rows(grid: Grid, first: u32) -> vec4u {
  let i = vec4u(first) + FOUR;
  let missing = i >= vec4u(params.batch * grid.height * grid.width);
  @if(!strided) return select(i, vec4u(NONE), missing);
  @if(strided) {
    let line = i / grid.width;
    let n = line / grid.height;
    let y = (line - n * grid.height) * params.stride_y + grid.class_y;
    let x = (i - line * grid.width) * params.stride_x + grid.class_x;
    return select((n * params.height + y) * params.width + x, vec4u(NONE), missing);
  }
}

fn store_block(rows: vec4u, col: u32, cols: u32, block: mat4x4f) {
  store_pixel(rows.x, col, cols, block[0]);
  store_pixel(rows.y, col, cols, block[1]);
  store_pixel(rows.z, col, cols, block[2]);
  store_pixel(rows.w, col, cols, block[3]);
}

fn store_pixel(row: u32, col: u32, cols: u32, value: vec4f) {
  if (row == NONE || col >= cols) {
    return;
  }
  store(row, col, value.x);
  @if(!cols_edge) store(row, col + 1, value.y);
  @if(!cols_edge) store(row, col + 2, value.z);
  @if(!cols_edge) store(row, col + 3, value.w);
  @if(cols_edge) {
    if (col + 1 < cols) {
      store(row, col + 1, value.y);
    }
    if (col + 2 < cols) {
      store(row, col + 2, value.z);
    }
    if (col + 3 < cols) {
      store(row, col + 3, value.w);
    }
  }
}
