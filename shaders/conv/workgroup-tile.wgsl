// Convolution and its input gradient on GPUs: an implicit matrix product whose tiles lie in workgroup memory.
// x [N, H, W, Cin], w [KH, KW, Cin, Cout] → y [N, OH, OW, Cout]; with `transpose` dy in place of x → dx.
//   y[pixel, o] = Σ_k x[source(pixel, tap) + c] · w[k, o] with k = (tap, c).
//
// A workgroup computes 64 pixels × TILE_COLS channels, a thread 4 × 4 of them. Step by step it brings 16 values of k of its pixels (`tile_x`: a line of
// four vec4 a pixel) and of w (`tile_w`: a line of channels per k, or with `transpose`, where w is contiguous along k, four vec4 a
// channel) into workgroup memory. Lines of four vec4 are five apart, so that neighbours read from different banks.
// z counts the residue classes of pixels (conv/grid).
//
// Conditions: transpose; strided (transpose with strides); vec4_x, vec4_w (the channels under a tap, and the contiguous axis of w, are a multiple of 4);
// wide (64 channels a tile, else 16).
import tail::store;
import package::conv::window::Params;
import package::conv::grid::{
  Grid, Taps, grid_of, result_channels, shift_of, source_channels, source_height, source_width, taps_across, taps_down,
};

@group(0) @binding(0) var<uniform> params: Params;
@if(vec4_x) @group(0) @binding(3) var<storage, read> x: array<vec4f>;
@if(!vec4_x) @group(0) @binding(3) var<storage, read> x: array<f32>;
@if(vec4_w) @group(0) @binding(4) var<storage, read> w: array<vec4f>;
@if(!vec4_w) @group(0) @binding(4) var<storage, read> w: array<f32>;

@if(wide) const COL_GROUPS = 16u;
@if(!wide) const COL_GROUPS = 4u;
const TILE_COLS = COL_GROUPS * 4;
const TILE_ROWS = 64u;
const THREADS = COL_GROUPS * 16;
// vec4 of tile_x that a thread brings a step; of tile_w it brings one.
const LOADS = TILE_ROWS * 4 / THREADS;
const PITCH = 5u;

var<workgroup> tile_x: array<vec4f, TILE_ROWS * PITCH>;
@if(transpose) var<workgroup> tile_w: array<vec4f, TILE_COLS * PITCH>;
@if(!transpose) var<workgroup> tile_w: array<vec4f, 16 * COL_GROUPS>;

const FOUR = vec4u(0, 1, 2, 3);
const OUTSIDE = -0x40000000;

// The taps that count, and how long k is.
struct Walk {
  down: Taps,
  across: Taps,
  length: u32,
}

// A source pixel at shift (0, 0): its image's first line, line and place in it.
struct Source {
  top: i32,
  y: i32,
  x: i32,
}

fn source_of(grid: Grid, row: u32) -> Source {
  let line = row / grid.width;
  let n = line / grid.height;
  let y = i32(line - n * grid.height);
  let x = i32(row - line * grid.width);
  let top = i32(n) * source_height(params);
  let missing = n >= params.batch;
  @if(!transpose) return Source(top, select(y * i32(params.stride_y) - i32(params.pad_top), OUTSIDE, missing),
    x * i32(params.stride_x) - i32(params.pad_left));
  @if(transpose) return Source(top, select(y, OUTSIDE, missing), x);
}

struct Step {
  ky: u32,
  kx: u32,
  channel: u32,
}

fn step_of(walk: Walk, k: u32) -> Step {
  let channels = u32(source_channels(params));
  let tap = k / channels;
  let down = tap / walk.across.count;
  return Step(walk.down.first + down * walk.down.step, walk.across.first + (tap - down * walk.across.count) * walk.across.step,
    k - tap * channels);
}

// Where in x the value for step `k` of a pixel stands (in elements), or -1.
fn place_x(grid: Grid, walk: Walk, s: Source, k: u32) -> i32 {
  let step = step_of(walk, k);
  let shift = shift_of(params, grid, step.ky, step.kx);
  let y = s.y + shift.y;
  let at_x = s.x + shift.x;
  let inside = k < walk.length && y >= 0 && y < source_height(params) && at_x >= 0 && at_x < source_width(params);
  let pixel = (s.top + y) * source_width(params) + at_x;
  return select(-1, pixel * source_channels(params) + i32(step.channel), inside);
}

fn value_x(at: i32) -> f32 {
  @if(!vec4_x) return select(0.0, x[u32(max(at, 0))], at >= 0);
  @if(vec4_x) return 0.0;
}

// Four values of k of one pixel, zero outside the input and behind the end of k.
fn load_x(grid: Grid, walk: Walk, s: Source, k: u32) -> vec4f {
  @if(vec4_x) {
    let at = place_x(grid, walk, s, k);
    return select(vec4f(), x[u32(max(at, 0)) / 4], at >= 0);
  }
  @if(!vec4_x) {
    return vec4f(value_x(place_x(grid, walk, s, k)), value_x(place_x(grid, walk, s, k + 1)),
      value_x(place_x(grid, walk, s, k + 2)), value_x(place_x(grid, walk, s, k + 3)));
  }
}

// Where in w the line for step `k` begins: the contiguous axis is the output channel.
fn line_w(walk: Walk, k: u32, col: u32) -> u32 {
  let step = step_of(walk, k);
  let tap = step.ky * params.kernel_width + step.kx;
  @if(!transpose) return (tap * params.channels + step.channel) * params.out_channels;
  @if(transpose) return (tap * params.channels + col) * params.out_channels + step.channel;
}

@if(!transpose)
fn load_w(walk: Walk, k: u32, col: u32) -> vec4f {
  let line = line_w(walk, min(k, walk.length - 1), col);
  @if(vec4_w) return w[(line + min(col, params.out_channels - 4)) / 4];
  @if(!vec4_w) {
    let i = line + min(col + FOUR, vec4u(params.out_channels - 1));
    return vec4f(w[i.x], w[i.y], w[i.z], w[i.w]);
  }
}

@if(transpose)
fn load_w(walk: Walk, k: u32, col: u32) -> vec4f {
  let c = min(col, params.channels - 1);
  @if(vec4_w) return w[line_w(walk, min(k, walk.length - 4), c) / 4];
  @if(!vec4_w) {
    let last = walk.length - 1;
    return vec4f(w[line_w(walk, min(k, last), c)], w[line_w(walk, min(k + 1, last), c)],
      w[line_w(walk, min(k + 2, last), c)], w[line_w(walk, min(k + 3, last), c)]);
  }
}

// The four columns of a thread: side by side, or with `transpose` COL_GROUPS apart.
fn col_of(group: u32, i: u32) -> u32 {
  @if(!transpose) return group * 4 + i;
  @if(transpose) return group + i * COL_GROUPS;
}

// Row of the result that pixel `i` of the grid is.
fn result_row(grid: Grid, i: u32) -> u32 {
  @if(!strided) return i;
  @if(strided) {
    let line = i / grid.width;
    let n = line / grid.height;
    let y = (line - n * grid.height) * params.stride_y + grid.class_y;
    return (n * params.height + y) * params.width + (i - line * grid.width) * params.stride_x + grid.class_x;
  }
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let cols = result_channels(params);
  let col_tiles = (cols + TILE_COLS - 1) / TILE_COLS;
  let tile = group.y * groups.x + group.x;
  let first_row = tile / col_tiles * TILE_ROWS;
  let first_col = tile % col_tiles * TILE_COLS;
  let grid = grid_of(params, group.z);
  let down = taps_down(params, grid);
  let across = taps_across(params, grid);
  let walk = Walk(down, across, down.count * across.count * u32(source_channels(params)));

  // What this thread brings: vec4 `quarter` of the lines of the pixels `line`, `line` + THREADS / 4, ...
  let line = local / 4;
  let quarter = local % 4;
  var sources: array<Source, LOADS>;
  for (var i = 0u; i < LOADS; i++) {
    sources[i] = source_of(grid, first_row + line + i * (THREADS / 4));
  }

  let row = local / COL_GROUPS * 4;
  let col = local % COL_GROUPS;
  var sums = mat4x4f();
  for (var k = 0u; k < walk.length; k += 16) {
    for (var i = 0u; i < LOADS; i++) {
      tile_x[(line + i * (THREADS / 4)) * PITCH + quarter] = load_x(grid, walk, sources[i], k + quarter * 4);
    }
    @if(!transpose) tile_w[local] = load_w(walk, k + local / COL_GROUPS, first_col + col * 4);
    @if(transpose) tile_w[line * PITCH + quarter] = load_w(walk, k + quarter * 4, first_col + line);
    workgroupBarrier();
    for (var q = 0u; q < 4; q++) {
      let a = mat4x4f(tile_x[row * PITCH + q], tile_x[(row + 1) * PITCH + q], tile_x[(row + 2) * PITCH + q],
        tile_x[(row + 3) * PITCH + q]);
      @if(!transpose) {
        let i = q * 4 * COL_GROUPS + col;
        let b = mat4x4f(tile_w[i], tile_w[i + COL_GROUPS], tile_w[i + 2 * COL_GROUPS], tile_w[i + 3 * COL_GROUPS]);
        sums += b * a;
      }
      @if(transpose) {
        let b = mat4x4f(tile_w[col * PITCH + q], tile_w[(col + COL_GROUPS) * PITCH + q],
          tile_w[(col + 2 * COL_GROUPS) * PITCH + q], tile_w[(col + 3 * COL_GROUPS) * PITCH + q]);
        sums += transpose(b) * a;
      }
    }
    workgroupBarrier();
  }

  let count = params.batch * grid.height * grid.width;
  for (var i = 0u; i < 4; i++) {
    let r = first_row + row + i;
    if (r < count) {
      let to = result_row(grid, r);
      for (var j = 0u; j < 4; j++) {
        let c = first_col + col_of(col, j);
        if (c < cols) {
          store(to, c, sums[i][j]);
        }
      }
    }
  }
}
