// What the kernels that slide a window over [batch, height, width, channels] share: their sizes, and how a pixel of one
// side finds its partner on the other. A pixel is an index over batch · height · width, a tap one over the window.

struct Params {
  batch: u32,
  height: u32,
  width: u32,
  channels: u32,
  out_height: u32,
  out_width: u32,
  out_channels: u32,
  kernel_height: u32,
  kernel_width: u32,
  stride_y: u32,
  stride_x: u32,
  pad_top: u32,
  pad_left: u32,
  dilation_y: u32,
  dilation_x: u32,
  // Kernels that share their sums among several threads: pixels that each takes.
  chunk: u32,
}

struct Pixel {
  n: u32,
  y: u32,
  x: u32,
}

fn pixel_of(index: u32, height: u32, width: u32) -> Pixel {
  let row = index / width;
  return Pixel(row / height, row % height, index % width);
}

// The input pixel under tap (ky, kx) of the window of output pixel `o`, or -1 outside the input.
fn input_pixel(p: Params, o: Pixel, ky: u32, kx: u32) -> i32 {
  let y = i32(o.y * p.stride_y + ky * p.dilation_y) - i32(p.pad_top);
  let x = i32(o.x * p.stride_x + kx * p.dilation_x) - i32(p.pad_left);
  let inside = y >= 0 && y < i32(p.height) && x >= 0 && x < i32(p.width);
  return select(-1, (i32(o.n * p.height) + y) * i32(p.width) + x, inside);
}

// The output pixel whose window has input pixel `i` under tap (ky, kx), or -1 where there is none.
fn output_pixel(p: Params, i: Pixel, ky: u32, kx: u32) -> i32 {
  let y = i32(i.y + p.pad_top) - i32(ky * p.dilation_y);
  let x = i32(i.x + p.pad_left) - i32(kx * p.dilation_x);
  let oy = y / i32(p.stride_y);
  let ox = x / i32(p.stride_x);
  let whole = y >= 0 && x >= 0 && oy * i32(p.stride_y) == y && ox * i32(p.stride_x) == x;
  let inside = oy < i32(p.out_height) && ox < i32(p.out_width);
  return select(-1, (i32(i.n * p.out_height) + oy) * i32(p.out_width) + ox, whole && inside);
}

// Taps of the window of output `o` that lie inside an axis of `size`, as [from, to).
fn taps_inside(o: u32, kernel: u32, stride: u32, pad: u32, size: u32) -> vec2u {
  let origin = o * stride;
  return vec2u(max(origin, pad) - origin, min(origin + kernel, size + pad) - origin);
}

// Outputs of an axis of `size` whose windows hold input `i`, as [from, to).
fn windows_over(i: u32, kernel: u32, stride: u32, pad: u32, size: u32) -> vec2u {
  let place = i + pad;
  return vec2u(select(0, (place - kernel) / stride + 1, place >= kernel), min(place / stride + 1, size));
}
