// How the convolution and its input gradient (`transpose`) find their way, for kernels that compute tiles of pixels.
//
// The gradient of a strided convolution (`strided`) splits the pixels into residue classes (y mod stride, x mod stride): all pixels of a class
// meet the same taps, the others are left out.
import package::conv::window::Params;

// Pixels computed: all of the output, or with `transpose` those of the input in residue class (y, x).
struct Grid {
  height: u32,
  width: u32,
  class_y: u32,
  class_x: u32,
}

fn grid_of(p: Params, number: u32) -> Grid {
  @if(!transpose) return Grid(p.out_height, p.out_width, 0, 0);
  @if(transpose && !strided) return Grid(p.height, p.width, 0, 0);
  @if(transpose && strided) {
    let y = number / p.stride_x;
    let x = number % p.stride_x;
    return Grid((p.height - y + p.stride_y - 1) / p.stride_y, (p.width - x + p.stride_x - 1) / p.stride_x, y, x);
  }
}

// What the pixels are computed from: x, or with `transpose` dy.
@if(!transpose) fn source_height(p: Params) -> i32 { return i32(p.height); }
@if(!transpose) fn source_width(p: Params) -> i32 { return i32(p.width); }
@if(!transpose) fn source_channels(p: Params) -> i32 { return i32(p.channels); }
@if(transpose) fn source_height(p: Params) -> i32 { return i32(p.out_height); }
@if(transpose) fn source_width(p: Params) -> i32 { return i32(p.out_width); }
@if(transpose) fn source_channels(p: Params) -> i32 { return i32(p.out_channels); }

@if(!transpose) fn result_channels(p: Params) -> u32 { return p.out_channels; }
@if(transpose) fn result_channels(p: Params) -> u32 { return p.channels; }

// The taps of one axis that the pixels of the grid meet: first, distance, number.
struct Taps {
  first: u32,
  step: u32,
  count: u32,
}

fn taps_down(p: Params, grid: Grid) -> Taps {
  return taps_of(p.kernel_height, p.stride_y, p.dilation_y, grid.class_y + p.pad_top);
}

fn taps_across(p: Params, grid: Grid) -> Taps {
  return taps_of(p.kernel_width, p.stride_x, p.dilation_x, grid.class_x + p.pad_left);
}

fn taps_of(kernel: u32, stride: u32, dilation: u32, origin: u32) -> Taps {
  @if(!strided) return Taps(0, 1, kernel);
  @if(strided) {
    var taps = Taps(0, 1, 0);
    for (var k = 0u; k < kernel; k++) {
      if ((i32(origin) - i32(k * dilation)) % i32(stride) == 0) {
        taps.first = select(taps.first, k, taps.count == 0);
        taps.step = select(taps.step, k - taps.first, taps.count == 1);
        taps.count++;
      }
    }
    return taps;
  }
}

// How far the source pixel under tap (ky, kx) lies from the one at shift (0, 0), as (x, y).
fn shift_of(p: Params, grid: Grid, ky: u32, kx: u32) -> vec2i {
  let offset = vec2i(i32(kx * p.dilation_x), i32(ky * p.dilation_y));
  @if(!transpose) return offset;
  @if(transpose) {
    let origin = vec2i(i32(grid.class_x + p.pad_left), i32(grid.class_y + p.pad_top));
    @if(!strided) return origin - offset;
    @if(strided) return (origin - offset) / vec2i(i32(p.stride_x), i32(p.stride_y));
  }
}
