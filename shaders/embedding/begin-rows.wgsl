// Says which entries have a row to update, and how many steps the row missed: missed[i] for the first entry of each row, nothing
// (the largest u32) for all others, and for all where the flag, numbers[0], is not 0. With averages the row's step, touched [rows],
// becomes the clock. indices [count], head [rows] from embedding/link-entries. A thread an entry.
struct Params {
  count: u32,
  rows: u32,
}

const NOTHING = 0xffffffffu;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> indices: array<u32>;
@group(0) @binding(4) var<storage, read> head: array<u32>;
@group(0) @binding(5) var<storage, read> numbers: array<f32>;
@group(0) @binding(6) var<storage, read_write> missed: array<u32>;
@if(average) @group(0) @binding(7) var<storage, read> clock: array<u32>;
@if(average) @group(0) @binding(8) var<storage, read_write> touched: array<u32>;

@if(average)
fn touch(row: u32) -> u32 {
  let before = touched[row];
  touched[row] = clock[0];
  return clock[0] - before - 1;
}

@if(!average)
fn touch(row: u32) -> u32 {
  return 0u;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.y * grid.x * 64 + id.x;
  if (i >= params.count) {
    return;
  }
  missed[i] = NOTHING;
  // A negative number is beyond the rows too.
  let row = indices[i];
  if (row >= params.rows || numbers[0] != 0.0) {
    return;
  }
  if (head[row] == i) {
    missed[i] = touch(row);
  }
}
