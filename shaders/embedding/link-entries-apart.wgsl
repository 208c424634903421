// Chains the entries of equal row number in their order, as embedding/link-entries does, but leaves the heads of rows that no entry
// names as they are. A thread an entry: it looks for the next entry of its row, and whether there is one before it. For GPUs, which
// look through thousands of entries in many threads at once.
struct Params {
  count: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> indices: array<i32>;
@group(0) @binding(4) var<storage, read_write> head: array<u32>;
@group(0) @binding(5) var<storage, read_write> next: array<u32>;

fn is_first(i: u32, row: i32) -> bool {
  for (var j = i; j > 0; j--) {
    if (indices[j - 1] == row) {
      return false;
    }
  }
  return true;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.y * grid.x * 64 + id.x;
  if (i >= params.count) {
    return;
  }
  let row = indices[i];
  // A negative number is beyond the rows too.
  if (u32(row) >= params.rows) {
    return;
  }
  var following = i + 1;
  while (following < params.count && indices[following] != row) {
    following++;
  }
  next[i] = following;
  if (is_first(i, row)) {
    head[row] = i;
  }
}
