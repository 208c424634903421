// The gradient of a gather: out[r] = Σ over i with indices[i] = r of g[i]; indices int32 [count], g [count, width],
// out [rows, width]. A workgroup an entry, its threads along the width: the first entry of each row number adds up all
// later ones of the same number, in their order, so that no two threads write one element and the sum is the same every
// time. Rows that no entry names stay as they are. The grid is one line folded into y. For GPUs.
struct Params {
  count: u32,
  width: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> indices: array<i32>;
@group(0) @binding(4) var<storage, read> g: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;

const THREADS = 64u;

fn is_first(i: u32, row: i32) -> bool {
  for (var j = 0u; j < i; j++) {
    if (indices[j] == row) {
      return false;
    }
  }
  return true;
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = group.y * groups.x + group.x;
  if (i >= params.count) {
    return;
  }
  let row = indices[i];
  if (row < 0 || u32(row) >= params.rows || !is_first(i, row)) {
    return;
  }
  for (var d = thread; d < params.width; d += THREADS) {
    var sum = 0.0;
    for (var j = i; j < params.count; j++) {
      if (indices[j] == row) {
        sum += g[j * params.width + d];
      }
    }
    out[u32(row) * params.width + d] = sum;
  }
}
