// Brings averages up to the present step: average[r] is multiplied by ρ for each step since touched[r], which becomes the clock.
// average [rows, width], touched [rows], clock [1], numbers [ρ]. A thread a row; the grid is one line folded into y. vec4: the width
// is a multiple of 4.
import package::lib::decay::{Value, decayed};

struct Params {
  rows: u32,
  // In vec4 where they are read so.
  width: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> clock: array<u32>;
@group(0) @binding(4) var<storage, read> numbers: array<f32>;
@group(0) @binding(5) var<storage, read_write> average: array<Value>;
@group(0) @binding(6) var<storage, read_write> touched: array<u32>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let row = id.y * grid.x * 16 + id.x;
  if (row >= params.rows) {
    return;
  }
  let missed = clock[0] - touched[row];
  if (missed == 0) {
    return;
  }
  for (var at = row * params.width; at < (row + 1) * params.width; at++) {
    average[at] = decayed(average[at], numbers[0], missed);
  }
  touched[row] = clock[0];
}
