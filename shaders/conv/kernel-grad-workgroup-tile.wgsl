// Kernel and bias gradient of a convolution on GPUs: an implicit matrix product whose tiles lie in workgroup memory.
// x [N, H, W, Cin], dy [N, OH, OW, Cout] → dw [KH·KW·Cin, Cout], db [Cout]:
//   dw[r, o] = Σ_pixel x[source(pixel, tap), c] · dy[pixel, o] with r = (tap, c), db[o] = Σ_pixel dy[pixel, o].
//
// A workgroup computes 64 × 64 elements of dw, a thread 4 × 4 of them. Step by step it brings 16 output pixels of im2col(x)ᵀ and of dy into workgroup
// memory; a thread brings four rows of the one and four columns of the other at one pixel. z is the share of the pixels: `chunk` of them.
//
// Conditions: vec4_x, vec4_dy (Cin, Cout are multiples of 4); bias; split (several chunks: results go to `partials` [chunk, rows + bias, Cout],
// conv/sum-partials adds them).
import package::conv::window::{Params, input_pixel, pixel_of};

@group(0) @binding(0) var<uniform> params: Params;
@if(vec4_x) @group(0) @binding(3) var<storage, read> x: array<vec4f>;
@if(!vec4_x) @group(0) @binding(3) var<storage, read> x: array<f32>;
@if(vec4_dy) @group(0) @binding(4) var<storage, read> dy: array<vec4f>;
@if(!vec4_dy) @group(0) @binding(4) var<storage, read> dy: array<f32>;
// dw, or with `split` the partial sums of dw and db.
@group(0) @binding(5) var<storage, read_write> result: array<f32>;
@if(bias && !split) @group(0) @binding(6) var<storage, read_write> db: array<f32>;

// [pixel][four rows], [pixel][four columns].
var<workgroup> tile_x: array<vec4f, 256>;
var<workgroup> tile_dy: array<vec4f, 256>;

const FOUR = vec4u(0, 1, 2, 3);

fn kernel_rows() -> u32 {
  return params.kernel_height * params.kernel_width * params.channels;
}

// Where in x row `row` of im2col(x)ᵀ finds its value for an output pixel (in elements), or -1.
fn place_x(pixel: u32, row: u32) -> i32 {
  let tap = row / params.channels;
  let at = pixel_of(pixel, params.out_height, params.out_width);
  let place = input_pixel(params, at, tap / params.kernel_width, tap % params.kernel_width);
  return select(-1, place * i32(params.channels) + i32(row - tap * params.channels), place >= 0);
}

fn value_x(pixel: u32, row: u32) -> f32 {
  @if(!vec4_x) {
    let at = place_x(pixel, min(row, kernel_rows() - 1));
    return select(0.0, x[u32(max(at, 0))], at >= 0);
  }
  @if(vec4_x) return 0.0;
}

// Four rows of im2col(x)ᵀ at one pixel.
fn load_x(pixel: u32, row: u32) -> vec4f {
  @if(vec4_x) {
    let at = place_x(pixel, min(row, kernel_rows() - 4));
    return select(vec4f(), x[u32(max(at, 0)) / 4], at >= 0);
  }
  @if(!vec4_x) return vec4f(value_x(pixel, row), value_x(pixel, row + 1), value_x(pixel, row + 2), value_x(pixel, row + 3));
}

fn load_dy(pixel: u32, col: u32) -> vec4f {
  let line = pixel * params.out_channels;
  @if(vec4_dy) return dy[(line + min(col, params.out_channels - 4)) / 4];
  @if(!vec4_dy) {
    let i = line + min(col + FOUR, vec4u(params.out_channels - 1));
    return vec4f(dy[i.x], dy[i.y], dy[i.z], dy[i.w]);
  }
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let first_row = group.y * 64;
  let first_col = group.x * 64;
  let col = local % 16;
  let row = local / 16;
  let end = min((group.z + 1) * params.chunk, params.batch * params.out_height * params.out_width);
  var sums = mat4x4f();
  var bias_sums = vec4f();
  for (var first = group.z * params.chunk; first < end; first += 16) {
    // Behind the end dy is zero, and x is whatever the last pixel has.
    let pixel = first + row;
    tile_x[local] = load_x(min(pixel, end - 1), first_row + col * 4);
    tile_dy[local] = select(vec4f(), load_dy(min(pixel, end - 1), first_col + col * 4), pixel < end);
    workgroupBarrier();
    for (var k = 0u; k < 16; k++) {
      let a = tile_x[k * 16 + row];
      let b = tile_dy[k * 16 + col];
      sums += mat4x4f(b * a.x, b * a.y, b * a.z, b * a.w);
      @if(bias) bias_sums += b;
    }
    workgroupBarrier();
  }
  for (var j = 0u; j < 4; j++) {
    let c = first_col + col * 4 + j;
    if (c < params.out_channels) {
      for (var i = 0u; i < 4; i++) {
        let r = first_row + row * 4 + i;
        if (r < kernel_rows()) {
          result[(first_result_row(group.z) + r) * params.out_channels + c] = sums[i][j];
        }
      }
      @if(bias) {
        if (first_row + row == 0) {
          write_sum(group.z, c, bias_sums[j]);
        }
      }
    }
  }
}

// Rows of partial sums before a chunk's.
fn first_result_row(chunk: u32) -> u32 {
  @if(!split) return 0;
  @if(split && bias) return chunk * (kernel_rows() + 1);
  @if(split && !bias) return chunk * kernel_rows();
}

@if(bias)
fn write_sum(chunk: u32, col: u32, value: f32) {
  @if(split) result[(first_result_row(chunk) + kernel_rows()) * params.out_channels + col] = value;
  @if(!split) db[col] = value;
}
