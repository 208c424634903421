// The gradient of a gather: out[r] = Σ over i with indices[i] = r of g[i]; indices int32 [count], g [count, width], out [rows, width].
// One thread an entry: the first entry of each row number adds up all later ones of the same number, in their order, so
// that no two threads write one row and the sum is the same every time. Rows that no entry names stay as they are.

struct Params {
  count: u32,
  width: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> indices: array<i32>;
@group(0) @binding(4) var<storage, read> g: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;

fn is_first(i: u32, row: i32) -> bool {
  for (var j = 0u; j < i; j++) {
    if (indices[j] == row) {
      return false;
    }
  }
  return true;
}

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.y * grid.x * 16u + id.x;
  if (i >= params.count) {
    return;
  }
  let row = indices[i];
  if (row < 0i || u32(row) >= params.rows || !is_first(i, row)) {
    return;
  }
  let to = u32(row) * params.width;
  for (var j = i; j < params.count; j++) {
    if (indices[j] == row) {
      for (var d = 0u; d < params.width; d++) {
        out[to + d] += g[j * params.width + d];
      }
    }
  }
}
